// What is published: JavaScript compiled with plain tsc, the style sheets and the law beside it, the islands bundled.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildIslands } from "../src/apps/web/assets.ts";

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
  stdio: "inherit",
});
for (const file of readdirSync("src", { recursive: true, encoding: "utf8" })) {
  if (file.endsWith(".css")) cpSync(join("src", file), join("dist/src", file));
}
cpSync("law", "dist/law", { recursive: true });
mkdirSync("dist/islands", { recursive: true });
for (const [name, { js }] of await buildIslands()) writeFileSync(join("dist/islands", `${name}.js`), js);
