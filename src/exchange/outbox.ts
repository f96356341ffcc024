import { toInstant, toMillis } from "../base/time.ts";
import type { Kit } from "./engine.ts";
import { type Outgoing, bodyOf, together, write } from "./rows.ts";
import type { Row } from "./store-port.ts";

/** Rows of the outbox, changed one by one under a lock of their own. */

const BATCH = 200;

/** Changes an outbox row, if it is still in the state it was found in. */
export async function changeOutgoing(
  kit: Kit,
  row: Row,
  to: { status: string; due: string | null },
  edit: (body: Outgoing) => Outgoing = (body) => body,
): Promise<void> {
  await kit.run(together({ locks: [`outbox:${row.key}`], rows: [["outbox", row.key]] }), (context) => {
    const now = context.tx.get("outbox", row.key);
    if (now?.status !== row.status) return;
    write(context.tx, "outbox", row.key, now.scope, edit(bodyOf("outbox", now)), to);
  });
}

/** A party that was silent is heard again: what waits for it, and was not refused, is due at once. */
export async function hearFrom(kit: Kit, party: string): Promise<void> {
  if (!kit.volatile.silent.delete(party)) return;
  const { store, now } = kit.ports;
  for (const status of ["ready", "unsigned"]) {
    const rows = await store.query({ kind: "outbox", status, limit: BATCH });
    for (const row of rows) {
      const { to, lastProblem } = bodyOf("outbox", row);
      const mends = lastProblem === null || /^(wire|http|node)\/|^stream\/gap$/.test(lastProblem);
      // An order can wait for the other side of its case.
      const waits = lastProblem === "node/catching-up" || (to === party && mends);
      if (waits && row.due !== null && row.due > now())
        await changeOutgoing(kit, row, { status, due: now() });
    }
  }
}

/** 2 s doubling to 30 min, with full jitter in the upper half. There is no last try: a receipt ends it, or a person. */
export function nextTry(kit: Kit, tries: number): string {
  const ceiling = Math.min(2000 * 2 ** Math.min(tries, 10), 1_800_000);
  const chance = (kit.ports.entropy(1)[0] as number) / 256;
  return toInstant(toMillis(kit.ports.now()) + Math.round(ceiling * (0.5 + chance / 2)));
}
