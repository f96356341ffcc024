import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { caseRows } from "./cases/table-for-tests.ts";
import { hasRecord as isRecorded, readCitation } from "./citation.ts";
import { idsCited } from "./cited.ts";
import { decide } from "./decide.ts";
import { wholeOpinion } from "./opinion.ts";
import type { Opinion, OpinionInput } from "./opinion-types.ts";
import { questionJsonSchema, readQuestion } from "./question.ts";
import { thrownBy, WORLD } from "./world-for-tests.ts";
import { writtenOpinion } from "./written.ts";

// What only a whole opinion has: the trace, the facts to ask for next, every measure; and the text made of it.

const hasRecord = (id: string): boolean => {
  const citation = readCitation(id);
  return citation !== null && isRecorded(citation);
};
const NOW = "2027-07-01T00:00:00.000Z";
const all = caseRows().map(({ row, question }) => {
  const input = readQuestion(question, WORLD, NOW, row);
  return { row, input, opinion: wholeOpinion(input, WORLD) };
});
const of = (row: string): (typeof all)[number] => {
  const found = all.find((each) => each.row === row);
  if (!found) throw new Error(`no row ${row}`);
  return found;
};

describe("the trace", () => {
  test("every line names a provision that has a record, or that it is a rule of this program, and a fact", () => {
    const lines = all.flatMap(({ row, opinion }) => (opinion.trace ?? []).map((line) => ({ row, line })));
    expect(lines.length).toBeGreaterThan(5000);
    expect(lines.filter(({ line }) => line.facts.length === 0 || line.provisions.length === 0)).toEqual([]);
    const unrecorded = lines.flatMap(({ line }) =>
      line.provisions.filter((id) => id !== "program" && !hasRecord(id)),
    );
    expect([...new Set(unrecorded)]).toEqual([]);
  });

  test("every duty, ground, door, condition, question and clock of the opinion has its line", () => {
    for (const { opinion } of all) {
      const lines = (opinion.trace ?? []).map((each) => each.line);
      const wanted = [
        ...opinion.duties.map((each) => `duty ${each.provision}`),
        ...opinion.grounds.map((each) => `ground ${each.id}`),
        ...opinion.conditions.map((each) => `condition ${each.id}`),
        ...opinion.prompts.map((each) => `question ${each.id}`),
        ...opinion.clocks.map((each) => `clock ${each.id}`),
        ...Object.keys(opinion.doors).map((each) => `door ${each}`),
      ];
      expect(wanted.filter((each) => !lines.includes(each))).toEqual([]);
    }
  });

  test.each([
    ["6 disclose", "ground R5", "open questions: expression"],
    ["6 disclose", "ground R6", "dual"],
    ["1 R4 real-time traffic data", "ground R12", "sheet AL: authorises"],
    ["1 R1 preserve", "ground R9", "reserved"],
    ["1 R1 preserve", "duty hanoi/42(3)(e)", "question.necessity"],
  ])("%s: %s looks at %s", (row, name, fact) => {
    const line = of(row).opinion.trace?.find((each) => each.line === name);
    expect(line?.facts).toContain(fact);
  });
});

describe("the facts to ask for next", () => {
  test("they come by how many lines turn on them, and each line does turn", () => {
    for (const { opinion } of all) {
      const counts = (opinion.next ?? []).map((each) => each.decides);
      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
      expect(
        (opinion.next ?? []).flatMap((each) => each.turns).filter((each) => each.ifYes === each.ifNo),
      ).toEqual([]);
    }
  });

  test("a fact that was said is not asked for again", () => {
    const { opinion, input } = of("5 whether a number is a security measure is not said");
    const first = opinion.next?.[0];
    expect(first?.fact).toBe("conduct:security-measure-infringed");
    const said = { ...input, conductAbsent: ["security-measure-infringed"] };
    expect(wholeOpinion(said, WORLD).next?.map((each) => each.fact)).not.toContain(first?.fact);
    const turned = first?.turns.find((each) => each.line === "obligation");
    expect(decide(said, WORLD).obligation.says).toBe(turned?.ifNo);
  });

  test("where nothing is open, nothing is asked", () => {
    expect(of("1 R1 preserve").opinion.next).toEqual([]);
  });
});

