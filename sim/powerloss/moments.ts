import type { Machine } from "./machine.ts";
import type { DiskStep } from "./steps.ts";

/** When the power is cut. */
export type Phase =
  | "first start"
  | "traffic"
  | "checkpoint"
  | "log switch"
  /** In traffic, and again while the database recovers from that. */
  | "recovery"
  /** In traffic, and again while a newer program brings the tables up to date. */
  | "migration";

/** Steps at which each phase may be cut. */
export function momentsOf({ recording: { steps }, opened }: Machine): Record<Phase, number[]> {
  const all = Array.from(steps, (_, index) => index + 1);
  const traffic = all.filter((step) => step > opened);
  return {
    "first start": all.filter((step) => step <= opened),
    traffic,
    checkpoint: near(traffic, writesTo(steps, "pg_control")),
    "log switch": near(traffic, namesIn(steps, /^([0-9A-F]{24}|xlogtemp.*)$/)),
    recovery: traffic,
    migration: traffic,
  };
}

/** Steps from shortly before one of these to shortly after it. */
function near(steps: readonly number[], marks: readonly number[]): number[] {
  const wanted = new Set(marks.flatMap((mark) => Array.from({ length: 41 }, (_, n) => mark + n - 30)));
  return steps.filter((step) => wanted.has(step));
}

function writesTo(steps: readonly DiskStep[], name: string): number[] {
  const files = new Set<number>();
  return steps.flatMap((step, index) => {
    if (step.does === "names")
      for (const change of step.changes) if (change.name === name && change.child) files.add(change.child.id);
    return step.does === "write" && files.has(step.file) ? [index] : [];
  });
}

function namesIn(steps: readonly DiskStep[], pattern: RegExp): number[] {
  return steps.flatMap((step, index) =>
    step.does === "names" && step.changes.some(({ name }) => pattern.test(name)) ? [index] : [],
  );
}
