import { writeSync } from "node:fs";
import { openStore } from "../../src/adapters/database/open.ts";

/** Commits rows for ever and says each key on standard output only after its commit. Killed by durability.test.ts. */

const [folder, template] = process.argv.slice(2) as [string, string];
const store = await openStore({ folder, node: "node.killed", template });
for (let n = 0; ; n += 1) {
  const key = `${process.pid}-${n}`;
  await store.transact({ locks: ["log"], rows: [], scopes: [] }, (tx) =>
    tx.insert({ kind: "ack", key, scope: "s", status: null, due: null, body: { pad: "x".repeat(500) } }),
  );
  writeSync(1, `${key}\n`);
}
