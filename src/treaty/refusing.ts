import { frozen } from "./keep.ts";
import type { RefusalDuty } from "./opinion-types.ts";
import { pinpointOf } from "./provision.ts";

/** Where each instrument asks that the requested State can establish that a request is authentic. */
export const AUTHENTICITY: Readonly<Record<string, string>> = {
  hanoi: "hanoi/40(13)",
  budapest: "budapest/25(3)",
  untoc: "untoc/18(14)",
  uncac: "uncac/46(14)",
};

/** What is owed when help is refused, postponed or conditioned: consulting first, hearing, reasons after. */

function duty(
  kind: RefusalDuty["duty"],
  force: RefusalDuty["force"],
  provision: string,
  text: string,
): RefusalDuty {
  return { duty: kind, force, provision, pinpoint: pinpointOf(provision), text };
}

const REASONS = duty("reasons", "shall", "hanoi/40(25)", "Reasons are given for the refusal.");
const CONSULT = duty(
  "consult",
  "shall",
  "hanoi/40(28)",
  "The requesting State is consulted first, on whether help can be given under terms and conditions.",
);
const CONSULT_ANYWAY = duty(
  "consult",
  "good-practice",
  "hanoi/40(28)",
  "The text binds to consult only before a refusal under paragraph 21 or a postponement; asking first is good practice.",
);
const CONDITIONS_FIRST = duty(
  "consult",
  "where-appropriate",
  "hanoi/36(1)(b)",
  "Conditions that would make the transfer comply can be sought first.",
);
const ASK_THE_DIRECTORY = duty(
  "inform",
  "good-practice",
  "hanoi/40(16)",
  "The contact point named in the directory is asked, never one named in the request.",
);
const EXTRADITION_CONSULT = duty(
  "consult",
  "where-appropriate",
  "hanoi/37(17)",
  "Before refusing, the requesting State is consulted where appropriate, and can present its views.",
);
const EXTRADITION_REASONS = duty(
  "reasons",
  "shall",
  "hanoi/37(18)",
  "The decision and any reason for refusal are told, unless law or international obligations prevent it.",
);
const PARTLY = duty(
  "consult",
  "where-appropriate",
  "budapest/27(6)",
  "Before refusing or postponing, granting in part or under conditions is considered, where appropriate after consulting.",
);
const OUTCOME = duty(
  "reasons",
  "shall",
  "budapest/27(7)",
  "The outcome is told promptly, with reasons for a refusal or a postponement.",
);

const PARAGRAPH_21 = [CONSULT, REASONS];
const OTHER = [CONSULT_ANYWAY, REASONS];
const EXTRADITION = [EXTRADITION_CONSULT, EXTRADITION_REASONS];
const BUDAPEST = [PARTLY, OUTCOME];

// UNTOC and UNCAC say the same: consult before refusing under paragraph 21 or postponing under 25, reasons for any refusal.
function united(article: "untoc/18" | "uncac/46"): {
  before: RefusalDuty[];
  other: RefusalDuty[];
  later: RefusalDuty[];
} {
  const text =
    "The requesting State is consulted first, on whether help can be given under terms and conditions.";
  const consult = duty("consult", "shall", `${article}(26)`, text);
  const reasons = duty("reasons", "shall", `${article}(23)`, "Reasons are given for the refusal.");
  return { before: [consult, reasons], other: [reasons], later: [consult] };
}
const UNTOC = united("untoc/18");
const UNCAC = united("uncac/46");
const EUROPE = [duty("reasons", "shall", "coe-mla/19", "Reasons are given for the refusal.")];

// Handed out as they are, into every opinion.
const BY_GROUND: Readonly<Record<string, readonly RefusalDuty[]>> = frozen({
  S1: [ASK_THE_DIRECTORY],
  R1: PARAGRAPH_21,
  R2: PARAGRAPH_21,
  R3: PARAGRAPH_21,
  R4: PARAGRAPH_21,
  R5: OTHER,
  R6: OTHER,
  R7: OTHER,
  R8: OTHER,
  R9: OTHER,
  R10: [CONDITIONS_FIRST, REASONS],
  R12: [REASONS],
  R13: [REASONS],
  R15: [REASONS],
  P1: [CONSULT],
  E1: EXTRADITION,
  E2: EXTRADITION,
  E3: EXTRADITION,
  E4: EXTRADITION,
  B1: BUDAPEST,
  B2: BUDAPEST,
  B4: BUDAPEST,
  B5: BUDAPEST,
  B6: BUDAPEST,
  UT1: UNTOC.before,
  UT2: UNTOC.before,
  UT3: UNTOC.before,
  UT4: UNTOC.before,
  UT5: UNTOC.other,
  UT7: UNTOC.later,
  UC1: UNCAC.before,
  UC2: UNCAC.before,
  UC3: UNCAC.before,
  UC4: UNCAC.before,
  UC5: UNCAC.other,
  UC6: UNCAC.other,
  UC7: UNCAC.later,
  ME1: EUROPE,
  ME2: EUROPE,
  ME3: EUROPE,
  ME4: EUROPE,
  ME5: EUROPE,
});

/** The duties that go with using a ground; none where it cannot be used. */
export function dutiesOnRefusing(ground: string): readonly RefusalDuty[] {
  return BY_GROUND[ground] ?? [];
}

/** Every provision a duty on refusing rests on, for the coverage page. */
export const REFUSING_PROVISIONS: ReadonlySet<string> = new Set(
  Object.values(BY_GROUND).flatMap((each) => each.map(({ provision }) => provision)),
);
