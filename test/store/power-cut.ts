import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { NodeFS } from "@electric-sql/pglite/nodefs";

/**
 * A simulated page cache under PGlite. All writes go to the real folder as ever and are noted; an image is what a
 * power cut could have left: what was synced is there, of what was not any 4 KiB page may be missing or torn.
 * Names (create, rename, remove) and lengths count as durable at once, which is kinder than POSIX promises.
 */

type DiskStep =
  | { does: "write"; path: string; at: number; data: Buffer }
  | { does: "sync" | "make" | "make-folder" | "remove"; path: string }
  | { does: "truncate"; path: string; size: number }
  | { does: "rename"; path: string; to: string };

interface Node {
  parent: Node;
  mode: number;
}
interface Stream {
  node: Node;
}
interface NodeFsOps {
  realPath(node: Node): string;
  stream_ops: Record<string, (stream: Stream, ...rest: unknown[]) => unknown>;
  node_ops: Record<string, (node: Node, ...rest: unknown[]) => unknown>;
}

const PAGE = 4096;
const FOLDER_MODE = 0o040000;

/** Notes every write of a file system from the moment its module runs. */
export function recordDisk<F extends NodeFS>(files: F, root: string): { files: F; steps: DiskStep[] } {
  const steps: DiskStep[] = [];
  const init = files.init.bind(files);
  files.init = async (...args) => {
    const { emscriptenOpts } = await init(...args);
    const watch = (module: unknown): void => note((module as { NODEFS: NodeFsOps }).NODEFS, root, steps);
    emscriptenOpts.preRun = [...(emscriptenOpts.preRun ?? []), watch];
    return { emscriptenOpts };
  };
  return { files, steps };
}

function note(nodefs: NodeFsOps, root: string, steps: DiskStep[]): void {
  const pathOf = (node: Node, name = ""): string => relative(root, join(nodefs.realPath(node), name));
  // After the deed, so that what failed is not noted; the path is taken before, because a rename changes it.
  const after = (
    ops: Record<string, (...args: never[]) => unknown>,
    name: string,
    step: (...args: never[]) => DiskStep[],
  ) => {
    const deed = ops[name] as ((...args: unknown[]) => unknown) | undefined;
    if (!deed) return;
    ops[name] = (...args: unknown[]) => {
      const noted = step(...(args as never[]));
      const result = deed(...args);
      steps.push(...noted);
      return result;
    };
  };
  const { stream_ops: streams, node_ops: nodes } = nodefs;
  after(streams, "write", (stream: Stream, buffer: Int8Array, offset: number, length: number, at: number) => [
    {
      does: "write",
      path: pathOf(stream.node),
      at,
      data: Buffer.from(buffer.slice(offset, offset + length)),
    },
  ]);
  after(streams, "fsync", (stream: Stream) => [{ does: "sync", path: pathOf(stream.node) }]);
  after(streams, "setattr", (stream: Stream, attr: { size?: number }) =>
    truncation(pathOf(stream.node), attr),
  );
  after(nodes, "setattr", (node: Node, attr: { size?: number }) => truncation(pathOf(node), attr));
  after(nodes, "mknod", (parent: Node, name: string, mode: number) => [
    { does: (mode & 0o170000) === FOLDER_MODE ? "make-folder" : "make", path: pathOf(parent, name) },
  ]);
  after(nodes, "rename", (node: Node, folder: Node, name: string) => [
    { does: "rename", path: pathOf(node), to: pathOf(folder, name) },
  ]);
  for (const name of ["unlink", "rmdir"]) {
    after(nodes, name, (parent: Node, child: string) => [{ does: "remove", path: pathOf(parent, child) }]);
  }
}

function truncation(path: string, { size }: { size?: number }): DiskStep[] {
  return size === undefined ? [] : [{ does: "truncate", path, size }];
}

interface Cached {
  durable: Buffer;
  pending: { at: number; data: Buffer }[];
}

/**
 * Writes to `image` what a power cut after `steps` may leave of a folder that was `base`, all synced, before them.
 * `random` draws from 0 up to 1 and decides which unsynced pages survive.
 */
export function cutPower(
  base: string,
  image: string,
  steps: readonly DiskStep[],
  random: () => number,
): void {
  cpSync(base, image, { recursive: true });
  const cache = new Map<string, Cached>();
  for (const step of steps) replay(step, image, cache);
  for (const [path, file] of cache) {
    if (!existsSync(dirname(join(image, path)))) continue;
    for (const write of file.pending) {
      for (const page of pagesOf(write))
        if (random() < 0.5) file.durable = overlay(file.durable, torn(page, random));
    }
    writeFileSync(join(image, path), file.durable);
  }
}

function replay(step: DiskStep, image: string, cache: Map<string, Cached>): void {
  const real = join(image, step.path);
  if (step.does === "make-folder") return void mkdirSync(real, { recursive: true });
  if (step.does === "remove") {
    cache.delete(step.path);
    return rmSync(real, { recursive: true, force: true });
  }
  if (step.does === "rename") return rename(step.path, step.to, image, cache);
  if (step.does === "sync" && !cache.has(step.path)) return;
  const file = cached(step.path, real, cache);
  if (step.does === "make") writeFileSync(real, file.durable);
  if (step.does === "write") file.pending.push(step);
  if (step.does === "truncate") truncate(file, step.size);
  if (step.does === "sync") {
    for (const write of file.pending.splice(0)) file.durable = overlay(file.durable, write);
  }
}

function rename(from: string, to: string, image: string, cache: Map<string, Cached>): void {
  renameSync(join(image, from), join(image, to));
  const file = cache.get(from);
  cache.delete(from);
  cache.delete(to);
  if (file) cache.set(to, file);
}

function cached(path: string, real: string, cache: Map<string, Cached>): Cached {
  const known = cache.get(path);
  if (known) return known;
  const file = { durable: existsSync(real) ? readFileSync(real) : Buffer.alloc(0), pending: [] };
  cache.set(path, file);
  return file;
}

function truncate(file: Cached, size: number): void {
  file.durable = size > file.durable.length ? grown(file.durable, size) : file.durable.subarray(0, size);
  file.pending = file.pending
    .filter((write) => write.at < size)
    .map(({ at, data }) => ({ at, data: data.subarray(0, size - at) }));
}

function* pagesOf({ at, data }: { at: number; data: Buffer }): Generator<{ at: number; data: Buffer }> {
  for (let from = 0; from < data.length;) {
    const end = Math.min(data.length, from + PAGE - ((at + from) % PAGE));
    yield { at: at + from, data: data.subarray(from, end) };
    from = end;
  }
}

/** One page in fifty reaches the disk in part: whole sectors of 512 bytes. */
function torn(page: { at: number; data: Buffer }, random: () => number): { at: number; data: Buffer } {
  if (random() >= 0.02) return page;
  return { at: page.at, data: page.data.subarray(0, 512 * Math.floor(random() * 8)) };
}

function overlay(base: Buffer, { at, data }: { at: number; data: Buffer }): Buffer {
  const result = at + data.length > base.length ? grown(base, at + data.length) : base;
  data.copy(result, at);
  return result;
}

function grown(base: Buffer, size: number): Buffer {
  const result = Buffer.alloc(size);
  base.copy(result);
  return result;
}

/** Chance that a seed repeats (mulberry32, public domain): the image of a failing test can be made again. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
