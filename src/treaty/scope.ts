import { extraditionScope } from "./extradition-scope.ts";
import { conductWords } from "./conduct.ts";
import type { Instrument } from "./ledger.ts";
import { citedOffences } from "./offences.ts";
import type { InstrumentId, Measure, Result } from "./opinion-types.ts";
import { MEASURES, STATUS_ONLY } from "./opinion-types.ts";
import { citedIn, pinpointOf } from "./provision.ts";
import { sheetOf } from "./law.ts";
import { answered } from "./scope-answers.ts";
import type { OFFENCE_KINDS } from "./sheet.ts";
import { areBothInUnion, UNION_TAKES_PLACE } from "./union.ts";
import type { BasisFacts, Sought } from "./weighing.ts";

/** Whether an instrument that binds the two reaches what is asked for, and the offence. A yes here is not yet a duty. */

export interface Scope {
  result: Result;
  /** A sentence that can follow "In force between the two, but". */
  why: string;
  pinpoint: string;
}

/**
 * Where each instrument has each measure. UNTOC and UNCAC end their lists of assistance with "any other" (18(3)(i),
 * 46(3)(i)); CETS 30 knows letters rogatory for evidence, and no preservation.
 */
const HOME: Readonly<Partial<Record<InstrumentId, Partial<Record<Measure, string>>>>> = {
  hanoi: {
    preservation: "hanoi/42",
    "traffic-partial": "hanoi/43",
    subscriber: "hanoi/44",
    "traffic-stored": "hanoi/44",
    "stored-data": "hanoi/44",
    "traffic-realtime": "hanoi/45",
    "content-interception": "hanoi/46",
    "emergency-data": "hanoi/41(3)(e)",
  },
  budapest: {
    preservation: "budapest/29",
    "traffic-partial": "budapest/30",
    subscriber: "budapest/31",
    "traffic-stored": "budapest/31",
    "stored-data": "budapest/31",
    "traffic-realtime": "budapest/33",
    "content-interception": "budapest/34",
  },
  untoc: {
    ...anyOther("untoc/18(3)(i)"),
    subscriber: "untoc/18(3)(e)",
    "traffic-stored": "untoc/18(3)(e)",
    "stored-data": "untoc/18(3)(c)",
  },
  uncac: {
    ...anyOther("uncac/46(3)(i)"),
    subscriber: "uncac/46(3)(e)",
    "traffic-stored": "uncac/46(3)(e)",
    "stored-data": "uncac/46(3)(c)",
  },
  "coe-mla": {
    "traffic-partial": "coe-mla/3(1)",
    subscriber: "coe-mla/3(1)",
    "traffic-stored": "coe-mla/3(1)",
    "stored-data": "coe-mla/3(1)",
    "traffic-realtime": "coe-mla/3(1)",
    "content-interception": "coe-mla/3(1)",
  },
  "coe-mla-protocol-2": {
    preservation: "coe-mla-protocol-2/24(1)",
    "traffic-partial": "coe-mla-protocol-2/8",
    subscriber: "coe-mla-protocol-2/8",
    "traffic-stored": "coe-mla-protocol-2/8",
    "stored-data": "coe-mla-protocol-2/8",
    "traffic-realtime": "coe-mla-protocol-2/8",
    "content-interception": "coe-mla-protocol-2/8",
  },
};

/** Where an instrument speaks of assistance at all, for a question that names no measure. */
const GENERAL: Readonly<Partial<Record<InstrumentId, string>>> = {
  hanoi: "hanoi/35(1)",
  budapest: "budapest/25(1)",
  untoc: "untoc/18(1)",
  uncac: "uncac/46(1)",
  "coe-mla": "coe-mla/1(1)",
  "coe-mla-protocol-2": "coe-mla-protocol-2/8",
};

function anyOther(home: string): Record<Measure, string> {
  return Object.fromEntries(MEASURES.map((measure) => [measure, home])) as Record<Measure, string>;
}

/** Every provision by which a basis is weighed, for the coverage page. */
export const BASIS_PROVISIONS: ReadonlySet<string> = new Set([
  ...Object.values(HOME).flatMap((each) => Object.values(each)),
  ...Object.values(GENERAL),
  "untoc/2(b)",
  "untoc/3(1)",
  "untoc/16(1)",
  "uncac/3(1)",
  "uncac/44(1)",
  "budapest/24(1)(a)",
  "coe-mla-protocol-2/30(1)",
  "coe-extradition/2(1)",
]);

