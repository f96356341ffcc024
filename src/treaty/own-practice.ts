import type { Day } from "../base/time.ts";
import type { Measure, OwnLaw } from "./opinion-types.ts";
import { citationOf } from "./sheet-facts.ts";
import type { Cite, StateSheet } from "./sheet.ts";

/** What an officer has to know of the requested State's law beside its grounds: who, by which way, in which language. */

type Practical = OwnLaw["practical"][number];
/** A line of the sheet, or the path of a field that is cited by path. */
type Where = Partial<Cite> | string | null;

/** The lines, in the order in which a request meets them; what the sheet leaves blank is not there. */
export function practiceOf(requested: StateSheet, measure: Measure, on: Day): Practical[] {
  const { dualCriminality, preservation, secrecy, costs, pressPrivilege, legalPrivilege, dataProtection } =
    requested;
  const early = measure === "preservation" || measure === "traffic-partial";
  const lines: readonly [about: string, text: string | null | undefined, where: Where][] = [
    ["this measure", measureWords(requested, measure), requested.authorises[measure]],
    ["dual criminality", dualCriminality?.note && " ", dualCriminality],
    ["central authority", requested.channel?.centralAuthority, "channel.centralAuthority"],
    ["contact point", requested.channel?.contactPoint, "channel.contactPoint"],
    ["urgent requests", requested.channel?.urgent, "channel.urgent"],
    ["languages", requested.languages?.join(", "), "languages"],
    ["preservation", early ? preservation?.text : null, preservation],
    ["secrecy", secrecy?.text, secrecy],
    ["costs", costs?.text, costs],
    ["the press", pressPrivilege?.text, pressPrivilege],
    ["legal privilege", legalPrivilege?.text, legalPrivilege],
    ["data protection", dataProtection?.text, dataProtection],
  ];
  return lines.flatMap(([about, text, where]) => {
    const citation = text && where ? citationOf(requested, where, on) : null;
    if (!text || !citation) return [];
    const { text: cited, sureness, caution, note } = citation;
    return [
      {
        about,
        text: [text.trim().replace(/\.$/, ""), note].filter(Boolean).join(". "),
        citation: cited,
        sureness,
        caution,
      },
    ];
  });
}

function measureWords(sheet: StateSheet, measure: Measure): string | null {
  const cell = sheet.authorises[measure];
  if (!cell) return null;
  const has = { true: null, false: "its law does not have it", null: "whether its law has it is not known" };
  return [
    cell.who ?? "who authorises it is not known",
    has[`${cell.available}`],
    cell.standard,
    cell.leastMonths ? `offences with a maximum of at least ${cell.leastMonths} months` : null,
    cell.rule === "domestic" ? "a rule for domestic cases, which a foreign request may meet" : null,
  ]
    .filter((each) => each !== null && each !== undefined)
    .join("; ");
}
