import type { Instant } from "../base/time.ts";
import { advance } from "../request/case.ts";
import type { Context } from "./context.ts";
import { continues } from "./linked-preservation.ts";
import { type Timer, read, together, write } from "./rows.ts";
import type { Wants } from "./store-port.ts";

/** Legal clocks as rows: armed in the transaction that starts them, fired exactly once, never before they are due. */

export function timerKey(timer: Timer): string {
  return `${timer.what}/${timer.ref}`;
}

export function wantsForTimer(timer: Timer): Partial<Wants> {
  return { locks: [`timer:${timerKey(timer)}`], rows: [["timer", timerKey(timer)]] };
}

/** What arming any timer of a case takes. */
export function wantsToArm(ref: string): Partial<Wants> {
  const rows = (["hold-ends", "preservation-alarm", "preservation-ends"] as const).map(
    (what) => ["timer", timerKey({ what, ref })] as const,
  );
  return { rows };
}

/** Arms (or arms again) a timer: the newest arming holds. */
export function armTimer(context: Context, timer: Timer, due: Instant): void {
  context.tx.put({
    kind: "timer",
    key: timerKey(timer),
    scope: "timers",
    status: "armed",
    due,
    body: { ...timer },
  });
  context.wake("timers");
}

export function wantsToFire(timer: Timer): Wants {
  return together(wantsForTimer(timer), { locks: [`case:${timer.ref}`], rows: [["case", timer.ref]] });
}

/** Fires a timer if it is armed and due by this node's clock; else does nothing. */
export function fireTimer(context: Context, timer: Timer): void {
  const { tx, now } = context;
  const row = tx.get("timer", timerKey(timer));
  if (row?.status !== "armed" || row.due === null || row.due > now) return;
  write(tx, "timer", timerKey(timer), "timers", timer, { status: "fired" });
  const current = read(tx, "case", timer.ref);
  if (!current) return;
  const put = (
    what: string,
    change: Parameters<typeof advance>[2] = {},
    facts: Record<string, string> = {},
  ) => {
    const next = advance(current, { at: now, what, by: context.config.self, facts }, change);
    write(tx, "case", timer.ref, "cases", next, { status: next.status });
  };
  const { preservation } = current;
  if (timer.what === "hold-ends" && current.status === "held") put("hold.ended", { owner: "releaser" });
  const running = preservation && (preservation.state === "ordered" || preservation.state === "confirmed");
  if (timer.what === "preservation-alarm" && running)
    put("preservation.alarm", {}, { expires: preservation.expires });
  if (timer.what === "preservation-ends" && running && !continues(current)) {
    put(
      "preservation.lapsed",
      { preservation: { ...preservation, state: "lapsed" } },
      { expires: preservation.expires },
    );
  }
}
