import type { Row, Tx } from "./store-port.ts";

/**
 * Rows written on trial: over a transaction, but not in it until `keep` is called. A message that turns out not to
 * hold leaves nothing behind but its refusal.
 */
export function trial(tx: Tx): { tx: Tx; keep(): void } {
  const written = new Map<string, { row: Row; fresh: boolean }>();
  const name = (kind: string, key: string) => `${kind}\u0000${key}`;
  const over: Tx = {
    get: (kind, key) => written.get(name(kind, key))?.row ?? tx.get(kind, key),
    list(kind, scope) {
      const merged = new Map(tx.list(kind, scope).map((row) => [row.key, row]));
      for (const { row } of written.values())
        if (row.kind === kind && row.scope === scope) merged.set(row.key, row);
      return [...merged.values()].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    },
    put: (row) =>
      void written.set(name(row.kind, row.key), {
        row,
        fresh: written.get(name(row.kind, row.key))?.fresh ?? false,
      }),
    insert: (row) => void written.set(name(row.kind, row.key), { row, fresh: true }),
  };
  const keep = () => {
    for (const { row, fresh } of written.values()) {
      if (fresh) tx.insert(row);
      else tx.put(row);
    }
  };
  return { tx: over, keep };
}