describe("measure by measure", () => {
  const says = (row: string): Record<string, string> =>
    Object.fromEntries((of(row).opinion.measures ?? []).map((each) => [each.measure, each.says]));

  test("a researcher: preserve, and decline the rest", () => {
    expect(says("5 disclose")).toMatchObject({
      preservation: "shall",
      "stored-data": "may",
      subscriber: "may",
    });
  });

  test("Fenwick: what its law does not have is not available, what nobody knows is not no", () => {
    expect(says("2 bank records")).toMatchObject({
      preservation: "shall",
      "content-interception": "not-available",
      "traffic-realtime": "shall-endeavour",
    });
  });

  test("Fenwick: with the offence still open, its own law is what the answer names", () => {
    const { input } = of("2 bank records");
    const asked = { ...input, offences: [], measure: "content-interception" as const };
    const { says: modality, why, pinpoint } = wholeOpinion(asked, WORLD).obligation;
    expect([modality, pinpoint]).toEqual(["not-available", "sheet FE"]);
    expect(why).toContain("does not have this measure");
  });

  test("each agrees with the opinion on that measure alone", () => {
    for (const { input, opinion } of all) {
      const own = opinion.measures?.find((each) => each.measure === input.measure);
      if (own?.instrument !== opinion.instrument.chosen) continue;
      expect(own?.says).toBe(opinion.obligation.says);
    }
  });
});

describe("the written opinion", () => {
  const written = (row: string): string => writtenOpinion(of(row).opinion, of(row).input);

  test("paragraphs are numbered through, and every citation of a provision with a record says its grade", () => {
    for (const { opinion, input } of all) {
      const numbers = [...writtenOpinion(opinion, input).matchAll(/^(\d+)\. /gm)].map((each) =>
        Number(each[1]),
      );
      expect(numbers).toEqual(numbers.map((_, at) => at + 1));
      const cited = [...writtenOpinion(opinion, input).matchAll(/\[([^\]]*Arts?\.[^\]]*)\]/g)].map(
        (each) => each[1],
      );
      const ungraded = cited.filter(
        (each) => !/; (T|P|K\??)$/.test(each ?? "") && idsCited(each ?? "").some((id) => hasRecord(id)),
      );
      expect(ungraded).toEqual([]);
    }
  });

  test.each([
    ["6 disclose", "may decline: something in this file points to a ground"],
    ["6 disclose", "Questions are open in this file: expression."],
    ["6 disclose", "[Art. 40(22); K]"],
    ["6 disclose", "WHAT WAS NOT DECIDED"],
    ["12a before: the Convention is refused and Budapest proposed", "No sure basis as it stands."],
    ["3r reserved by the requested State, disclose", "Reserved: no offence of the instrument for this pair."],
    [
      "3r reserved by the requested State, disclose",
      "Assumed, against the ledgers and sheets: hanoi: reservation",
    ],
    ["8 disclose traffic data", "stated in the question"],
    ["a third State asks for it", "Only with consent."],
    ["names and facts from right to left", "This measure: shall."],
  ])("%s: %s", (row, words) => {
    expect(written(row)).toContain(words);
  });

  test("an unknown is said to be not known, and no line reads it as no", () => {
    const text = written("5 whether a number is a security measure is not said");
    expect(text).toContain("Dual criminality: not known.");
    expect(text).not.toContain("Dual criminality: no.");
  });
});

