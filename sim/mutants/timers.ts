import { type Mutant, bug, bugs } from "./mutant.ts";

const ROWS = "src/exchange/timers.ts";
const WORK = "src/exchange/work.ts";
const REQUEST = "src/exchange/receive-request.ts";

const MEMORY =
  'const memory: WeakMap<object, Set<string>> = ((globalThis as Record<string, unknown>)["mutant"] ??= new WeakMap()) as never;';

export const TIMERS: readonly Mutant[] = [
  bug(
    "timer not marked as fired",
    ROWS,
    `write(tx, "timer", timerKey(timer), "timers", timer, { status: "fired" });`,
    "",
  ),
  bugs(
    "timer kept only in memory",
    [
      ROWS,
      `context.wake("timers");`,
      `${MEMORY}\n  memory.set(context.config, (memory.get(context.config) ?? new Set()).add(timerKey(timer)));\n  context.wake("timers");`,
    ],
    [
      WORK,
      "for (const row of due) {\n    const timer",
      `${MEMORY}\n  for (const row of due) {\n    if (!memory.get(kit.config)?.has(row.key)) return 0;\n    const timer`,
    ],
  ),
  bug(
    "preservation timer not armed",
    REQUEST,
    "  armPreservationTimers(context, current.ref, expires);\n  send(",
    "  send(",
  ),
  bug(
    "hold timer not armed",
    "src/exchange/provider-orders.ts",
    "if (holdUntil) armTimer(",
    "if (holdUntil && holdUntil < context.now) armTimer(",
  ),
  bugs(
    "timer fires a day early",
    [ROWS, "row.due > now) return;", "Date.parse(row.due) > Date.parse(now) + 86_400_000) return;"],
    [
      WORK,
      'status: "armed",\n    dueBy: kit.ports.now(),',
      'status: "armed",\n    dueBy: new Date(Date.parse(kit.ports.now()) + 86_400_000).toISOString(),',
    ],
  ),
  bug(
    "timers looked at once a process",
    WORK,
    "async function fireTimers(kit: Kit): Promise<number> {",
    "const looked = new WeakSet<object>();\nasync function fireTimers(kit: Kit): Promise<number> {\n  if (looked.has(kit.config)) return 0;\n  looked.add(kit.config);",
  ),
];
