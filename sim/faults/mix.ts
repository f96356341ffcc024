import type { Random } from "../kernel/random.ts";

/**
 * Which faults there are, how often each strikes at most, and how a seed draws its own mix of them (swarm testing): a
 * bug that needs a quiet network and a bad disk is as likely to meet them as one that needs everything at once.
 */

/** Faults drawn each time something passes: the base rate is in strikes per million passes. */
export const PASSING = {
  "message dropped": 200_000,
  "answer dropped": 100_000,
  "message duplicated": 120_000,
  "message corrupted": 30_000,
  "answer corrupted": 60_000,
  "message delayed": 80_000,
  "message delayed for days": 2_000,
  "crash at a port": 400,
  "crash before commit": 1_000,
  "crash in commit": 1_500,
  "crash after commit": 1_500,
  "crash after sending": 3_000,
  "crash after publishing": 3_000,
  "commit in doubt": 1_500,
  "disk error": 4_000,
  "disk slow": 4_000,
  "log disk error": 4_000,
  "witness answer lost": 60_000,
  "witness slow": 40_000,
  "clicked twice": 150_000,
  "click answer lost": 80_000,
  "withdrawn at once": 150_000,
  "withdrawn later": 150_000,
  "answered twice by the provider": 150_000,
  "rows edited by a hostile operator": 1_800_000,
  "somebody tries what they may not": 300_000,
  "answer of another message": 10_000,
  "request held up by a proxy": 300_000,
  "down for a day after an order": 60_000,
  "witness answers for another size": 30_000,
  "desk forgot what it heard last": 40_000,
  "node forgot what it heard last": 1_000,
} as const;

/** Faults that come by themselves: the base rate is the mean number of minutes between two
 * of them among five nodes. */
export const COMING = {
  "process killed": 600,
  "process killed for hours": 2_400,
  "link cut one way": 500,
  "link clogged": 700,
  "party cut off for a day": 4_000,
  "clock jumped": 900,
  "disk stalled": 1_500,
  "disk lied": 40_000,
  "old backup mounted": 5_000,
  "witness down": 700,
  "witnesses down together": 3_000,
  "key rotated": 3_000,
  "officer replaced": 3_000,
  "message replayed": 15,
  "message replayed to another": 4,
  "message replayed damaged": 2,
  "bytes invented": 2,
  "message forged by a third Party": 10,
} as const;

export type Passing = keyof typeof PASSING;
export type Coming = keyof typeof COMING;
export type FaultKind = Passing | Coming;

export type Mix = ReadonlyMap<FaultKind, number>;

/** Which single strikes may happen when a failing run is being reduced: `kind#n` for the nth strike of a kind. */
export type Allowed = ReadonlySet<string> | null;

/** Strikes in a million chances that no kind exceeds, unless its base does. */
const MOST = 300_000;

/** The rates of one seed. A third of the faults are absent; the others come at a third, once or three times the base. */
export function drawMix(random: Random, only: ReadonlySet<FaultKind> | null = null): Mix {
  const mix = new Map<FaultKind, number>();
  for (const kind of Object.keys(PASSING) as Passing[]) {
    const scale = random.fork(kind).pick([0, 0, 1, 1, 3, 9]);
    mix.set(kind, Math.min(Math.max(MOST, PASSING[kind]), Math.round((PASSING[kind] * scale) / 3)));
  }
  for (const kind of Object.keys(COMING) as Coming[]) {
    const scale = random.fork(kind).pick([0, 0, 1, 1, 3, 9]);
    mix.set(kind, scale === 0 ? 0 : (COMING[kind] * 3) / scale);
  }
  if (only) for (const kind of mix.keys()) if (!only.has(kind)) mix.set(kind, 0);
  return mix;
}

/** One strike as it happened. */
export interface Strike {
  kind: FaultKind;
  /** The how-manyth of its kind in this run, from 1. */
  nth: number;
  /** True time, milliseconds. */
  at: number;
  /** Where: a party, a link, a witness. */
  where: string;
}

/** The faults of a run: draws them, counts them, and remembers the last. */
export interface Faults {
  readonly mix: Mix;
  /** Draws whether a passing fault strikes here. */
  strikes(kind: Passing, where: string): boolean;
  /** Notes a fault that came by itself; false where a reduced run leaves it out. */
  comes(kind: Coming, where: string): boolean;
  /** Ends the fault phase: nothing strikes any more. */
  heal(): void;
  readonly healing: boolean;
  /** How often each kind struck. */
  counts(): ReadonlyMap<FaultKind, number>;
  readonly strikesSoFar: readonly Strike[];
}

const REMEMBERED = 200_000;

export function faultsOf(options: {
  mix: Mix;
  random: Random;
  allowed: Allowed;
  now: () => number;
  onStrike: (strike: Strike) => void;
}): Faults {
  const counts = new Map<FaultKind, number>();
  const streams = new Map<Passing, Random>();
  const strikes: Strike[] = [];
  let healing = false;
  for (const kind of Object.keys(PASSING) as Passing[]) streams.set(kind, options.random.fork(kind));

  function note(kind: FaultKind, where: string): boolean {
    const nth = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, nth);
    if (options.allowed && !options.allowed.has(`${kind}#${nth}`)) return false;
    const strike = { kind, nth, at: options.now(), where };
    if (strikes.length < REMEMBERED) strikes.push(strike);
    options.onStrike(strike);
    return true;
  }
  return {
    mix: options.mix,
    strikes(kind, where) {
      const rate = options.mix.get(kind) ?? 0;
      if (rate === 0 || healing) return false;
      return (streams.get(kind) as Random).chance(rate) && note(kind, where);
    },
    comes: (kind, where) => !healing && note(kind, where),
    heal: () => void (healing = true),
    get healing() {
      return healing;
    },
    counts: () => counts,
    strikesSoFar: strikes,
  };
}
