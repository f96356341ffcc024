import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileBlobs } from "../../src/adapters/blobs/file-blobs.ts";
import { type StoreOptions, openStore } from "../../src/adapters/database/open.ts";
import { fileLock, filePublication, fileTiles, publishPolicy } from "../../src/adapters/log/file-log.ts";
import { type KeyFile, logKeyOf } from "../../src/adapters/keyring/keyring.ts";
import type { BlobStore } from "../../src/exchange/blob-port.ts";
import { leavesOf } from "../../src/exchange/own-log.ts";
import type { LogPorts, WitnessPort } from "../../src/exchange/publish-log.ts";
import type { Store } from "../../src/exchange/store-port.ts";
import { type Instant, toMillis } from "../../src/base/time.ts";
import { parseVkey, signNote } from "../../src/log/note.ts";
import type { StateEntry } from "../../src/party/directory.ts";
import { type Book, newBook, notedBlobs, notedLog, notedStore } from "./book.ts";
import { type Recording, recordFolder } from "./recorder.ts";
import { openAsShipped } from "./as-shipped.ts";

/** What a node keeps on its disk, by the real adapters, as its process opens them. */
export interface NodeDisk {
  store: Store;
  blobs: BlobStore;
  log: LogPorts;
}

export interface NodeDiskPlan {
  /** The folder of the node. */
  folder: string;
  entry: StateEntry;
  keys: KeyFile;
  witnesses: readonly WitnessPort[];
  now(): Instant;
  /** Prepared databases to copy; without it the first start makes its own. */
  template?: string;
  /** Limits small enough for checkpoints and vacuums to come about. */
  upkeep?: StoreOptions["upkeep"];
}

/** Opens a node's folder; makes it first where there is none. Throws what the adapters throw. */
export async function openNodeDisk(plan: NodeDiskPlan): Promise<NodeDisk> {
  const { folder, entry, template, upkeep } = plan;
  const store = await openStore({
    folder,
    node: entry.node.id,
    ...(template ? { template } : {}),
    ...(upkeep ? { upkeep } : {}),
  });
  return besides(plan, store);
}

async function besides(
  { folder, entry, keys, witnesses, now }: NodeDiskPlan,
  store: Store,
): Promise<NodeDisk> {
  const own = entry.node.log;
  const published = join(folder, "log");
  await publishPolicy(published, own.policy);
  return {
    store,
    blobs: await fileBlobs(join(folder, "blobs")),
    log: {
      ...leavesOf(store),
      tiles: fileTiles(published),
      lock: fileLock(join(folder, "log-lock")),
      ...filePublication(published),
      sign: async (text) => signNote(text, parseVkey(own.vkey).name, logKeyOf(keys).seed),
      witnesses,
      now: () => toMillis(now()),
    },
  };
}

/** A node whose every touch of the disk is noted from the first start on, with the book of what it acknowledged. */
export interface Machine {
  party: string;
  root: string;
  recording: Recording;
  book: Book;
  disk: NodeDisk;
  /** Steps after which the first start was done. */
  opened: number;
}

export interface MachinePlan extends Omit<NodeDiskPlan, "folder" | "witnesses"> {
  root: string;
  witnesses(step: () => number): readonly WitnessPort[];
  asShipped: boolean;
  answersEarly: boolean;
}

export async function startMachine(plan: MachinePlan): Promise<Machine> {
  const { root, entry, asShipped, answersEarly } = plan;
  mkdirSync(root, { recursive: true });
  const recording = recordFolder(root);
  const step = (): number => recording.steps.length;
  const nodePlan: NodeDiskPlan = { ...plan, folder: homeIn(root), witnesses: plan.witnesses(step) };
  const real = asShipped
    ? await besides(nodePlan, await openAsShipped(nodePlan))
    : await openNodeDisk(nodePlan);
  const book = newBook();
  const disk = {
    store: notedStore(real.store, book, step, answersEarly),
    blobs: notedBlobs(real.blobs, book, step),
    log: notedLog(real.log, book, step),
  };
  return { party: entry.node.id, root, recording, book, disk, opened: step() };
}

/** The folder of the node below the root of its disk. */
export function homeIn(root: string): string {
  return join(root, "node");
}
