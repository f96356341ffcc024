import { toInstant, toMillis } from "../base/time.ts";
import type { Kit } from "./engine.ts";
import { type Outgoing, bodyOf, together, write } from "./rows.ts";
import type { Row } from "./store-port.ts";

/** Rows of the outbox, changed one by one under a lock of their own. */

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

/** 2 s doubling to 30 min, with full jitter in the upper half. There is no last try: a receipt ends it, or a person. */
export function nextTry(kit: Kit, tries: number): string {
  const ceiling = Math.min(2000 * 2 ** Math.min(tries, 10), 1_800_000);
  const chance = (kit.ports.entropy(1)[0] as number) / 256;
  return toInstant(toMillis(kit.ports.now()) + Math.round(ceiling * (0.5 + chance / 2)));
}
