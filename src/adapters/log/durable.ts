import { link, mkdir, open, rename, unlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/**
 * Durable files: what was written is there after a power cut, whole, or not at all. The order is temporary file,
 * fsync, rename (or link), fsync of the directory; directories made on the way are synced in their parents.
 */

let counter = 0;

/** Writes a file durably in place of whatever had its name. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = await writeTemporary(path, bytes);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Writes a file durably under a name that must be free; false, and nothing written, where it is taken. */
export async function createDurably(path: string, bytes: Uint8Array): Promise<boolean> {
  const temporary = await writeTemporary(path, bytes);
  try {
    await link(temporary, path);
  } catch (cause) {
    if (hasCode(cause, "EEXIST")) return false;
    throw cause;
  } finally {
    await unlink(temporary);
  }
  await syncFolder(dirname(path));
  return true;
}

/** Makes sure that a file that is there already is durable. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}

/** Makes a folder and all above it, durably. `mode` is for those it makes. */
export async function makeFolder(folder: string, mode = 0o777): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode });
  if (first === undefined) return;
  const top = dirname(resolve(first));
  for (let at = resolve(folder); at !== top; at = dirname(at)) await syncFolder(dirname(at));
}

/** Whether a thrown value is a system error with this code. */
export function hasCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && (cause as NodeJS.ErrnoException).code === code;
}

/** Names that a crash can leave behind; readers pass over them. */
export function isTemporary(name: string): boolean {
  return name.startsWith(".tmp-");
}

async function writeTemporary(path: string, bytes: Uint8Array): Promise<string> {
  await makeFolder(dirname(path));
  const temporary = join(dirname(path), `.tmp-${process.pid}-${++counter}`);
  const file = await open(temporary, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return temporary;
}

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no way to open a folder for syncing; NTFS journals the rename itself.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
