import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { createPgConfig } from "@electric-sql/pglite/node-postgres";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { openStore } from "../../src/adapters/database/open.ts";
import { sqlStore } from "../../src/adapters/database/sql-store.ts";
import type { Store } from "../../src/exchange/store-port.ts";
import type { NodeDiskPlan } from "./machine.ts";

/** PGlite as its makers ship it, over a database that was made durably: what our opening code is compared with. */
export async function openAsShipped({ folder, entry, template }: NodeDiskPlan): Promise<Store> {
  const node = entry.node.id;
  await (await openStore({ folder, node, ...(template ? { template } : {}) })).close();
  const pglite = await PGlite.create({ fs: new NodeFS(join(folder, "database")) });
  const config = createPgConfig(pglite) as unknown as pg.PoolConfig;
  const pool = new pg.Pool({ ...config, max: 1, idleTimeoutMillis: 0 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  return {
    ...sqlStore(db, node),
    async close() {
      await db.destroy();
      await pglite.close();
    },
  };
}