/** Whether the instrument reaches what is asked. */
export function scopeOf(ledger: Instrument, facts: BasisFacts): Scope {
  const { id, name } = ledger;
  const { sought } = facts;
  if (sought === "extradition") return extraditionScope(ledger, facts);
  if (STATUS_ONLY.has(id))
    return {
      result: "unknown",
      why: `only its status is kept. ${ledger.statusOnly ?? NOT_MODELLED}`,
      pinpoint: name,
    };
  if (id === "coe-extradition")
    return {
      result: "fails",
      why: "it is for extradition, not for evidence.",
      pinpoint: pinpointOf("coe-extradition/1"),
    };
  const home = sought === "assistance" ? GENERAL[id] : HOME[id]?.[sought];
  if (!home) return { result: "fails", why: WITHOUT[id] ?? "it does not have this measure.", pinpoint: name };
  return offenceScope(ledger, facts, pinpointOf(home));
}

/** The instruments whose reach turns on the offence; the measure only says where they are cited. */
const BY_OFFENCE: ReadonlySet<InstrumentId> = new Set(["hanoi", "budapest", "untoc", "uncac"]);

/** What of the thing sought bears on an instrument's reach: for some only where they have it, else the thing itself. */
export function placeOf(id: InstrumentId, sought: Sought): string {
  if (sought === "extradition" || sought === "assistance" || !BY_OFFENCE.has(id)) return sought;
  return HOME[id]?.[sought] ?? "nowhere";
}

const NOT_MODELLED = "Its rules are not modelled here: read them.";
const WITHOUT: Readonly<Partial<Record<InstrumentId, string>>> = {
  "coe-mla":
    "it has letters rogatory and no such measure (Art. 3); its second protocol has provisional measures to preserve evidence.",
};

function offenceScope(ledger: Instrument, facts: BasisFacts, pinpoint: string): Scope {
  switch (ledger.id) {
    case "hanoi":
      return conventionScope(facts, pinpoint);
    case "budapest":
      return {
        result: "holds",
        why: "It reaches electronic evidence of any criminal offence (Art. 25(1)).",
        pinpoint,
      };
    case "untoc":
      return organizedCrime(ledger, facts, pinpoint);
    case "uncac":
      return corruption(ledger, facts, pinpoint);
    case "coe-mla":
      return lettersRogatory(facts, pinpoint);
    case "coe-mla-protocol-2":
      return protocolScope(facts, pinpoint);
    default:
      return { result: "unknown", why: NOT_MODELLED, pinpoint };
  }
}

function conventionScope({ classifyUnder }: BasisFacts, pinpoint: string): Scope {
  const offence = classifyUnder("hanoi");
  switch (offence.kind) {
    case "neither":
      return { result: "fails", why: `out of scope: ${offence.why}`, pinpoint: "Art. 35(1)" };
    case "unknown":
      return {
        result: "unknown",
        why: `whether the offence is in scope is not known yet. ${offence.why}`,
        pinpoint,
      };
    default:
      return { result: "holds", why: offence.why, pinpoint };
  }
}

type Kind = (typeof OFFENCE_KINDS)[number];

/** Kinds under which an offence of Arts. 5, 6, 8 or 23 of UNTOC can stand, whatever it carries. */
const OF_UNTOC: ReadonlySet<Kind> = new Set(["laundering", "association", "violence", "other"]);
/** Kinds that no offence of Arts. 15 to 25 of UNCAC is of. */
const NOT_OF_UNCAC: ReadonlySet<Kind> = new Set([
  "illegal-access",
  "illegal-interception",
  "data-interference",
  "system-interference",
  "misuse-of-devices",
  "child-material",
  "grooming",
  "intimate-images",
  "trafficking",
  "expression",
  "morals",
  "belief",
  "association",
  "protest",
]);

function kindsCited({ input, on, law }: BasisFacts): Kind[] {
  return citedOffences(input, sheetOf(law, input.requesting, on), on).map((each) => each.kind);
}

