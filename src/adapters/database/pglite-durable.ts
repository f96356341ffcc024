import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { Problem } from "../../base/problem.ts";

/**
 * PGlite that survives a power cut. As shipped it never syncs: it starts PostgreSQL with `-F`, and its file system has
 * no fsync, so that the sync call reports success without doing anything (electric-sql/pglite#1107).
 */

type Module = Parameters<NonNullable<NonNullable<Parameters<NodeFS["init"]>[1]["preRun"]>[number]>>[0];

interface Node {
  parent: Node;
}
interface Stream {
  nfd: number;
}
/** The parts of Emscripten's NODEFS that are mended here; its own types do not name them. */
interface NodeFsOps {
  realPath(node: Node): string;
  tryFSOperation<T>(work: () => T): T;
  stream_ops: { fsync?: (stream: Stream) => number };
  node_ops: {
    mknod(parent: Node, name: string, mode: number, dev: number): Node;
    rename(node: Node, folder: Node, name: string): void;
    unlink(parent: Node, name: string): void;
    rmdir(parent: Node, name: string): void;
  };
}

/** PGlite's file system on a folder of the host, with the fsync it lacks. Counts the calls that reached the disk. */
export class DurableNodeFS extends NodeFS {
  /** How often the host was asked to sync a file or a folder. */
  fsyncs = 0;

  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(...args);
    // NODEFS belongs to the module that is about to run, so nothing outside this instance is touched.
    emscriptenOpts.preRun = [...(emscriptenOpts.preRun ?? []), (module: Module) => this.#mend(module)];
    return { emscriptenOpts };
  }

  #mend(module: Module): void {
    const nodefs = module.NODEFS as unknown as NodeFsOps;
    const { mknod, rename, unlink, rmdir } = nodefs.node_ops;
    const syncFolder = (folder: Node): void => {
      nodefs.tryFSOperation(() => this.#count(() => syncPath(nodefs.realPath(folder))));
    };
    // A failed sync must reach PostgreSQL, which then stops: tryFSOperation turns it into an errno.
    nodefs.stream_ops.fsync = (stream) => {
      nodefs.tryFSOperation(() => this.#count(() => fs.fsyncSync(stream.nfd)));
      return 0;
    };
    nodefs.node_ops.mknod = (parent, name, mode, dev) => {
      const node = mknod(parent, name, mode, dev);
      syncFolder(parent);
      return node;
    };
    nodefs.node_ops.rename = (node, folder, name) => {
      const from = node.parent;
      rename(node, folder, name);
      syncFolder(folder);
      if (from !== folder) syncFolder(from);
    };
    nodefs.node_ops.unlink = (parent, name) => {
      unlink(parent, name);
      syncFolder(parent);
    };
    nodefs.node_ops.rmdir = (parent, name) => {
      rmdir(parent, name);
      syncFolder(parent);
    };
  }

  #count(sync: () => void): void {
    sync();
    this.fsyncs += 1;
  }
}

/**
 * Start parameters that sync: without `-F`, and with `wal_sync_method=fsync` because the fdatasync of PGlite is a stub
 * that does nothing. What an earlier version was started with is never read back: these stand on the command line.
 */
export const DURABLE_START = [
  ...PGlite.defaultStartParams.filter((param) => param !== "-F"),
  ...["fsync=on", "wal_sync_method=fsync", "full_page_writes=on", "synchronous_commit=on"].flatMap((each) => [
    "-c",
    each,
  ]),
];

/** An open durable database and its file system, which counts. */
export interface DurablePglite {
  db: PGlite;
  files: DurableNodeFS;
}

/**
 * Opens a data directory that `createDataDirectory` made. The caller holds the folder lock: a `postmaster.pid` that is
 * still there was left by a process that died, and PostgreSQL would refuse to start over it. Throws Problem
 * `store/does-not-open`. `files` is for tests that look at the writes.
 */
export async function openDurable(
  directory: string,
  files: DurableNodeFS = new DurableNodeFS(directory),
): Promise<DurablePglite> {
  fs.rmSync(join(directory, "postmaster.pid"), { force: true });
  const db = new PGlite({ fs: files, startParams: DURABLE_START });
  try {
    await db.waitReady;
  } catch {
    throw new Problem(
      "store/does-not-open",
      "The embedded database does not open its data directory.",
      directory,
      "Do not delete it. Restore the folder from a backup beside it, or ask for help with a copy.",
    );
  }
  return { db, files };
}

/**
 * Makes a new data directory: initdb, `fill`, checkpoint, close, sync of the whole tree, and only then its name. An
 * interrupted attempt leaves a folder `….new`, which the next attempt replaces.
 */
export async function createDataDirectory(
  directory: string,
  fill: (made: DurablePglite) => Promise<void>,
): Promise<void> {
  const draft = `${directory}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true, mode: 0o700 });
  const made = await openDurable(draft);
  try {
    await fill(made);
    await made.db.exec("checkpoint");
  } finally {
    await made.db.close();
  }
  await nameDurably(draft, directory);
}

/** Makes a data directory as a copy of another that is closed. Clones share PostgreSQL's system identifier. */
export async function copyDataDirectory(template: string, directory: string): Promise<void> {
  const draft = `${directory}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.cpSync(template, draft, { recursive: true, mode: fs.constants.COPYFILE_FICLONE });
  await nameDurably(draft, directory);
}

/** Whether a data directory is there, whole: it only ever gets its name when it is. */
export function hasDataDirectory(directory: string): boolean {
  return fs.existsSync(join(directory, "PG_VERSION"));
}

/** Gives a finished folder its name, so that after a power cut there is all of it or nothing of that name. */
async function nameDurably(draft: string, directory: string): Promise<void> {
  await syncTree(draft);
  fs.renameSync(draft, directory);
  syncPath(dirname(directory));
}

async function syncTree(folder: string): Promise<void> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((each) => each.isFile() || each.isDirectory());
  // Many at once: the file system then commits them together (0.2 s for a new database instead of 0.7 s).
  const next = [folder, ...paths.map((each) => join(each.parentPath, each.name))].values();
  const worker = async (): Promise<void> => {
    for (const path of next) {
      const flags = flagsToSync(path);
      if (flags === undefined) continue;
      const handle = await fs.promises.open(path, flags);
      await handle.sync().finally(() => handle.close());
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

function syncPath(path: string): void {
  const flags = flagsToSync(path);
  if (flags === undefined) return;
  const handle = fs.openSync(path, flags);
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** How to open a path for sync; undefined where that cannot be: Windows keeps folders in a journal of its own. */
function flagsToSync(path: string): "r" | "r+" | undefined {
  if (!fs.statSync(path).isDirectory()) return "r+";
  return process.platform === "win32" ? undefined : "r";
}
