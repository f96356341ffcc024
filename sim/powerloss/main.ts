import { parseArgs } from "node:util";
import { MODELS, type Model } from "./page-cache.ts";
import { type PowerLossReport, USUAL, powerLoss } from "./run.ts";

// npm run powerloss [-- --cuts N --seed N --model independent|in-order --rounds N --as-shipped --json]
//
// Exit 0 when every image opened and held everything acknowledged. With --as-shipped PGlite runs as its makers ship it,
// and the run fails unless it finds losses: a search that finds nothing there would find nothing anywhere.

const { values } = parseArgs({
  options: {
    cuts: { type: "string", default: String(USUAL.cuts) },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    model: { type: "string" },
    rounds: { type: "string", default: String(USUAL.rounds) },
    "as-shipped": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
if (values.model !== undefined && !MODELS.includes(values.model as Model)) {
  process.stderr.write(`--model is one of ${MODELS.join(", ")}\n`);
  process.exit(2);
}
const asShipped = values["as-shipped"];
const report = await powerLoss(
  {
    ...USUAL,
    seed: Number(values.seed),
    cuts: Number(values.cuts),
    rounds: Number(values.rounds),
    model: (values.model as Model | undefined) ?? null,
    asShipped,
    phases: asShipped ? ["traffic", "checkpoint", "log switch"] : null,
  },
  (line) => process.stderr.write(`${line}\n`),
);
const broken = report.cuts.filter((each) => each.verdict !== "intact");
const ok = report.missed.length === 0 && (asShipped ? broken.length > 0 : broken.length === 0);
process.stdout.write(values.json ? `${JSON.stringify({ ok, ...report })}\n` : `${text(report, ok)}\n`);
process.exit(ok ? 0 : 1);

function text({ plan, cuts, missed, steps, transactions, seconds }: PowerLossReport, held: boolean): string {
  const of = (key: "transactions" | "blobs" | "log"): number =>
    cuts.reduce((total, each) => total + each.compared[key], 0);
  const count = (verdict: string): number => cuts.filter((each) => each.verdict === verdict).length;
  const openings = cuts.map((each) => each.opening).toSorted((a, b) => a - b);
  return [
    `Power loss${plan.asShipped ? " with PGlite as shipped" : ""}, seed ${plan.seed}: ${cuts.length} cuts in ${seconds.toFixed(0)} s, out of ${transactions} transactions and ${steps} steps of two disks.`,
    `  intact ${count("intact")}, does not open ${count("does not open")}, lost ${count("lost")}, half ${count("half")}, log broken ${count("log broken")}, blob broken ${count("blob broken")}`,
    `  compared: ${of("transactions")} acknowledged transactions, ${of("blobs")} sealed slices, ${of("log")} writes of the log; opening again took ${Math.round(openings[Math.floor(openings.length / 2)] ?? 0)} ms (median)`,
    ...(missed.length
      ? [`  WORTHLESS: the recorder missed changes at ${missed.slice(0, 5).join(", ")}`]
      : []),
    ...(held
      ? []
      : [
          `  Repeat with: npm run powerloss -- --seed ${plan.seed} --cuts ${plan.cuts} --rounds ${plan.rounds}`,
        ]),
    plan.asShipped
      ? held
        ? "As it must, the search finds what PGlite loses without our file system and start parameters."
        : "The search found nothing where losses are certain: it is broken."
      : held
        ? "Nothing acknowledged was lost."
        : "SOMETHING WAS LOST.",
  ].join("\n");
}