function organizedCrime(ledger: Instrument, facts: BasisFacts, pinpoint: string): Scope {
  const { conduct, conductAbsent = [] } = facts.input;
  if (conductAbsent.includes("organised-group"))
    return {
      result: "fails",
      why: "the facts expressly lack an organized criminal group (Arts. 2(a), 3(1)).",
      pinpoint,
    };
  if (conductAbsent.includes("several-states"))
    return { result: "fails", why: "the facts expressly lack another State (Art. 3(2)).", pinpoint };
  const offence = facts.classifyUnder("untoc");
  const ownOffence = kindsCited(facts).some((kind) => OF_UNTOC.has(kind));
  if (offence.kind === "neither" && !ownOffence)
    return { result: "fails", why: `no serious crime (Arts. 2(b), 3(1)): ${offence.why}`, pinpoint };
  const condition = conditional(ledger, facts, pinpoint);
  const said = conduct.includes("organised-group") && conduct.includes("several-states");
  if (condition.result === "fails" || !said) return condition;
  return offence.kind === "serious-crime"
    ? {
        result: "holds",
        why: `The facts have an organized criminal group and more than one State. ${offence.why}`,
        pinpoint,
      }
    : {
        result: "unknown",
        why: `the facts have an organized criminal group and more than one State; whether it is a serious crime (Art. 2(b)) is not known. ${offence.why}`,
        pinpoint,
      };
}

/** Conduct of the vocabulary that is an offence every Party of UNCAC establishes. */
const CORRUPT: Readonly<Record<string, string>> = {
  "bribe-given-or-taken": "Arts. 15 and 16",
  "public-money-taken": "Art. 17",
};

function corruption(ledger: Instrument, facts: BasisFacts, pinpoint: string): Scope {
  const condition = conditional(ledger, facts, pinpoint);
  if (condition.result === "fails") return condition;
  const corrupt = facts.input.conduct.find((key) => Object.hasOwn(CORRUPT, key));
  if (corrupt)
    return {
      result: "holds",
      why: `The facts have conduct of ${CORRUPT[corrupt]}: ${conductWords([corrupt])}.`,
      pinpoint,
    };
  const kinds = kindsCited(facts);
  const asserted = (facts.input.answers?.["uncac-offence-covered"] ?? "").trim() !== "";
  if (!asserted && kinds.length > 0 && kinds.every((kind) => NOT_OF_UNCAC.has(kind)))
    return {
      result: "fails",
      why: "the offence cited is not of a kind that Arts. 15 to 25 have; a person may say that the facts make out one of these too.",
      pinpoint: pinpointOf("uncac/46(1)"),
    };
  return condition;
}

function conditional({ id, scopeCondition }: Instrument, { input }: BasisFacts, pinpoint: string): Scope {
  if (!scopeCondition)
    return { result: "unknown", why: "on a condition that the ledger does not name.", pinpoint };
  const { questions, text } = scopeCondition;
  const at = citedIn(id, scopeCondition.pinpoint);
  const { result, why } = answered(input, questions);
  if (result === "fails") return { result, why: `out of scope (${at}). ${why}`, pinpoint };
  const open = questions.every((each) => (input.answers?.[each] ?? "").trim() !== "");
  const words = open
    ? `its condition is asserted and a lawyer judges it (${at}): ${text}`
    : `on a condition not known yet (${at}): ${text}`;
  return { result: "unknown", why: words, pinpoint };
}

function lettersRogatory(facts: BasisFacts, pinpoint: string): Scope {
  if (areBothInUnion(facts)) return { result: "unknown", why: UNION_TAKES_PLACE, pinpoint };
  if (facts.sought === "traffic-realtime" || facts.sought === "content-interception")
    return {
      result: "unknown",
      why: "it does not name interception; whether letters rogatory reach it is for the requested Party's law (Art. 3(1)).",
      pinpoint,
    };
  return {
    result: "holds",
    why: "It reaches evidence of any offence that the requesting Party's judicial authorities can punish (Arts. 1(1), 3(1)); purely military ones are out (Art. 1(2)).",
    pinpoint,
  };
}

function protocolScope(facts: BasisFacts, pinpoint: string): Scope {
  if (areBothInUnion(facts)) return { result: "unknown", why: UNION_TAKES_PLACE, pinpoint };
  const why =
    facts.sought === "preservation"
      ? "Provisional measures to preserve evidence may be taken: a power, not a duty (Art. 24(1))."
      : "It supplements CETS 30 between its Parties: procedure, channels, costs, data protection; the request rests on both.";
  return { result: "holds", why, pinpoint };
}
