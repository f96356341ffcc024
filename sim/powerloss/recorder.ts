import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Child, DiskImage, DiskStep, NameChange } from "./steps.ts";

/**
 * Notes what this process does to a folder: every call that goes through node:fs, from whatever part of the program,
 * after it succeeded. Nothing of the program is changed for it, so what is recorded is what ships. Other processes and
 * threads are not seen; `PageCache.differsFrom` tells whether anything was missed.
 */
export interface Recording {
  /** The folder as it was when the recording began. */
  readonly base: DiskImage;
  /** Grows while the program runs. */
  readonly steps: readonly DiskStep[];
  stop(): void;
}

/** Begins to note; the folder must be there, and what lies in it counts as durable. */
export function recordFolder(folder: string): Recording {
  const root = fs.realpathSync(folder);
  const base = imageOf(root);
  const recording: Live = { root, tree: treeOf(base), steps: [], next: { id: 1_000_000 } };
  if (live.size === 0) patch();
  live.add(recording);
  return {
    base,
    steps: recording.steps,
    stop() {
      live.delete(recording);
      if (live.size === 0) unpatch();
    },
  };
}

/** Everything in a folder. */
function imageOf(root: string): DiskImage {
  const image: DiskImage = { root: 0, folders: new Map(), files: new Map() };
  let ids = 0;
  const read = (path: string): number => {
    const id = ids++;
    const names = new Map<string, Child>();
    image.folders.set(id, names);
    for (const each of fs.readdirSync(path, { withFileTypes: true })) {
      const at = join(path, each.name);
      if (each.isDirectory()) names.set(each.name, { kind: "folder", id: read(at) });
      else if (each.isFile()) {
        names.set(each.name, { kind: "file", id: ids });
        image.files.set(ids++, fs.readFileSync(at));
      }
    }
    return id;
  };
  image.root = read(root);
  return image;
}

interface Folder extends Child {
  kind: "folder";
  names: Map<string, Folder | File>;
}
interface File extends Child {
  kind: "file";
}
interface Live {
  root: string;
  tree: Folder;
  steps: DiskStep[];
  next: { id: number };
}

function treeOf({ root, folders }: DiskImage): Folder {
  const build = (id: number): Folder => ({
    kind: "folder",
    id,
    names: new Map(
      [...(folders.get(id) ?? [])].map(([name, child]) => [
        name,
        child.kind === "folder" ? build(child.id) : { kind: "file", id: child.id },
      ]),
    ),
  });
  return build(root);
}

const live = new Set<Live>();

// ---- Names ----

interface Place {
  recording: Live;
  /** Names from the root down; none for the root itself. */
  parts: string[];
}

function placeOf(path: unknown): Place | null {
  const text = path instanceof URL ? path.pathname : typeof path === "string" ? path : String(path);
  const at = resolve(text);
  for (const recording of live) {
    if (at === recording.root) return { recording, parts: [] };
    if (at.startsWith(`${recording.root}${sep}`))
      return { recording, parts: relative(recording.root, at).split(sep) };
  }
  return null;
}

function found({ recording, parts }: Place): Folder | File | undefined {
  let at: Folder | File | undefined = recording.tree;
  for (const name of parts) at = at?.kind === "folder" ? at.names.get(name) : undefined;
  return at;
}

const parentOf = ({ recording, parts }: Place): Folder =>
  found({ recording, parts: parts.slice(0, -1) }) as Folder;

const nameOf = ({ parts }: Place): string => parts.at(-1) as string;

function noteNames(recording: Live, owner: Folder, changes: [Folder, string, Folder | File | null][]): void {
  for (const [folder, name, child] of changes)
    if (child) folder.names.set(name, child);
    else folder.names.delete(name);
  const noted: NameChange[] = changes.map(([folder, name, child]) => ({
    folder: folder.id,
    name,
    child: child && { kind: child.kind, id: child.id },
  }));
  recording.steps.push({ does: "names", owner: owner.id, changes: noted });
}

function noteNew(place: Place, kind: "file" | "folder"): void {
  const id = place.recording.next.id++;
  const child: Folder | File = kind === "folder" ? { kind, id, names: new Map() } : { kind, id };
  noteNames(place.recording, parentOf(place), [[parentOf(place), nameOf(place), child]]);
}

function noteGone(place: Place): void {
  const gone = found(place);
  if (!gone) return;
  if (gone.kind === "folder")
    for (const name of gone.names.keys()) noteGone({ ...place, parts: [...place.parts, name] });
  if (place.parts.length)
    noteNames(place.recording, parentOf(place), [[parentOf(place), nameOf(place), null]]);
}

/** A path into, out of, or between recorded folders: between them it comes and goes as a copy would. */
function noteMoved(from: unknown, to: unknown): void {
  const [source, target] = [placeOf(from), placeOf(to)];
  const child = source && found(source);
  if (source && target && child && source.recording === target.recording) {
    noteNames(target.recording, parentOf(target), [
      [parentOf(source), nameOf(source), null],
      [parentOf(target), nameOf(target), child],
    ]);
    return;
  }
  if (source) noteGone(source);
  if (target) noteWhole(target);
}

