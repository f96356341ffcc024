import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  copyDataDirectory,
  createDataDirectory,
  hasDataDirectory,
  type DurablePglite,
} from "./pglite-durable.ts";
import { schemaDigest } from "./migrations.ts";

/**
 * A data directory that is initialised and migrated once and then copied: a first start takes one second instead of
 * five, and half the memory. It stands under a name of the database's version and the schema, so a newer program
 * makes its own.
 */

const making = new Map<string, Promise<void>>();

/** Makes the data directory `data` as a copy of the prepared one in the cache folder, which is filled when needed. */
export async function dataFromTemplate(
  cache: string,
  data: string,
  fill: (made: DurablePglite) => Promise<void>,
): Promise<void> {
  const prepared = join(cache, `pglite-${pgliteVersion()}-${schemaDigest().slice(7, 23)}`);
  await (making.get(prepared) ?? remember(prepared, prepare(cache, prepared, fill)));
  await copyDataDirectory(prepared, data);
}

function remember(prepared: string, work: Promise<void>): Promise<void> {
  making.set(prepared, work);
  return work.finally(() => making.delete(prepared));
}

async function prepare(
  cache: string,
  prepared: string,
  fill: (made: DurablePglite) => Promise<void>,
): Promise<void> {
  if (hasDataDirectory(prepared)) return;
  mkdirSync(cache, { recursive: true });
  // Under a name of its own: other processes may be making the same one, and the first to finish wins.
  const draft = `${prepared}.${randomUUID()}`;
  await createDataDirectory(draft, fill);
  try {
    renameSync(draft, prepared);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!hasDataDirectory(prepared)) throw error;
  }
}

function pgliteVersion(): string {
  const entry = fileURLToPath(import.meta.resolve("@electric-sql/pglite"));
  const { version } = JSON.parse(readFileSync(join(entry, "../../package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
