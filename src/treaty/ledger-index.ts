import type { StateCode } from "../base/ids.ts";
import type { Day } from "../base/time.ts";
import { AFTER_ALL, ANY_DAY, BEFORE_ALL, type Between, readDate } from "./dates.ts";
import type { Instrument, LedgerEvent } from "./ledger.ts";

/** An event with the days its date can mean. */
export interface Dated {
  event: LedgerEvent;
  when: Between;
}

/** What a ledger is asked again and again, worked out once. */
export interface Index {
  byState: Map<string, Dated[]>;
  /** First and last days the deposits that count can mean, each list sorted. */
  deposits: { earliest: Day[]; latest: Day[] };
  fortieth: Between | null;
  /** Entry into force of the instrument as a whole, where the ledger states it. */
  entered: Between | null;
  adopted: Day;
  newest: Between | null;
}

/** What counts as a deposit; approval at home does not. */
export const DEPOSITS = new Set<LedgerEvent["kind"]>(["deposit", "accession", "succession"]);

// A ledger is never changed in place, so what was read from it once holds for as long as it lives.
const indexes = new WeakMap<Instrument, Index>();

/** The index of a ledger. */
export function indexOf(instrument: Instrument): Index {
  const made = indexes.get(instrument);
  if (made) return made;
  const index = makeIndex(instrument);
  indexes.set(instrument, index);
  return index;
}

function makeIndex(instrument: Instrument): Index {
  const byState = new Map<string, Dated[]>();
  const dated = instrument.events.map((event): Dated => ({
    event,
    when: (event.date === null ? null : readDate(event.date)) ?? { ...ANY_DAY },
  }));
  for (const each of dated) {
    const key = keyOf(each.event);
    if (key !== null) byState.set(key, [...(byState.get(key) ?? []), each]);
  }
  for (const events of byState.values()) joinedAfterOutside(events);
  const counted = firstDeposits(byState, instrument.organizations ?? []);
  const general = (kind: LedgerEvent["kind"]): Between | null =>
    dated.find(({ event }) => event.kind === kind)?.when ?? null;
  return {
    byState,
    deposits: {
      earliest: counted.map(({ when }) => when.earliest).toSorted(),
      latest: counted.map(({ when }) => when.latest).toSorted(),
    },
    fortieth: general("fortieth-deposit"),
    entered:
      dated.find(({ event }) => event.state === null && event.kind === "entry-into-force")?.when ?? null,
    adopted: general("adoption")?.earliest ?? BEFORE_ALL,
    newest: instrument.coverage ? readDate(instrument.coverage.newestCovered) : null,
  };
}

// A State that left and joined again is still one State, and an organization is not counted beside its members.
function firstDeposits(byState: Index["byState"], organizations: readonly string[]): Dated[] {
  return [...byState].flatMap(([state, events]) => {
    if (organizations.includes(state)) return [];
    const deposits = events.filter(({ event }) => DEPOSITS.has(event.kind));
    return deposits.toSorted((a, b) => a.when.earliest.localeCompare(b.when.earliest)).slice(0, 1);
  });
}

// Who was outside on the day of a list joined after that day, even where nobody knows when.
function joinedAfterOutside(events: readonly Dated[]): void {
  const outside = events.filter(({ event }) => event.kind === "outside").map(({ when }) => when.latest);
  const latest = outside.toSorted().at(-1);
  if (latest === undefined || latest === AFTER_ALL) return;
  for (const { event, when } of events)
    if (event.date === null && DEPOSITS.has(event.kind)) when.earliest = latest;
}

// An agreement of two States is kept under both of them, and never under one alone.
function keyOf(event: LedgerEvent): string | null {
  if (event.state === null) return null;
  return event.with === undefined ? event.state : pairKey(event.state, event.with);
}

/** The key of an agreement of two States, whichever is named first. */
export function pairKey(a: StateCode, b: StateCode): string {
  return a < b ? `${a}|${b}` : `${b}|${a}`;
}
