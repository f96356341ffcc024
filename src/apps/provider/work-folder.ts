import { createReadStream, existsSync } from "node:fs";
import { appendFile, mkdir, open, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fromUtf8 } from "../../base/bytes.ts";
import { canonicalBytes, parseCanonical } from "../../base/canonical.ts";
import type { EvidenceItem } from "../../exchange/messages.ts";
import { runningSlices, sealedDigest } from "../../seal/slices.ts";

/**
 * What this desk remembers of one production beyond rows: one folder an order, named by the order's digest, so that a
 * second press finds the first one's work. `item.json` is written last and whole: once it is there, this is the item.
 */
export interface WorkFolder {
  path: string;
  /** Source files that answer the order. */
  files: string;
  /** The sealed file. */
  sealed: string;
}

/** Where the folder of an order is, whether or not it is there. */
export function placeOf(root: string, orderDigest: string): WorkFolder {
  const path = join(root, orderDigest.replace("sha256:", ""));
  return { path, files: join(path, "files"), sealed: join(path, "sealed.age") };
}

/** The folder of an order, made when it is not there. */
export async function workFolderOf(root: string, orderDigest: string): Promise<WorkFolder> {
  const folder = placeOf(root, orderDigest);
  await mkdir(folder.files, { recursive: true, mode: 0o700 });
  return folder;
}

/** Digests of the orders whose evidence is still here. */
export async function ordersInWork(root: string): Promise<string[]> {
  const names = await readdir(root).catch(() => []);
  const digests = names.filter((name) => /^[0-9a-f]{64}$/.test(name)).map((name) => `sha256:${name}`);
  return digests.filter((digest) => existsSync(placeOf(root, digest).files));
}

/** Keeps the item: durable, whole or not at all. The sealed file is on the disk before the item says so. */
export async function keepItem(folder: WorkFolder, item: EvidenceItem): Promise<void> {
  await syncFile(folder.sealed);
  const part = join(folder.path, "item.json.part");
  const handle = await open(part, "w", 0o600);
  await handle.writeFile(canonicalBytes(item));
  await handle.sync();
  await handle.close();
  await rename(part, join(folder.path, "item.json"));
  await syncFile(folder.path);
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r");
  await handle.sync();
  await handle.close();
}

/** The item that was sealed for this order; null when there is none yet. */
export async function keptItem(folder: WorkFolder): Promise<EvidenceItem | null> {
  const bytes = await readFile(join(folder.path, "item.json")).catch(() => null);
  return bytes ? (parseCanonical(bytes, "item.json") as unknown as EvidenceItem) : null;
}

/** Whether the sealed file is still, byte for byte, the one the item names. */
export async function isWhole(folder: WorkFolder, item: EvidenceItem): Promise<boolean> {
  const found = await stat(folder.sealed).catch(() => null);
  if (found?.size !== item.sealed.size) return false;
  const slices = runningSlices(item.sealed.slices);
  for await (const chunk of createReadStream(folder.sealed, { highWaterMark: 1_048_576 }))
    slices.update(chunk as Uint8Array);
  return sealedDigest(slices.end()) === item.sealed.digest;
}

/** Starts over, without what a cut run left: only while no reply has been given. */
export async function dropItem(folder: WorkFolder): Promise<void> {
  const left = (await readdir(folder.path)).filter((name) => name !== "files");
  for (const name of left) await rm(join(folder.path, name), { force: true });
}

/** Notes that the node has a slice. */
export async function noteUploaded(folder: WorkFolder, digest: string): Promise<void> {
  await appendFile(join(folder.path, "uploaded.txt"), `${digest}\n`);
}

/** Slices that arrived, by this desk's own notes; half a line after a crash counts for nothing. */
export async function uploadedSlices(folder: WorkFolder): Promise<Set<string>> {
  const text = await readFile(join(folder.path, "uploaded.txt")).catch(() => new Uint8Array());
  return new Set(
    fromUtf8(text)
      .split("\n")
      .filter((line) => /^sha256:[0-9a-f]{64}$/.test(line)),
  );
}

/** Forgets the evidence itself; what was answered stays in `item.json`. */
export async function forgetEvidence(folder: WorkFolder): Promise<void> {
  await rm(folder.files, { recursive: true, force: true });
  await rm(folder.sealed, { force: true });
}
