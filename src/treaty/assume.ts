import { Problem } from "../base/problem.ts";
import type { Law } from "./law.ts";
import { Instrument } from "./ledger.ts";
import type { Assumption } from "./opinion-types.ts";
import { CITED_BY_PATH } from "./sheet-check.ts";
import { explain, readSheet, type StateSheet } from "./sheet.ts";

const SOURCE = "assumed in the question";

/**
 * The law with what a question supposes otherwise, and each supposition in words. The law handed in is not touched.
 * Throws Problem `treaty/assumption-invalid` for what no ledger or sheet could hold, and what `readSheet` throws.
 */
export function lawAssuming(law: Law, assume: Assumption): { law: Law; assumed: string[] } {
  return {
    law: {
      ...law,
      instruments: withEvents(law, assume.events ?? []),
      sheets: withLines(law, assume),
    },
    assumed: wordsOf(assume),
  };
}

function withEvents(law: Law, events: NonNullable<Assumption["events"]>): Law["instruments"] {
  const instruments: Record<string, Instrument> = { ...law.instruments };
  for (const { instrument, ...event } of events) {
    const ledger = instruments[instrument];
    if (!ledger) throw noSuch(`There is no ledger of ${instrument}.`, "assume.events");
    const added = {
      provisions: [],
      text: "Assumed in the question.",
      source: SOURCE,
      sureness: "A",
      ...event,
    };
    const parsed = Instrument.safeParse({ ...ledger, events: [...ledger.events, added] });
    if (!parsed.success) throw explain(parsed.error, "treaty/assumption-invalid", "assume.events");
    instruments[instrument] = parsed.data;
  }
  return instruments;
}

function withLines(law: Law, { sheets = {}, offences = [] }: Assumption): Law["sheets"] {
  const changed: Record<string, StateSheet> = { ...law.sheets };
  for (const [state, lines] of Object.entries(sheets))
    changed[state] = readSheet(replaced(sheetIn(changed, state), lines), `assume.sheets.${state}`);
  for (const { state, code, set } of offences) {
    const sheet = sheetIn(changed, state);
    if (!sheet.offences.some((each) => each.code === code))
      throw noSuch(`The sheet of ${state} has no offence "${code}".`, "assume.offences");
    const list = sheet.offences.map((each) => (each.code === code ? { ...each, ...set } : each));
    changed[state] = readSheet({ ...sheet, offences: list }, `assume.offences: ${state} ${code}`);
  }
  return changed;
}

// A line put in the place of another does not keep its citation: its source is the question.
function replaced(sheet: StateSheet, lines: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(sheet.cites).filter(([path]) => !((path.split(".")[0] as string) in lines));
  const own = CITED_BY_PATH.filter((path) => (lines[path] ?? null) !== null).map((path) => [
    path,
    { source: SUPPOSED.id },
  ]);
  const sources = [...sheet.sources.filter((each) => each.id !== SUPPOSED.id), SUPPOSED];
  return { ...sheet, sources, cites: Object.fromEntries([...kept, ...own]), ...lines };
}

const SUPPOSED: StateSheet["sources"][number] = {
  id: "assumed",
  title: SOURCE,
  version: "undated",
  sureness: "A",
  link: null,
};

function sheetIn(sheets: Record<string, StateSheet>, state: string): StateSheet {
  const sheet = Object.hasOwn(sheets, state) ? sheets[state] : undefined;
  if (!sheet) throw noSuch(`There is no sheet of ${state}.`, "assume");
  return sheet;
}

function noSuch(what: string, where: string): Problem {
  return new Problem(
    "treaty/assumption-invalid",
    what,
    where,
    "Suppose only what ledgers and sheets can hold.",
  );
}

function wordsOf({ events = [], sheets = {}, offences = [] }: Assumption): string[] {
  return [
    ...events.map((each) => {
      const about = each.provisions?.length ? ` of ${each.provisions.join(", ")}` : "";
      return `${each.instrument}: ${each.kind}${about} by ${each.state} on ${each.date}.`;
    }),
    ...Object.entries(sheets).map(([state, lines]) => `Sheet ${state}: ${Object.keys(lines).join(", ")}.`),
    ...offences.map((each) => `Sheet ${each.state}, ${each.code}: ${Object.keys(each.set).join(", ")}.`),
  ];
}
