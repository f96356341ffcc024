import { join } from "node:path";
import { verifyLog } from "../../src/adapters/log/verify.ts";
import { isProblem } from "../../src/base/problem.ts";
import { runningHash } from "../../src/crypto/hash.ts";
import type { Row } from "../../src/exchange/store-port.ts";
import type { KeyFile } from "../../src/adapters/keyring/keyring.ts";
import { logOrigin } from "../../src/apps/sandbox/world.ts";
import type { Book, Said } from "./book.ts";
import type { DiskFederation } from "./federation.ts";
import { type Machine, type NodeDisk, homeIn, openNodeDisk } from "./machine.ts";
import { rebootLocks } from "./reboot.ts";

/** What became of one image. */
export interface Finding {
  /** `intact`, or how it is broken. */
  verdict: "intact" | "does not open" | "lost" | "half" | "log broken" | "blob broken";
  why: string;
  /** Acknowledged transactions, blobs and log entries that were compared. */
  compared: { transactions: number; blobs: number; log: number };
  /** Milliseconds until the store was open again. */
  opening: number;
}

/**
 * Opens the image of a machine's disk with the real code and holds it to the machine's book: everything acknowledged up
 * to `step` must be there, nothing half, and the node must be able to go on from there.
 */
export async function examine(
  federation: DiskFederation,
  machine: Machine,
  image: string,
  step: number,
): Promise<Finding> {
  const compared = { transactions: 0, blobs: 0, log: 0 };
  const began = performance.now();
  let opening = 0;
  const found = (verdict: Finding["verdict"], why = ""): Finding => ({ verdict, why, compared, opening });
  let disk: NodeDisk;
  try {
    rebootLocks(homeIn(image));
    disk = await reopen(federation, machine, image, step);
    opening = performance.now() - began;
  } catch (error) {
    return found("does not open", said(error));
  }
  try {
    const rows = await compareRows(disk, machine.book, step, compared);
    if (rows) return found(...rows);
    const blobs = await compareBlobs(disk, machine.book, step, compared);
    if (blobs) return found("blob broken", blobs);
    const log = await compareLog(disk, machine.book, step, compared);
    if (log) return found("log broken", log);
    const going = await goOn(federation, machine, image, disk);
    return going ? found("log broken", going) : found("intact");
  } catch (error) {
    return found("lost", said(error));
  } finally {
    await disk.store.close();
  }
}

const said = (error: unknown): string =>
  isProblem(error)
    ? `${error.code} (${error.where})`
    : error instanceof Error
      ? `${error.name}: ${error.message}`
      : "?";

function reopen(
  { world, witnesses, now }: DiskFederation,
  { party }: Machine,
  image: string,
  step: number,
): Promise<NodeDisk> {
  const entry = world.entries.find((each) => each.node.id === party);
  if (!entry) throw new RangeError(`no node ${party}`);
  return openNodeDisk({
    folder: homeIn(image),
    entry,
    keys: world.keyrings.get(party) as KeyFile,
    witnesses: witnesses.portsAt(logOrigin(entry.state), step),
    now,
  });
}

/** The rows after the first so many transactions of the book, by name. */
export function rowsAfter(book: Book, count: number): Map<string, string> {
  const rows = new Map<string, string>();
  for (const transaction of book.transactions.slice(0, count))
    for (const row of transaction.rows) rows.set(`${row.kind}\n${row.key}`, JSON.stringify(row));
  return rows;
}

export async function allRows(
  disk: Pick<NodeDisk, "store">,
  kinds: Iterable<string>,
): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  for (const kind of new Set(kinds))
    for (const row of await disk.store.query({ kind, limit: 1_000_000 }))
      rows.set(`${row.kind}\n${row.key}`, JSON.stringify(ordered(row)));
  return rows;
}

/** The fields in one order, so that texts can be compared. */
const ordered = ({ kind, key, scope, status, due, body }: Row): Row => ({
  kind,
  key,
  scope,
  status,
  due,
  body,
});

