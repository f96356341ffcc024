import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../base/problem.ts";
import { hasInvisible } from "../../base/text.ts";
import type { SourceFile } from "./deps.ts";
import { keptItem, placeOf, workFolderOf } from "./work-folder.ts";

/** Files that the provider's staff put here to answer an order: streamed to disk, whole under their name or not there. */

/** The most bytes of one file: 64 GiB. */
const FILE_LIMIT = 64 * 2 ** 30;
const PART = ".part";

/**
 * Takes a file in as it streams and resolves with its size and SHA-256 (hexadecimal). A stream that is cut leaves
 * nothing. Throws Problem `files/unsafe-name`, `files/too-large`, `files/cut` or `order/sealed-already`.
 */
export async function takeFile(
  root: string,
  order: string,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  size: number | null,
): Promise<{ size: number; sha256: string }> {
  demandName(name);
  const folder = await workFolderOf(root, order);
  await demandUnsealed(root, order);
  const part = join(folder.path, `${randomUUID()}${PART}`);
  try {
    const taken = await writeThrough(part, name, bytes);
    if (size !== null && taken.size !== size)
      throw new Problem("files/cut", "The file did not arrive whole.", name, "Send it again.");
    await rename(part, join(folder.files, name));
    return taken;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function writeThrough(
  path: string,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ size: number; sha256: string }> {
  const handle = await open(path, "wx", 0o600);
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > FILE_LIMIT)
        throw new Problem("files/too-large", "The file is larger than 64 GiB.", name, "Send it in parts.");
      hash.update(chunk);
      await handle.appendFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { size, sha256: hash.digest("hex") };
}

/** Takes a file away again, before anything is sealed. */
export async function removeFile(root: string, order: string, name: string): Promise<void> {
  demandName(name);
  await demandUnsealed(root, order);
  await rm(join(placeOf(root, order).files, name), { force: true });
}

/** The files that are here, by name. */
export async function receivedFiles(root: string, order: string): Promise<(SourceFile & { size: number })[]> {
  const { files } = placeOf(root, order);
  const names = (await readdir(files).catch(() => [])).filter((name) => !name.endsWith(PART)).sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      path: join(files, name),
      size: (await stat(join(files, name))).size,
    })),
  );
}

/** SHA-256 of a file that is here (hexadecimal), read piece by piece. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 }))
    hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

/** A file name that is one plain name on every system; what the package itself allows is checked again when sealing. */
function demandName(name: string): void {
  const plain =
    name.length > 0 &&
    name.length <= 200 &&
    name === name.normalize("NFC") &&
    !/[/\\:*?"<>|]/.test(name) &&
    !/^\.|[. ]$/.test(name) &&
    !name.endsWith(PART) &&
    !hasInvisible(name) &&
    !/[\t\n]/.test(name);
  if (!plain)
    throw new Problem(
      "files/unsafe-name",
      "This file name cannot be used in evidence.",
      "name",
      "Rename the file: a plain name without slashes, colons or hidden characters.",
    );
}

async function demandUnsealed(root: string, order: string): Promise<void> {
  if (await keptItem(placeOf(root, order)))
    throw new Problem(
      "order/sealed-already",
      "The evidence of this order has been sealed; its files can no longer change.",
      "files",
      "Finish the production, or write to the authority.",
    );
}
