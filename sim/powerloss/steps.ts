/**
 * What a program did to a folder, as a file system sees it: by file and folder, never by path, because a name can move
 * while a file is open. `from` of a sync is the number of steps before it was asked for: a write that was made while the
 * sync ran is not promised anything.
 */
export type DiskStep =
  | { does: "write"; file: number; at: number; data: Buffer }
  | { does: "size"; file: number; size: number }
  | { does: "sync"; file: number; from: number }
  | { does: "names"; changes: readonly NameChange[]; owner: number }
  | { does: "sync-folder"; folder: number; from: number };

/** A name in a folder leads to this file or folder, or to nothing any more. */
export interface NameChange {
  folder: number;
  name: string;
  child: Child | null;
}

export interface Child {
  id: number;
  kind: "file" | "folder";
}

/** A folder as it was found, all of it durable. */
export interface DiskImage {
  root: number;
  folders: Map<number, Map<string, Child>>;
  files: Map<number, Buffer>;
}