/** Rows are those after the acknowledged transactions, or after one more that was on its way: nothing else. */
async function compareRows(
  disk: NodeDisk,
  book: Book,
  step: number,
  compared: Finding["compared"],
): Promise<[Finding["verdict"], string] | null> {
  const acknowledged = book.transactions.filter((each) => each.step <= step).length;
  const there = await allRows(
    disk,
    book.transactions.flatMap(({ rows }) => rows.map(({ kind }) => kind)),
  );
  compared.transactions = acknowledged;
  const wanted = [acknowledged, acknowledged + 1].map((count) => rowsAfter(book, count));
  if (wanted.some((each) => sameRows(each, there))) return null;
  const [must] = wanted as [Map<string, string>];
  const missing = [...must].filter(([name, row]) => there.get(name) !== row);
  const first = missing[0]?.[0].replace("\n", " ");
  return missing.length
    ? ["lost", `${missing.length} rows of ${acknowledged} acknowledged transactions, first: ${first}`]
    : ["half", `${there.size - must.size} rows too many, which no transaction wrote alone`];
}

function sameRows(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([name, row]) => b.get(name) === row);
}

async function compareBlobs(
  { blobs }: NodeDisk,
  book: Book,
  step: number,
  compared: Finding["compared"],
): Promise<string | null> {
  for (const { digest, step: put, forgotten } of book.blobs) {
    const must = put <= step && (forgotten === null || forgotten > step);
    if (must) compared.blobs++;
    const there = await blobs.has(digest);
    if (must && !there) return `${digest} was acknowledged and is not there`;
    if (there && (await digestOfBlob(await blobs.open(digest))) !== digest) return `${digest} is not whole`;
  }
  return null;
}

async function digestOfBlob(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = runningHash("sha256");
  for await (const piece of pieces) hash.update(piece);
  return `sha256:${hash.hex()}`;
}

async function compareLog(
  { log }: NodeDisk,
  book: Book,
  step: number,
  compared: Finding["compared"],
): Promise<string | null> {
  const lock = await log.lock.load();
  if (!mayBe(book.lock, step, lock)) return "the lock is not the newest that was acknowledged";
  const published = await log.published();
  if (!mayBe(book.published, step, published)) return "the published checkpoint is not the newest";
  compared.log = [...book.lock, ...book.published].filter((each) => each.acknowledged <= step).length;
  for (const { path, bytes, step: written } of book.tiles) {
    if (written > step) continue;
    compared.log++;
    const there = await log.tiles.read(path);
    if (!there || Buffer.compare(there, bytes) !== 0)
      return `${path} was acknowledged and is not there as it was`;
  }
  return null;
}

/** The newest acknowledged text, or one that was asked for after it and before the cut. */
function mayBe(list: readonly Said[], step: number, text: string | undefined): boolean {
  const last = list.findLastIndex((each) => each.acknowledged <= step);
  const possible = list.slice(Math.max(0, last)).filter((each) => each.asked <= step);
  return text === undefined ? last === -1 : possible.some((each) => each.text === text);
}

/** The node works on: its engine does not halt, and its log verifies as a stranger would verify it. */
async function goOn(
  federation: DiskFederation,
  { party }: Machine,
  image: string,
  disk: NodeDisk,
): Promise<string | null> {
  const report = await federation.alone(party, disk).work();
  if (report.halted) return `the node halts: ${report.halted}`;
  if (!(await disk.log.published())) return null;
  const own = federation.world.entries.find((each) => each.node.id === party)?.node.log;
  if (!own) return `no log of ${party}`;
  const verified = await verifyLog(join(homeIn(image), "log"), { vkey: own.vkey, policyText: own.policy });
  return verified.ok ? null : `the log does not verify: ${verified.failures[0]?.code ?? "witnesses"}`;
}