function noteLinked(from: unknown, to: unknown): void {
  const [source, target] = [placeOf(from), placeOf(to)];
  const child = source && found(source);
  if (target && child && source.recording === target.recording)
    noteNames(target.recording, parentOf(target), [[parentOf(target), nameOf(target), child]]);
  else if (target) noteWhole(target);
}

function noteFolders(path: unknown): void {
  const place = placeOf(path);
  for (let depth = 1; place && depth <= place.parts.length; depth++) {
    const above = { ...place, parts: place.parts.slice(0, depth) };
    if (!found(above)) noteNew(above, "folder");
  }
}

/** What a call did that copies or writes whole files: read back from the real folder. */
function noteWhole(place: Place): void {
  const path = join(place.recording.root, ...place.parts);
  const real = fs.statSync(path, { throwIfNoEntry: false });
  if (!real) return;
  if (!found(place)) noteNew(place, real.isDirectory() ? "folder" : "file");
  const child = found(place) as Folder | File;
  if (real.isDirectory()) {
    for (const name of fs.readdirSync(path)) noteWhole({ ...place, parts: [...place.parts, name] });
    return;
  }
  const data = fs.readFileSync(path);
  place.recording.steps.push({ does: "size", file: child.id, size: 0 });
  if (data.length) place.recording.steps.push({ does: "write", file: child.id, at: 0, data });
}

const noteRewritten = (path: unknown): void => {
  const place = placeOf(path);
  if (place) noteWhole(place);
};

/** A file written as a whole by its path; with `flush` it was synced before the call came back. */
function noteFileOf(path: unknown, options: unknown): void {
  const place = typeof path === "string" || path instanceof URL ? placeOf(path) : null;
  if (!place) return;
  noteWhole(place);
  const { steps } = place.recording;
  const child = found(place);
  if (child && (options as { flush?: boolean } | undefined)?.flush)
    steps.push({ does: "sync", file: child.id, from: steps.length });
}

const noteRemoved = (path: unknown): void => {
  const place = placeOf(path);
  if (place && !fs.existsSync(join(place.recording.root, ...place.parts))) noteGone(place);
};

const noteResized = (path: unknown, size: unknown): void => {
  const place = placeOf(path);
  const child = place && found(place);
  if (place && child) place.recording.steps.push({ does: "size", file: child.id, size: Number(size ?? 0) });
};

// ---- Open files ----

interface Open {
  recording: Live;
  child: Folder | File;
  /** Where the next write goes that names no place; null where each goes to the end. */
  position: number | null;
  /** Length of a file that is only appended to. */
  length(): number;
}

const open = new Map<number, Open>();

function noteOpened(fd: number, path: unknown, flags: unknown): void {
  const place = placeOf(path);
  if (!place) return void open.delete(fd);
  const { O_TRUNC, O_APPEND } = fs.constants;
  const bits = typeof flags === "number" ? flags : bitsOf(String(flags ?? "r"));
  const known = found(place);
  if (!known) noteNew(place, "file");
  const child = found(place) as Folder | File;
  if (known && bits & O_TRUNC) place.recording.steps.push({ does: "size", file: child.id, size: 0 });
  const position = bits & O_APPEND ? null : 0;
  open.set(fd, { recording: place.recording, child, position, length: () => fs.fstatSync(fd).size });
}

function bitsOf(flags: string): number {
  const { O_TRUNC, O_APPEND } = fs.constants;
  return flags.startsWith("w") ? O_TRUNC : flags.startsWith("a") ? O_APPEND : 0;
}

function noteWritten(fd: number, bytes: Uint8Array, at: unknown): void {
  const file = open.get(fd);
  if (!file || bytes.length === 0) return;
  const here = typeof at === "number" || typeof at === "bigint";
  const start = here ? Number(at) : (file.position ?? file.length() - bytes.length);
  if (!here && file.position !== null) file.position += bytes.length;
  file.recording.steps.push({ does: "write", file: file.child.id, at: start, data: Buffer.from(bytes) });
}

/** Returns what is to be called when the sync has succeeded. */
function noteSync(fd: number): () => void {
  const file = open.get(fd);
  if (!file) return () => {};
  const { steps } = file.recording;
  const from = steps.length;
  const { kind, id } = file.child;
  return () =>
    void steps.push(
      kind === "file" ? { does: "sync", file: id, from } : { does: "sync-folder", folder: id, from },
    );
}

// ---- The calls ----

type Call = (...args: never[]) => unknown;
type Home = Record<string, Call>;

const originals: [home: Home, name: string, call: Call][] = [];
/** Calls within calls are part of the outer one. Only synchronous calls of node:fs make others that are seen. */
let depth = 0;

function replace(home: object, name: string, make: (call: Call) => Call): void {
  const original = (home as Home)[name] as Call;
  originals.push([home as Home, name, original]);
  (home as Home)[name] = make(original);
}

