#!/usr/bin/env node
import { existsSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

// Plain JavaScript that old versions of Node can read: it says in one line what is needed, before anything else loads.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  process.stderr.write(
    `comity needs Node 24 or later; this is ${process.versions.node}. Install Node 24 from nodejs.org, or in a clone use: npm run comity -- ...\n`,
  );
  process.exit(1);
}

const compiled = fileURLToPath(new URL("../dist/src/apps/cli/main.js", import.meta.url));
const source = fileURLToPath(new URL("../src/apps/cli/main.ts", import.meta.url));
// In a clone the sources are the program; a published package has only what was compiled.
const program = existsSync(source) ? source : compiled;
const { status } = spawnSync(
  process.execPath,
  ["--disable-warning=ExperimentalWarning", program, ...process.argv.slice(2)],
  {
    stdio: "inherit",
  },
);
process.exit(status ?? 1);
