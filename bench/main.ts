import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Bench, BenchRow } from "./bench.ts";

// npm run bench                          lists the benches
// npm run bench -- NAME… [--json] [--quick]   runs them (`all` runs every one)

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false }, quick: { type: "boolean", default: false } },
  allowPositionals: true,
});
const benches = await findBenches();
const chosen = positionals.includes("all") ? benches : positionals.map((name) => benchOf(name));

if (chosen.length === 0) {
  for (const { name, about } of benches) console.log(`${name.padEnd(12)} ${about}`);
  console.log("\nRun one with: npm run bench -- NAME [--json] [--quick]");
}
for (const bench of chosen.filter((each) => each !== undefined)) {
  const rows = await bench.run({ quick: values.quick, log: (line) => console.error(line) });
  if (values.json)
    console.log(JSON.stringify({ bench: bench.name, quick: values.quick, machine: machine(), rows }));
  else print(bench, rows);
}

async function findBenches(): Promise<Bench[]> {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && name !== "main.ts");
  const modules = await Promise.all(
    files.toSorted().map((name) => import(join(import.meta.dirname, name)) as Promise<{ bench?: Bench }>),
  );
  return modules.flatMap((module) => module.bench ?? []);
}

function benchOf(name: string): Bench | undefined {
  const found = benches.find((each) => each.name === name);
  if (found) return found;
  console.error(`There is no bench ${name}. Known: ${benches.map((each) => each.name).join(", ")}`);
  process.exitCode = 1;
  return undefined;
}

function print({ name, about }: Bench, rows: readonly BenchRow[]): void {
  console.log(`${name}: ${about}\n${machine()}\n`);
  const width = Math.max(...rows.map((row) => row.what.length));
  for (const { what, value, unit, note } of rows) {
    console.log(`${what.padEnd(width)}  ${rounded(value).padStart(12)} ${unit}${note ? `  (${note})` : ""}`);
  }
}

function rounded(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
}

function machine(): string {
  const processors = cpus();
  return `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${processors.length} x ${processors[0]?.model ?? "?"}`;
}
