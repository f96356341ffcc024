import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { clockFromEnv } from "../../adapters/clock.ts";
import { fromHex } from "../../base/bytes.ts";
import { isProblem, Problem } from "../../base/problem.ts";
import { type WitnessOptions, startWitness } from "./witness.ts";

/**
 * A witness as a process of its own. Each setting is an option or an environment variable:
 *
 *     --port 7201            COMITY_WITNESS_PORT
 *     --host 127.0.0.1       COMITY_WITNESS_HOST (default 127.0.0.1)
 *     --folder DIR           COMITY_WITNESS_FOLDER
 *     --name w1.example/w    COMITY_WITNESS_NAME
 *     --seed-file FILE       COMITY_WITNESS_SEED_FILE: 64 hexadecimal digits
 *     --log VKEY (repeated)  COMITY_WITNESS_LOGS: separated by white space
 *
 * Prints one line of JSON, `{"url":…,"vkey":…}`, when it answers. Ends on SIGTERM and SIGINT.
 */

const { values } = parseArgs({
  options: {
    port: { type: "string" },
    host: { type: "string" },
    folder: { type: "string" },
    name: { type: "string" },
    "seed-file": { type: "string" },
    log: { type: "string", multiple: true },
  },
});

function setting(option: "port" | "host" | "folder" | "name" | "seed-file", otherwise?: string): string {
  const variable = `COMITY_WITNESS_${option.replace("-", "_").toUpperCase()}`;
  const value = values[option] ?? process.env[variable] ?? otherwise;
  if (value !== undefined) return value;
  throw new Problem(
    "witness/setting-missing",
    `The witness needs --${option} or ${variable}.`,
    option,
    "Set it and start again.",
  );
}

function readSettings(): WitnessOptions {
  return {
    port: Number(setting("port")),
    host: setting("host", "127.0.0.1"),
    folder: setting("folder"),
    name: setting("name"),
    seed: fromHex(readFileSync(setting("seed-file"), "utf8").trim()),
    logs: values.log ?? (process.env["COMITY_WITNESS_LOGS"] ?? "").split(/\s+/).filter((each) => each !== ""),
    now: clockFromEnv(process.env),
  };
}

try {
  const witness = await startWitness(readSettings());
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void witness.close().then(() => process.exit(0)));
  }
  process.stdout.write(`${JSON.stringify({ url: witness.url, vkey: witness.vkey })}\n`);
} catch (cause) {
  const shown = isProblem(cause) ? cause.toJSON() : { code: "witness/start", what: String(cause) };
  process.stderr.write(`${JSON.stringify(shown)}\n`);
  process.exitCode = 1;
}
