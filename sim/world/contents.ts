import { type Instant, addDays, addHours } from "../../src/base/time.ts";
import type { RequestContent } from "../../src/request/content.ts";
import { sheetOf } from "../../src/treaty/law.ts";
import { addressIn } from "./codes.ts";
import { type SimWorld, stateIn } from "./states.ts";

/** What officers of the simulated world ask each other for. */
export const SIM_MEASURES = ["preservation", "traffic-partial", "stored-data"] as const;
export type SimMeasure = (typeof SIM_MEASURES)[number];

export interface Wish {
  /** Codes of the requesting and of the requested Party. */
  from: string;
  to: string;
  measure: SimMeasure;
  /** A word that nobody but the two Parties may ever see. It stands in facts, subject, purpose and a selector's reason. */
  taint: string;
  /** The reference under which the data are preserved already. */
  preservationReference?: string;
  /** When it is written; the beginning of the world where nothing is said. */
  at?: Instant;
}

/** Complete contents: the opinion on them has nothing missing and they can be sent. */
export function contentsOf(world: SimWorld, wish: Wish): RequestContent {
  const { measure, taint } = wish;
  return {
    ...common(world, wish),
    measure,
    subject: `Wiped hospital network ${taint}: ${measure}`,
    purpose: `Evidence against those who wiped the network, and no other use (${taint}).`,
    ...OWN[measure](wish.at ?? world.began),
    ...(wish.preservationReference && measure !== "preservation"
      ? { preservationReference: wish.preservationReference }
      : {}),
  };
}

/** The same without what the law asks for: it can be saved as a draft, and is refused when it is submitted. */
export function incompleteContentsOf(world: SimWorld, wish: Wish): RequestContent {
  const {
    purpose: _purpose,
    necessity: _necessity,
    authority: _authority,
    ...rest
  } = contentsOf(world, wish);
  return { ...rest, selectors: [] };
}

/** What each measure asks for besides what all ask for. */
const OWN: Record<SimMeasure, (at: Instant) => Partial<RequestContent>> = {
  preservation: () => ({
    necessity: "The machine is rented by the hour; its owner can hand it back at any moment.",
    intendsMla: true,
  }),
  "traffic-partial": (at) => ({
    necessity: "The path leads on to other providers, who keep their records for days only.",
    period: { from: addDays(at, -3), to: addHours(at, -1) },
  }),
  "stored-data": (at) => ({
    necessity: "What was taken from the hospital, and the keys to it, can lie only there.",
    justification: "Nobody else holds the tools that were used.",
    period: { from: addDays(at, -30), to: addHours(at, -1) },
    evidenceForm: "Copy with SHA-256, the provider's certificate, chain of custody",
  }),
};

function common(world: SimWorld, { from, to, taint, at = world.began }: Wish) {
  const [requesting, requested] = [stateIn(world, from), stateIn(world, to)];
  return {
    requesting: from,
    requested: to,
    basis: "hanoi" as const,
    authority: `Central Authority of ${requesting.name}`,
    proceeding: `Prosecutor's Office of ${requesting.name}: criminal investigation against unknown persons`,
    fileNumber: `${from}-PO-1`,
    offences: offencesIn(world, from),
    conduct: [
      "system-access",
      "without-right",
      "security-measure-infringed",
      "dishonest-intent",
      "data-damaged",
      "serious-harm",
      "system-hindered",
    ],
    facts: `In one night all machines of a hospital were wiped. The program that did it was steered from a server at ${requested.provider}. Witness: ${taint}.`,
    custodian: requested.provider,
    selectors: [
      {
        kind: "server" as const,
        value: addressIn(requested, 77),
        port: 443,
        at: addHours(at, -3),
        reason: `The wiping program took its orders from here, as ${taint} says.`,
      },
    ],
    confidentiality: {
      reason: "Whoever steers the server would wipe it too.",
      until: addDays(at, 60),
    },
    urgency: { kind: "volatile" as const, reason: "The server can be wiped from afar." },
    language: "en",
  };
}

const KINDS = ["illegal-access", "data-interference", "system-interference"];

/** The requesting Party's own offences for this conduct, by the codes of its sheet. */
function offencesIn(world: SimWorld, state: string): { state: string; code: string }[] {
  const offences = sheetOf(world.law, state)?.offences ?? [];
  return offences.filter(({ kind }) => KINDS.includes(kind)).map(({ code }) => ({ state, code }));
}
