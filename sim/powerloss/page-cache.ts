import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "../kernel/random.ts";
import type { Child, DiskImage, DiskStep, NameChange } from "./steps.ts";

/**
 * A simulated page cache: what a power cut leaves of a folder. What was synced is there. Of the rest, by the model:
 *
 * - `independent`: each page of 4 KiB is as it was after any of the writes to it since the last sync, or before them
 *   all; so is each length; each change of a name (create, rename, remove) is there or not. One page in fifty is torn
 *   between two of its states at a sector of 512 bytes. Harsher than most file systems, and allowed by POSIX.
 * - `in-order`: all steps up to a random one are there, none after it.
 *
 * A rename is one change: it is there on both sides or on neither, and durable with the folder it leads to.
 */
export type Model = "independent" | "in-order";
export const MODELS: readonly Model[] = ["independent", "in-order"];

/** A disk that lies about some syncs: to show that the search would find a program which forgets them. */
export type Lie = "file syncs" | "folder syncs";

export interface PageCache {
  /** Takes the next steps. */
  take(steps: readonly DiskStep[]): void;
  /** Writes what a power cut now may leave into `folder`, which must not be there. */
  cut(folder: string, model: Model, random: Random): void;
  /** Paths at which a folder differs from what the cache holds: what the steps do not tell. */
  differsFrom(folder: string): string[];
}

const PAGE = 4096;
const SECTOR = 512;

interface Dated<T> {
  step: number;
  value: T;
}

interface CachedFile {
  /** What is on the disk for certain. */
  durable: Buffer;
  /** Whether `durable` belongs to this cache alone. */
  own: boolean;
  /** States of each page since, oldest first. */
  pages: Map<number, Dated<Buffer>[]>;
  sizes: Dated<number>[];
}

interface PendingNames {
  step: number;
  owner: number;
  changes: readonly NameChange[];
}

interface Cache {
  root: number;
  folders: Map<number, Map<string, Child>>;
  files: Map<number, CachedFile>;
  names: PendingNames[];
}

/** Decides which state of something survives: an index into `count` states, 0 for the durable one. */
interface Choice {
  state(steps: readonly number[]): number;
  tears(): boolean;
  sector(): number;
}

export function pageCache(base: DiskImage, lies: ReadonlySet<Lie> = new Set()): PageCache {
  const cache: Cache = {
    root: base.root,
    folders: new Map([...base.folders].map(([id, names]) => [id, new Map(names)])),
    files: new Map([...base.files].map(([id, durable]) => [id, newFile(durable)])),
    names: [],
  };
  let taken = 0;
  return {
    take(steps) {
      for (const step of steps) takeStep(cache, step, taken++, lies);
    },
    cut: (folder, model, random) =>
      model === "independent"
        ? writeImage(cache, folder, independently(random))
        : writeImage(cache, folder, inOrder(cache, random)),
    differsFrom: (folder) => differences(cache, folder),
  };
}

function newFile(durable: Buffer): CachedFile {
  return { durable, own: false, pages: new Map(), sizes: [] };
}

function takeStep(cache: Cache, step: DiskStep, number: number, lies: ReadonlySet<Lie>): void {
  switch (step.does) {
    case "write":
      return takeWrite(fileOf(cache, step.file), step.at, step.data, number);
    case "size":
      return takeSize(fileOf(cache, step.file), step.size, number);
    case "sync":
      return lies.has("file syncs") ? undefined : settleFile(fileOf(cache, step.file), step.from);
    case "names":
      return void cache.names.push({ step: number, owner: step.owner, changes: step.changes });
    case "sync-folder":
      return lies.has("folder syncs") ? undefined : settleNames(cache, step.folder, step.from);
  }
}

function fileOf({ files }: Cache, id: number): CachedFile {
  const known = files.get(id) ?? newFile(Buffer.alloc(0));
  files.set(id, known);
  return known;
}

const sizeNow = (file: CachedFile): number => file.sizes.at(-1)?.value ?? file.durable.length;

function pageNow(file: CachedFile, page: number): Buffer {
  return file.pages.get(page)?.at(-1)?.value ?? durablePage(file, page);
}

/** A page as it is on the disk, filled up with zeros. */
function durablePage({ durable }: CachedFile, page: number): Buffer {
  const bytes = Buffer.alloc(PAGE);
  durable.subarray(page * PAGE, (page + 1) * PAGE).copy(bytes);
  return bytes;
}

function takeWrite(file: CachedFile, at: number, data: Buffer, step: number): void {
  for (let from = 0; from < data.length;) {
    const page = Math.floor((at + from) / PAGE);
    const start = at + from - page * PAGE;
    const end = Math.min(data.length, from + PAGE - start);
    const bytes = Buffer.from(pageNow(file, page));
    data.copy(bytes, start, from, end);
    note(file, page, step, bytes);
    from = end;
  }
  if (at + data.length > sizeNow(file)) file.sizes.push({ step, value: at + data.length });
}

function note(file: CachedFile, page: number, step: number, value: Buffer): void {
  const states = file.pages.get(page) ?? [];
  states.push({ step, value });
  file.pages.set(page, states);
}

/** What a shorter file no longer has comes back as zeros when it grows again. */
function takeSize(file: CachedFile, size: number, step: number): void {
  const last = Math.ceil(sizeNow(file) / PAGE);
  for (let page = Math.floor(size / PAGE); page < last; page++) {
    const bytes = Buffer.from(pageNow(file, page));
    bytes.fill(0, Math.max(0, size - page * PAGE));
    note(file, page, step, bytes);
  }
  file.sizes.push({ step, value: size });
}

