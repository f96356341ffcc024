import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { memoryStore } from "../../src/adapters/database/memory.ts";
import { openStore } from "../../src/adapters/database/open.ts";
import type { Row, Store, Tx, Wants } from "../../src/exchange/store-port.ts";

/** Prepared data directory, kept between runs. */
export const TEMPLATE = resolve(import.meta.dirname, "../../.cache/store-template");

/** A PostgreSQL server to test against, if the tester has one. */
export const SERVER_URL = process.env["COMITY_TEST_DATABASE_URL"];

export interface Kind {
  name: string;
  /** Why it is not run; empty when it is. */
  skip: string;
  open(node: string): Promise<Store>;
}

/** Every store there is. What holds of one must hold of all. */
export const STORES: readonly Kind[] = [
  { name: "memory", skip: "", open: async () => memoryStore() },
  { name: "PGlite", skip: "", open: (node) => openStore({ folder: newFolder(), node, template: TEMPLATE }) },
  {
    name: "PostgreSQL server",
    skip: SERVER_URL ? "" : "skipped: COMITY_TEST_DATABASE_URL is not set",
    open: (node) => openStore({ url: SERVER_URL as string, folder: newFolder(), node }),
  },
];

const folders: string[] = [];

/** A new empty folder; `removeFolders` takes all of them away. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "comity-store-"));
  folders.push(folder);
  return folder;
}

/** A migrated data directory that nobody has open. */
export async function newDataDirectory(): Promise<string> {
  const folder = newFolder();
  await (await openStore({ folder, node: "node.a", template: TEMPLATE })).close();
  return join(folder, "database");
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function wants(parts: Partial<Wants>): Wants {
  return { locks: [], rows: [], scopes: [], ...parts };
}

export function row(kind: string, key: string, parts: Partial<Row> = {}): Row {
  return { kind, key, scope: "s", status: null, due: null, body: {}, ...parts };
}

/** Puts rows that may or may not be there. */
export async function putAll(store: Store, rows: readonly Row[]): Promise<void> {
  const keys = rows.map((each) => [each.kind, each.key] as const);
  await store.transact(wants({ rows: keys }), (tx: Tx) => rows.forEach((each) => tx.put(each)));
}

let count = 0;
/** A kind that no other test uses, so that tests share a database and not their rows. */
export function freshKind(): string {
  count += 1;
  return `kind-${process.pid}-${count}`;
}
