import type { StateCode } from "../base/ids.ts";
import { Problem } from "../base/problem.ts";
import type { Day } from "../base/time.ts";
import { type Between, readDate } from "./dates.ts";
import type { Law } from "./law.ts";
import { DEPOSITS } from "./ledger-index.ts";
import type { Instrument, LedgerEvent } from "./ledger.ts";
import { INSTRUMENTS, type InstrumentId } from "./opinion-types.ts";
import { depositsBy, firstEntryOf, standing, standingBetween } from "./standing.ts";
import { nameOf } from "./states.ts";

/**
 * What would follow if certain States deposited: when the instrument would enter into force, for whom from which day,
 * and which pairs of States would then have a treaty basis that they lack. It foretells nothing; it counts.
 */

export interface Supposed {
  state: StateCode;
  /** The day on which the deposit is supposed. */
  deposits: Day;
}

/** What a pair had before: nothing, a treaty on a condition (organized crime, corruption), or nobody here knows. */
export type Before = "none" | "conditional" | "not-known";

export interface PairGained {
  a: StateCode;
  b: StateCode;
  from: Day | null;
  before: Before;
}

export interface WhatIf {
  instrument: InstrumentId;
  name: string;
  supposed: readonly {
    state: StateCode;
    name: string;
    date: Day;
    as: "ratification" | "accession";
    note: string | null;
  }[];
  deposits: { known: { sure: number; perhaps: number }; supposed: number; needed: number; missing: number };
  /** When it would enter into force as a whole; null: not by these deposits. */
  entersIntoForce: {
    from: Day | null;
    between: { earliest: Day; latest: Day } | null;
    pinpoint: string;
  } | null;
  bound: readonly { state: StateCode; name: string; from: Day | null; why: string; pinpoint: string }[];
  /** The day on which the pairs were compared: when the last of these is bound. */
  pairsOn: Day | null;
  /** All pairs that would be bound, and those of them that gain a basis. */
  pairs: { all: number; gained: number; overCondition: number; perhaps: number };
  gained: readonly PairGained[];
}

/** The last day a calendar of four-digit years has: by then, everything that was set going has happened. */
const IN_THE_END: Day = "9999-12-31";

/**
 * Throws Problem `treaty/no-ledger`, `treaty/no-entry-rule`, `treaty/impossible-date`, `treaty/too-early` (before the
 * instrument was adopted) or `treaty/state-twice`.
 */
export function whatIf(law: Law, supposed: readonly Supposed[], id: InstrumentId): WhatIf {
  const ledger = ledgerOf(law, id);
  const rule = ledger.entryIntoForce as NonNullable<Instrument["entryIntoForce"]>;
  refuse(ledger, supposed);
  const fresh = supposed.filter(({ state }) => !hasDeposited(ledger, state));
  const then: Instrument = {
    ...ledger,
    events: [...ledger.events, ...fresh.map((each) => depositOf(ledger, each))],
  };
  const first = firstEntryOf(then, IN_THE_END);
  const known = depositsBy(ledger, IN_THE_END);
  const counting = fresh.filter(({ state }) => !ledger.organizations?.includes(state)).length;
  const bound = first ? boundBy(law, then) : [];
  const pairsOn =
    bound
      .map(({ by }) => by)
      .toSorted()
      .at(-1) ?? null;
  const pairs = pairsOn
    ? pairsGained(
        law,
        ledger,
        then,
        bound.map(({ state }) => state),
        pairsOn,
      )
    : [];
  const states = bound.filter(({ state }) => !ledger.organizations?.includes(state)).length;
  const count = (before: Before): number => pairs.filter((each) => each.before === before).length;
  return {
    instrument: id,
    name: ledger.name,
    supposed: supposed.map((each) => describe(law, ledger, each)),
    deposits: {
      known,
      supposed: counting,
      needed: rule.first.deposits,
      missing: first ? 0 : Math.max(0, rule.first.deposits - known.sure - counting),
    },
    entersIntoForce: first && { ...exactly(first), pinpoint: rule.first.pinpoint },
    bound: bound.map(({ by: _by, ...each }) => each),
    pairsOn,
    pairs: {
      all: (states * (states - 1)) / 2,
      gained: count("none"),
      overCondition: count("conditional"),
      perhaps: count("not-known"),
    },
    gained: pairs,
  };
}

function ledgerOf(law: Law, id: InstrumentId): Instrument {
  const ledger = law.instruments[id];
  if (!ledger)
    throw new Problem(
      "treaty/no-ledger",
      `The ${law.world} world has no ledger of ${id}.`,
      "instrument",
      "Name another.",
    );
  if (!ledger.entryIntoForce)
    throw new Problem(
      "treaty/no-entry-rule",
      `The ledger of ${id} does not say how a deposit becomes entry into force.`,
      "instrument",
      "Name an instrument with such a rule, for example hanoi.",
    );
  return ledger;
}