function settleFile(file: CachedFile, from: number): void {
  const size = settled(file.sizes, from) ?? file.durable.length;
  // In place where it can be: a write-ahead log has 16 MiB and is synced at each commit.
  if (!file.own || size > file.durable.length) {
    const durable = Buffer.alloc(Math.max(size, file.durable.length));
    file.durable.copy(durable);
    Object.assign(file, { durable, own: true });
  }
  for (const [page, states] of file.pages) {
    const bytes = settled(states, from);
    if (page * PAGE < file.durable.length) bytes?.copy(file.durable, page * PAGE);
    if (states.length === 0) file.pages.delete(page);
  }
  file.durable = file.durable.subarray(0, size);
}

/** Takes the states before step `from` away and returns the newest of them. */
function settled<T>(states: Dated<T>[], from: number): T | undefined {
  const later = states.findIndex((each) => each.step >= from);
  return states.splice(0, later === -1 ? states.length : later).at(-1)?.value;
}

function settleNames(cache: Cache, folder: number, from: number): void {
  const settle = (each: PendingNames): boolean => each.owner === folder && each.step < from;
  const done = cache.names.filter(settle);
  cache.names = cache.names.filter((each) => !settle(each));
  for (const each of done) {
    applyNames(cache.folders, each.changes);
    for (const earlier of cache.names.filter((other) => other.step < each.step)) {
      // What was done to a name before this can no longer come after it.
      earlier.changes = earlier.changes.filter(
        (change) => !each.changes.some((own) => own.folder === change.folder && own.name === change.name),
      );
    }
  }
}

function applyNames(folders: Map<number, Map<string, Child>>, changes: readonly NameChange[]): void {
  for (const { folder, name, child } of changes) {
    const names = folders.get(folder) ?? new Map<string, Child>();
    folders.set(folder, names);
    if (child) names.set(name, child);
    else names.delete(name);
  }
}

function independently(random: Random): Choice {
  return {
    state: (steps) => random.below(steps.length + 1),
    tears: () => random.chance(20_000),
    sector: () => random.below(PAGE / SECTOR),
  };
}

/** The last step that survives is one that changed something which is not durable, or lies before all of them. */
function inOrder(cache: Cache, random: Random): Choice {
  const steps = [
    ...cache.names.map((each) => each.step),
    ...[...cache.files.values()].flatMap(({ pages, sizes }) =>
      [...pages.values(), sizes].flatMap((states) => states.map((each) => each.step)),
    ),
  ];
  const last = steps.length ? random.pick([-1, ...steps]) : -1;
  return {
    state: (of) => of.filter((step) => step <= last).length,
    tears: () => false,
    sector: () => 0,
  };
}

/** Everything the cache holds, as if it were synced. */
const NEWEST: Choice = { state: (steps) => steps.length, tears: () => false, sector: () => 0 };

function foldersAfter(cache: Cache, choice: Choice): Map<number, Map<string, Child>> {
  const folders = new Map([...cache.folders].map(([id, names]) => [id, new Map(names)]));
  for (const each of cache.names) if (choice.state([each.step]) === 1) applyNames(folders, each.changes);
  return folders;
}

function contentAfter(file: CachedFile, choice: Choice): Buffer {
  const sizes = [{ step: -1, value: file.durable.length }, ...file.sizes];
  const size = (sizes[choice.state(file.sizes.map((each) => each.step))] as Dated<number>).value;
  const content = Buffer.alloc(size);
  file.durable.copy(content);
  for (const [page, states] of [...file.pages].toSorted(([a], [b]) => a - b)) {
    const chosen = choice.state(states.map((each) => each.step));
    if (chosen === 0) continue;
    const bytes = (states[chosen - 1] as Dated<Buffer>).value;
    const before = chosen > 1 ? (states[chosen - 2] as Dated<Buffer>).value : durablePage(file, page);
    const whole = choice.tears() ? torn(before, bytes, choice.sector()) : bytes;
    if (page * PAGE < size) whole.copy(content, page * PAGE);
  }
  return content;
}

/** The first sectors are new, the others as they were. */
function torn(before: Buffer, after: Buffer, sectors: number): Buffer {
  return Buffer.concat([after.subarray(0, sectors * SECTOR), before.subarray(sectors * SECTOR)]);
}

function writeImage(cache: Cache, folder: string, choice: Choice): void {
  const folders = foldersAfter(cache, choice);
  const write = (id: number, path: string): void => {
    mkdirSync(path, { mode: 0o700 });
    for (const [name, child] of folders.get(id) ?? []) {
      if (child.kind === "folder") write(child.id, join(path, name));
      else writeFileSync(join(path, name), contentAfter(fileOf(cache, child.id), choice), { mode: 0o600 });
    }
  };
  rmSync(folder, { recursive: true, force: true });
  write(cache.root, folder);
}

function differences(cache: Cache, folder: string): string[] {
  const folders = foldersAfter(cache, NEWEST);
  const found: string[] = [];
  const compare = (id: number, path: string): void => {
    const names = folders.get(id) ?? new Map<string, Child>();
    const there = new Map(readdirSync(path, { withFileTypes: true }).map((each) => [each.name, each]));
    for (const name of new Set([...names.keys(), ...there.keys()])) {
      const [child, real] = [names.get(name), there.get(name)];
      const at = join(path, name);
      if (!child || !real || (child.kind === "folder") !== real.isDirectory()) found.push(at);
      else if (child.kind === "folder") compare(child.id, at);
      else if (!contentAfter(fileOf(cache, child.id), NEWEST).equals(readFileSync(at))) found.push(at);
    }
  };
  compare(cache.root, folder);
  return found;
}
