import { readFile, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { equalBytes, fromUtf8, utf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import type { LogPorts } from "../../exchange/publish-log.ts";
import { parseTilePath } from "../../log/tile.ts";
import { createDurably, hasCode, makeFolder, syncFile, writeDurably } from "./durable.ts";

/**
 * A log in files. The folder is what a file server serves, as it stands: `checkpoint`, `policy`, and below `tile/`
 * everything immutable. `staging/` is ours and need not be served.
 */

const STAGING = /^staging\/\d{1,16}$/;

/** Tiles in a folder. `write` refuses other bytes under a known path with Problem `log/tile-conflict`. */
export function fileTiles(folder: string): LogPorts["tiles"] {
  const fileOf = (path: string): string => {
    if (!parseTilePath(path) && !STAGING.test(path)) throw new RangeError("this is no path of a log");
    return join(folder, path);
  };
  return {
    read: async (path) => readIfThere(fileOf(path)),
    write: async (path, bytes) => writeOnce(fileOf(path), path, bytes),
    remove: async (path) => {
      if (STAGING.test(path)) await unlink(fileOf(path)).catch(ignoreMissing);
    },
  };
}

/** The published checkpoint in the same folder. */
export function filePublication(folder: string): Pick<LogPorts, "publish" | "published"> {
  const file = join(folder, "checkpoint");
  return {
    publish: async (text) => writeDurably(file, utf8(text)),
    published: async () => asText(await readIfThere(file)),
  };
}

/** Puts the policy beside the checkpoint, so that the folder says by itself who should have signed it. */
export async function publishPolicy(folder: string, policyText: string): Promise<void> {
  await writeDurably(join(folder, "policy"), utf8(policyText));
}

const NUMBERED = /^\d{16}$/;
/** Newest versions of the lock that stay on disk; the older one is for a person who must look back. */
const KEPT = 2;

/**
 * The lock, in a folder of its own that is on other ground than the tiles and is never restored from a backup. Each
 * version is a numbered file that is created only where its number is free: this makes the swap atomic between
 * processes without a lock that a killed process could leave behind. Needs a file system with hard links.
 */
export function fileLock(folder: string): LogPorts["lock"] {
  return {
    load: async () => (await newest(folder))?.text,
    swap: async (expected, next) => {
      await makeFolder(folder);
      const now = await newest(folder);
      if (now?.text !== expected) return false;
      const number = (now?.number ?? 0) + 1;
      if (!(await createDurably(versionFile(folder, number), utf8(next)))) return false;
      // Between our look and our file, another process may have gone several versions ahead and tidied up.
      const [last = 0] = await versions(folder);
      if (last !== number) {
        await unlink(versionFile(folder, number)).catch(ignoreMissing);
        return false;
      }
      await dropOld(folder);
      return true;
    },
  };
}

async function newest(folder: string): Promise<{ number: number; text: string } | undefined> {
  for (;;) {
    const [number] = await versions(folder);
    if (number === undefined) return undefined;
    const text = asText(await readIfThere(versionFile(folder, number)));
    if (text !== undefined) return { number, text };
    // Tidied up between listing and reading: a newer one is there.
  }
}

/** Numbers of all versions, newest first. */
async function versions(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (hasCode(cause, "ENOENT")) return [];
    throw cause;
  });
  return names
    .filter((name) => NUMBERED.test(name))
    .map(Number)
    .sort((a, b) => b - a);
}

async function dropOld(folder: string): Promise<void> {
  for (const number of (await versions(folder)).slice(KEPT))
    await unlink(versionFile(folder, number)).catch(ignoreMissing);
}

function versionFile(folder: string, number: number): string {
  return join(folder, String(number).padStart(16, "0"));
}

async function writeOnce(file: string, path: string, bytes: Uint8Array): Promise<void> {
  const known = await readIfThere(file);
  if (!known) return writeDurably(file, bytes);
  if (!equalBytes(known, bytes))
    throw new Problem(
      "log/tile-conflict",
      "Other bytes lie under the path of an immutable tile.",
      path,
      "Keep both and compare them with the rows: one of them was damaged or is from another log.",
    );
  // It may have been written just before a crash, and not be durable yet.
  await syncFile(file);
}

/** The bytes of a file, or undefined where there is none. */
export async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    if (hasCode(cause, "ENOENT") || hasCode(cause, "ENOTDIR")) return undefined;
    throw cause;
  }
}

function asText(bytes: Uint8Array | undefined): string | undefined {
  if (!bytes) return undefined;
  try {
    return fromUtf8(bytes);
  } catch {
    // Damaged bytes are no checkpoint; whoever opens this text refuses it.
    return "";
  }
}

function ignoreMissing(cause: unknown): void {
  if (!hasCode(cause, "ENOENT")) throw cause;
}