function refuse(ledger: Instrument, supposed: readonly Supposed[]): void {
  const adopted = ledger.events.find(({ kind }) => kind === "adoption")?.date;
  const opened = adopted ? readDate(adopted)?.earliest : undefined;
  const seen = new Set<StateCode>();
  for (const { state, deposits } of supposed) {
    const exact = readDate(deposits);
    if (!exact || exact.earliest !== deposits)
      throw new Problem(
        "treaty/impossible-date",
        `"${deposits.slice(0, 40)}" is no day of the calendar.`,
        "deposits",
        "Write it as 2027-03-01.",
      );
    if (opened !== undefined && deposits < opened)
      throw new Problem(
        "treaty/too-early",
        `${ledger.name} was adopted on ${opened}; nobody could deposit on ${deposits}.`,
        "deposits",
        "Suppose a later day.",
      );
    if (seen.has(state))
      throw new Problem(
        "treaty/state-twice",
        `${state} is named twice.`,
        "if-ratify",
        "Name each State once.",
      );
    seen.add(state);
  }
}

function hasDeposited(ledger: Instrument, state: StateCode): boolean {
  const now = standing(ledger, state, IN_THE_END);
  if (now.until !== null) return false;
  return ledger.events.some(
    (event) => event.state === state && (DEPOSITS.has(event.kind) || event.kind === "entry-into-force"),
  );
}

function hasSigned(ledger: Instrument, state: StateCode): boolean {
  return ledger.events.some((event) => event.state === state && event.kind === "signature");
}

function depositOf(ledger: Instrument, { state, deposits }: Supposed): LedgerEvent {
  const kind = hasSigned(ledger, state) ? "deposit" : "accession";
  return {
    state,
    kind,
    date: deposits,
    provisions: [],
    text: "Supposed.",
    source: "supposed",
    sureness: "A",
  };
}

function describe(law: Law, ledger: Instrument, { state, deposits }: Supposed): WhatIf["supposed"][number] {
  const notes = [
    ...(hasDeposited(ledger, state) ? ["has deposited already, as far as known; not counted again"] : []),
    ...(ledger.organizations?.includes(state)
      ? ["an organization of States: its instrument is not counted towards the number needed"]
      : []),
  ];
  const as = hasSigned(ledger, state) ? "ratification" : "accession";
  return { state, name: nameOf(law, state), date: deposits, as, note: notes.join("; ") || null };
}

function exactly({ earliest, latest }: Between): { from: Day | null; between: Between | null } {
  return earliest === latest
    ? { from: earliest, between: null }
    : { from: null, between: { earliest, latest } };
}

function boundBy(law: Law, then: Instrument): (WhatIf["bound"][number] & { by: Day })[] {
  const states = [...new Set(then.events.flatMap(({ state }) => state ?? []))];
  return states
    .map((state) => ({ state, found: standing(then, state, IN_THE_END) }))
    .filter(({ found }) => found.binds === "holds")
    .map(({ state, found: { from, fromBetween, why, pinpoint } }) => {
      const by = from ?? fromBetween?.latest ?? IN_THE_END;
      return { state, name: nameOf(law, state), from, why, pinpoint, by };
    })
    .toSorted((a, b) => a.by.localeCompare(b.by) || a.name.localeCompare(b.name, "en"));
}

function pairsGained(
  law: Law,
  ledger: Instrument,
  then: Instrument,
  bound: readonly StateCode[],
  on: Day,
): PairGained[] {
  const states = bound.filter((state) => !then.organizations?.includes(state)).toSorted();
  const others = basesOf(law, then.id);
  return states.flatMap((a, index) =>
    states.slice(index + 1).flatMap((b) => {
      // Who would be bound by it anyhow gains nothing by the supposed deposits.
      const anyhow = standingBetween(ledger, a, b, on).binds === "holds";
      const before = anyhow ? "had" : basisBefore(others, a, b, on);
      if (before === "had") return [];
      return [{ a, b, from: standingBetween(then, a, b, IN_THE_END).from, before }];
    }),
  );
}

// What can carry a request for evidence. Extradition alone, and what is kept for its status only, cannot.
function basesOf(law: Law, without: InstrumentId): Instrument[] {
  return INSTRUMENTS.filter((id) => id !== without && id !== "coe-extradition")
    .flatMap((id) => law.instruments[id] ?? [])
    .filter((ledger) => ledger.statusOnly === undefined);
}

function basisBefore(ledgers: readonly Instrument[], a: StateCode, b: StateCode, on: Day): Before | "had" {
  const found = ledgers.map((ledger) => ({
    binds: standingBetween(ledger, a, b, on).binds,
    conditional: ledger.scopeCondition !== null,
  }));
  if (found.some(({ binds, conditional }) => binds === "holds" && !conditional)) return "had";
  if (found.some(({ binds, conditional }) => binds === "unknown" && !conditional)) return "not-known";
  if (found.some(({ binds }) => binds === "holds")) return "conditional";
  return found.some(({ binds }) => binds === "unknown") ? "not-known" : "none";
}
