import type { Plan } from "../sim.ts";

/** A small federation: what matters happens within days, and the heal phase outlives every preservation. */
export function planOf(seed: number, calm = false): Plan {
  return {
    seed,
    nodes: 3,
    level: "fake",
    database: false,
    days: 6 + (seed % 4),
    requestsPerDay: 1,
    only: calm ? new Set() : null,
    allowed: null,
  };
}