/** `note` is called before the deed and returns what is called after it with the result. */
function sync(name: string, note: (...args: never[]) => (result: never) => void): void {
  replace(
    fs,
    name,
    (call) =>
      function patched(this: unknown, ...args: never[]): unknown {
        if (depth > 0) return call.apply(this, args);
        const after = note(...args);
        depth++;
        try {
          const result = call.apply(this, args);
          after(result as never);
          return result;
        } finally {
          depth--;
        }
      } as Call,
  );
}

function async(
  home: object,
  name: string,
  note: (self: never, ...args: never[]) => (result: never) => void,
): void {
  replace(
    home,
    name,
    (call) =>
      async function patched(this: unknown, ...args: never[]): Promise<unknown> {
        const after = note(this as never, ...args);
        const result = await call.apply(this, args);
        depth++;
        try {
          after(result as never);
        } finally {
          depth--;
        }
        return result;
      } as Call,
  );
}

type Path = string;

function patch(): void {
  for (const [name, note] of Object.entries<(...args: unknown[]) => void>(BY_PATH)) {
    sync(`${name}Sync`, (...args) => {
      return () => note(...args);
    });
    async(fs.promises, name, (_self, ...args) => {
      return () => note(...args);
    });
  }
  sync("openSync", (path: Path, flags: unknown) => (fd: number) => noteOpened(fd, path, flags));
  sync("closeSync", (fd: number) => () => void open.delete(fd));
  sync("fsyncSync", (fd: number) => noteSync(fd));
  sync("fdatasyncSync", (fd: number) => noteSync(fd));
  sync("ftruncateSync", (fd: number, size: number) => () => noteSize(fd, size ?? 0));
  sync("writeSync", (fd: number, bytes: unknown, ...rest: unknown[]) => (length: number) => {
    const { offset, at } = placesOf(rest);
    noteWritten(fd, piece(bytes, offset, length), at);
  });
  async(fs.promises, "open", (_self, path: Path, flags: unknown) => (handle: fs.promises.FileHandle) => {
    noteOpened(handle.fd, path, flags);
    patchHandles(handle);
  });
  syncBuiltinESMExports();
}

const BY_PATH = {
  mkdir: noteFolders,
  rename: noteMoved,
  link: noteLinked,
  unlink: noteRemoved,
  rmdir: noteRemoved,
  rm: noteRemoved,
  truncate: noteResized,
  writeFile: (path: unknown, _data: unknown, options: unknown) => noteFileOf(path, options),
  appendFile: (path: unknown, _data: unknown, options: unknown) => noteFileOf(path, options),
  copyFile: (_from: unknown, to: unknown) => noteRewritten(to),
  cp: (_from: unknown, to: unknown) => {
    noteFolders(dirname(String(to)));
    noteRewritten(to);
  },
};

const noteSize = (fd: number, size: number): void => {
  const file = open.get(fd);
  if (file) file.recording.steps.push({ does: "size", file: file.child.id, size });
};

/** `write(bytes, offset, length, position)`, `write(bytes, { offset, position })` or `write(text, position)`. */
function placesOf(rest: readonly unknown[]): { offset: number; at: unknown } {
  const [first, , third] = rest;
  if (first && typeof first === "object") {
    const { offset, position } = first as { offset?: number; position?: unknown };
    return { offset: offset ?? 0, at: position };
  }
  return { offset: (first as number | undefined) ?? 0, at: third };
}

function piece(bytes: unknown, offset: number, length: number): Uint8Array {
  if (typeof bytes === "string")
    throw new TypeError("the recorder does not follow writes of strings in parts");
  const { buffer, byteOffset } = bytes as Uint8Array;
  return new Uint8Array(buffer, byteOffset + offset, length);
}

const patchedHandles = new WeakSet<object>();

/** The methods of open file handles, which all have one prototype. */
function patchHandles(handle: fs.promises.FileHandle): void {
  const home = Object.getPrototypeOf(handle) as object;
  if (patchedHandles.has(home)) return;
  patchedHandles.add(home);
  type Self = { fd: number };
  async(home, "sync", (self: Self) => noteSync(self.fd));
  async(home, "datasync", (self: Self) => noteSync(self.fd));
  async(home, "truncate", (self: Self, size: number) => {
    const { fd } = self;
    return () => noteSize(fd, size ?? 0);
  });
  async(home, "write", (self: Self, bytes: unknown, ...rest: unknown[]) => {
    const { fd } = self;
    const { offset, at } = placesOf(rest);
    return (result: { bytesWritten: number }) =>
      noteWritten(fd, piece(bytes, offset, result.bytesWritten), at);
  });
  async(home, "writeFile", (self: Self, bytes: Uint8Array | string) => {
    const { fd } = self;
    return () => noteWritten(fd, Buffer.from(bytes as Uint8Array), undefined);
  });
  // At once: when it has closed, its number may already be another file's.
  async(home, "close", (self: Self) => {
    open.delete(self.fd);
    return () => {};
  });
}

function unpatch(): void {
  for (const [home, name, call] of originals.splice(0).reverse()) {
    home[name] = call;
    patchedHandles.delete(home);
  }
  open.clear();
  syncBuiltinESMExports();
}
