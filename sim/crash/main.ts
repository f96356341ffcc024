import { parseArgs } from "node:util";
import { type CrashReport, type Database, USUAL, crash } from "./run.ts";

// npm run crash -- --minutes N [--cycles N] [--seed N] [--database embedded|server|both] [--json]
//
// Real processes under SIGKILL. Exit 0 when nothing acknowledged was lost, nothing came twice, and everything verifies.

const { values } = parseArgs({
  options: {
    minutes: { type: "string" },
    cycles: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    database: { type: "string", default: USUAL.database },
    "answers-early": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
if (!["embedded", "server", "both"].includes(values.database)) {
  process.stderr.write("--database is one of embedded, server, both\n");
  process.exit(2);
}
const bounded = values.minutes !== undefined || values.cycles !== undefined;
const report = await crash(
  {
    ...USUAL,
    seed: Number(values.seed),
    minutes: Number(values.minutes ?? Infinity),
    cycles: values.cycles === undefined && !bounded ? 20 : Number(values.cycles ?? Infinity),
    database: values.database as Database,
    answersEarly: values["answers-early"],
  },
  (line) => process.stderr.write(`${line}\n`),
);
const ok = report.violations.length === 0;
process.stdout.write(values.json ? `${JSON.stringify({ ok, ...report })}\n` : `${text(report)}\n`);
process.exit(ok ? 0 : 1);

function text({ plan, cycles, kills, stories, violations, skipped, ...report }: CrashReport): string {
  const all = Object.values(kills).flatMap((each) => Object.values(each));
  const of = (kind: string): number => violations.filter((each) => each.kind === kind).length;
  return [
    `Kills, seed ${plan.seed}: ${cycles} cycles, ${all.reduce((sum, each) => sum + each, 0)} kills in ${report.seconds.toFixed(0)} s, databases: ${plan.database}.`,
    ...Object.entries(kills).map(
      ([id, phases]) =>
        `  ${id.padEnd(32)} ${Object.entries(phases)
          .map(([phase, n]) => `${phase} ${n}`)
          .join(", ")}`,
    ),
    `  requests to their ends: ${Object.entries(stories)
      .map(([kind, n]) => `${kind} ${n}`)
      .join(", ")}`,
    `  ${report.acknowledgements} acknowledgements, ${report.comparisons} comparisons, ${report.checkpoints} checkpoints: lost ${of("lost")}, twice ${of("twice")}, different ${of("differs")}, stuck ${of("stuck")}, ended ${of("ended")}`,
    ...skipped.map((each) => `  SKIPPED: ${each}`),
    ...violations.slice(0, 20).map((each) => `  ${each.kind.toUpperCase()}: ${each.what}`),
    violations.length
      ? `Repeat with: npm run crash -- --seed ${plan.seed} --cycles ${cycles} --database ${plan.database} (the moments differ from run to run)`
      : "Nothing acknowledged was lost, and nothing came twice.",
  ].join("\n");
}