describe("a question as a person writes it", () => {
  const asked = {
    requesting: "Dravia",
    requested: "cardova",
    on: "2027-07-01",
    measure: "subscriber",
    offences: ["s.148"],
  };

  test("names, days and codes are read; what is left out stays open", () => {
    expect(readQuestion(asked, WORLD, NOW)).toMatchObject({
      requesting: "DR",
      requested: "CA",
      on: NOW,
      offences: [{ state: "DR", code: "s.148" }],
      conduct: [],
    });
  });

  test.each([
    ["no object", [], "treaty/input-invalid"],
    ["a State nobody has", { ...asked, requested: "Ruritania" }, "treaty/unknown-state"],
    ["a State that asks itself", { ...asked, requested: "Dravia" }, "treaty/input-contradiction"],
    [
      "a fact that is there and not",
      { ...asked, conduct: ["drugs-traded"], conductAbsent: ["drugs-traded"] },
      "treaty/input-contradiction",
    ],
    ["a field nobody knows", { ...asked, verdict: "guilty" }, "treaty/input-invalid"],
    ["a day that does not exist", { ...asked, on: "2027-02-30" }, "time/invalid"],
    [
      "a request made after the day asked about",
      { ...asked, madeOn: "2027-08-01" },
      "treaty/input-contradiction",
    ],
  ])("%s is refused", (_name, question, code) => {
    expect(thrownBy(() => readQuestion(question, WORLD, NOW)).code).toBe(code);
  });
});

describe("an assumption", () => {
  const base = of("6 disclose").input;
  const under = (assume: OpinionInput["assume"]): Opinion => wholeOpinion({ ...base, assume }, WORLD);

  test.each([
    [
      "an event of an instrument without a ledger",
      { events: [{ instrument: "bilateral" as const, state: "DR", kind: "deposit", date: "2027-01-01" }] },
    ],
    [
      "a kind of event that no ledger has",
      { events: [{ instrument: "hanoi" as const, state: "DR", kind: "wish", date: "2027-01-01" }] },
    ],
    ["an offence the sheet does not have", { offences: [{ state: "DR", code: "s.999", set: {} }] }],
    ["a sheet that is not there", { sheets: { QQ: { languages: null } } }],
  ])("%s is refused", (_name, assume) => {
    expect(thrownBy(() => under(assume)).code).toBe("treaty/assumption-invalid");
  });

  test("a line no sheet could hold is refused as in a sheet", () => {
    expect(thrownBy(() => under({ sheets: { CA: { timeZone: 7 } } })).code).toBe("treaty/sheet-invalid");
  });

  test("it is said in the answer, and the law handed in stays as it was", () => {
    const before = JSON.stringify(WORLD);
    const opinion = under({ sheets: { CA: { seriousCrimeMeasuredBy: "both" } } });
    expect(opinion.assumed).toEqual(["Sheet CA: seriousCrimeMeasuredBy."]);
    expect(JSON.stringify(WORLD)).toBe(before);
  });
});

describe("what is published of a question", () => {
  const at = (path: string): string => resolve(import.meta.dirname, "../../spec", path);

  test("spec/schemas/question.schema.json is current", () => {
    const made = `${JSON.stringify(questionJsonSchema(), null, 2)}\n`;
    if (process.env["UPDATE"]) writeFileSync(at("schemas/question.schema.json"), made);
    expect(JSON.parse(readFileSync(at("schemas/question.schema.json"), "utf8"))).toEqual(JSON.parse(made));
  });

  test("spec/question.md names every field, and no other", () => {
    const { properties } = questionJsonSchema() as { properties: Record<string, unknown> };
    const rows = readFileSync(at("question.md"), "utf8").matchAll(/^\| (`[^|]*) \|/gm);
    const named = [...rows].flatMap((row) => [...(row[1] ?? "").matchAll(/`(\w+)`/g)].map((each) => each[1]));
    expect(named.toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  test.each([
    ["question-insult.json", "may"],
    ["question-what-if.json", "shall"],
    ["question-stated-statute.json", "may"],
  ])("spec/examples/%s: %s", (file, says) => {
    const json: unknown = JSON.parse(readFileSync(at(`examples/${file}`), "utf8"));
    expect(wholeOpinion(readQuestion(json, WORLD, NOW), WORLD).obligation.says).toBe(says);
  });
});
