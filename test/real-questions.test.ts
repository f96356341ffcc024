import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { readLaw } from "../src/adapters/law-files.ts";
import { parseJson } from "../src/base/canonical.ts";
import { wholeOpinion } from "../src/treaty/opinion.ts";
import { readQuestion } from "../src/treaty/question.ts";
import { writtenOpinion } from "../src/treaty/written.ts";

/** Three questions between real States, whose written answers were read by hand: one treaty for both, one only in its condition, none. */

const EXAMPLES = resolve(import.meta.dirname, "../spec/examples");
const LAW = readLaw("real");
const NOW = "2026-11-24T00:00:00.000Z";

function answer(name: string) {
  const file = join(EXAMPLES, name);
  const input = readQuestion(parseJson(readFileSync(file), file), LAW, NOW, name);
  const opinion = wholeOpinion(input, LAW);
  return { opinion, text: writtenOpinion(opinion, input) };
}

interface Row {
  file: string;
  basis: string | null;
  kind: string;
  says: string;
  dual: string;
  sendable: boolean;
  mustSay: readonly string[];
  never: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    file: "real-budapest.json",
    basis: "budapest",
    kind: "convention-offence",
    says: "shall",
    dual: "holds",
    sendable: true,
    mustSay: [
      "LK signed on 2025-10-25 and has not deposited; a signature gives no duty to cooperate",
      // Germany asks for a security measure that was overcome; nobody said whether one was.
      "PC 202a, Getting access to specially secured data: not known whether met",
      "The conduct is an offence in both States: PC 303a, Altering data.",
      "In Germany (DE) the measure is authorised by: local court (Amtsgericht) of the place",
      "s. 59(3), 77(1) (version of 2026-02-10); sureness A",
      "Costs: Repayment may be waived.",
      "passing them on needs prior consent",
    ],
    // Germany's language and time zone, and the joining of UNCAC, were only recalled.
    never: ["2014-11-12", "Europe/Berlin"],
  },
  {
    file: "real-untoc.json",
    basis: "untoc",
    kind: "serious-crime",
    says: "shall",
    dual: "holds",
    sendable: true,
    mustSay: [
      "The ledger covers no date after September 2017.",
      "FR, PC 313-1, Fraud: Penal Code, art. 313-1, 313-2, version of 2026-04-02; sureness A.",
      "The facts have an organized criminal group and more than one State.",
      // Any other assistance only where the requested State's law is not against it, which is not known.
      "interception of content: not known yet. [UNTOC Art. 18(3)(i); T]",
      "Bank secrecy is no ground to decline.",
      "Must refuse (political): For an offence that is political",
    ],
    never: ["Europe/Paris"],
  },
  {
    file: "real-no-treaty.json",
    basis: null,
    kind: "unknown",
    says: "nothing-obliges",
    dual: "holds",
    sendable: false,
    mustSay: [
      "the facts expressly lack an organized criminal group",
      "The code gives the route where there is no convention. Reciprocity is not stated in these articles.",
      "(version of 2010-04-04); sureness A] The version read is more than a year old or undated: check the text in force.",
      "One secondary source: probably, check.",
      "whether dual criminality is required",
      "a rule for domestic cases, which a foreign request may meet",
      "Central authority: Ministry of Justice.",
    ],
    // The threshold of interception since 2010, the blocking statute and the calendar were only recalled.
    never: ["68-678", "L3133-1", "raised to three years"],
  },
];

describe.each(ROWS)("$file", ({ file, basis, kind, says, dual, sendable, mustSay, never }) => {
  const { opinion, text } = answer(file);

  test("rests on what binds the two, and says how strongly", () => {
    expect(opinion.instrument.chosen).toBe(basis);
    expect(opinion.classification.kind).toBe(kind);
    expect(opinion.obligation.says).toBe(says);
    expect(opinion.dualCriminality.result).toBe(dual);
    expect(opinion.canBeSent).toBe(sendable);
  });

  test.each(mustSay)("says: %s", (words) => {
    expect(text).toContain(words);
  });

  test.each(never)("never says: %s", (words) => {
    expect(JSON.stringify(opinion)).not.toContain(words);
    expect(text).not.toContain(words);
  });
});
