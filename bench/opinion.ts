import { readLaw } from "../src/adapters/law-files.ts";
import { formOpinion, wholeOpinion } from "../src/treaty/opinion.ts";
import type { Bench, BenchOptions, BenchRow } from "./bench.ts";
import { type Answers, answersOf, cedarRules, jsonRules } from "./opinion-engines.ts";
import { RULES, type Row, TABLE } from "./opinion-table.ts";

/** The opinion beside two general rule engines, on one core and in one run. */
export const bench: Bench = {
  name: "opinion",
  about:
    "How long does an opinion take, beside ten of its rules written for json-rules-engine and for Cedar?",
  async run(options: BenchOptions): Promise<BenchRow[]> {
    const law = readLaw("invented");
    const json = jsonRules();
    const cedar = cedarRules();
    const contenders: Contender[] = [
      {
        what: "formOpinion (ours): every rule of the instruments, from the question as written",
        answer: ({ question }) => answersOf(formOpinion(question, law)),
      },
      {
        what: "wholeOpinion (ours): also every measure, the facts to ask next, the trace",
        answer: ({ question }) => answersOf(wholeOpinion(question, law)),
      },
      { what: "json-rules-engine: ten rules, facts prepared", answer: ({ prepared }) => json(prepared) },
      { what: "Cedar: ten rules, facts prepared", answer: ({ prepared }) => cedar(prepared) },
    ];
    for (const each of contenders) await demandSameAnswers(each);
    options.log(
      `${contenders.length} ways give the same ${TABLE.length} x ${RULES.length} answers; timing …`,
    );
    const rows: BenchRow[] = [];
    for (const each of contenders) rows.push(...(await time(each, options)));
    return rows;
  },
};

interface Contender {
  what: string;
  answer(row: Row): Answers | Promise<Answers>;
}

/** A figure of something that answers otherwise would say nothing. */
async function demandSameAnswers({ what, answer }: Contender): Promise<void> {
  for (const row of TABLE) {
    const got = await answer(row);
    if (JSON.stringify(got) !== JSON.stringify(row.holds))
      throw new Error(`${what}\n  ${row.name}: [${got.join(", ")}] instead of [${row.holds.join(", ")}]`);
  }
}

async function time({ what, answer }: Contender, { quick }: BenchOptions): Promise<BenchRow[]> {
  const rounds = quick ? 5 : 500;
  // Warm: the same questions often enough for the compiler to have settled.
  for (let round = 0; round < rounds; round++) for (const row of TABLE) await answer(row);
  const each: number[] = [];
  const before = process.cpuUsage();
  const began = performance.now();
  for (let round = 0; round < rounds; round++)
    for (const row of TABLE) {
      const from = performance.now();
      await answer(row);
      each.push(performance.now() - from);
    }
  const elapsed = (performance.now() - began) / 1000;
  const used = process.cpuUsage(before);
  const seconds = (used.user + used.system) / 1e6;
  each.sort((a, b) => a - b);
  const at = (share: number): number => (each[Math.floor(each.length * share)] as number) * 1000;
  return [
    { what, value: each.length / elapsed, unit: "a second", note: "on one thread, by the clock" },
    // With the threads that collect and compile beside it; it suffers less from other programs.
    { what: "  of processor time", value: each.length / seconds, unit: "a second" },
    { what: "  median", value: at(0.5), unit: "µs" },
    { what: "  99 of 100 are faster than", value: at(0.99), unit: "µs" },
  ];
}
