import { open } from "node:fs/promises";
import { runningHash } from "../../crypto/hash.ts";
import type { FoundFile } from "../../seal/manifest.ts";
import { type Hasher, startHasher } from "./hasher.ts";
import { SEGMENT, type Segments, newSegments } from "./threads.ts";

/** A file to hash. SHA-512 takes as long as everything else, and so runs on a thread of its own where it is wanted. */
export interface FileToHash {
  path: string;
  sha512: boolean;
}

/** Size and hashes of files, in the order given; `sha512` is empty where it was not wanted. */
export async function hashFiles(
  files: readonly FileToHash[],
  onBytes: (bytes: number) => void = () => {},
): Promise<FoundFile[]> {
  const segments = newSegments(4);
  const hasher = files.some((each) => each.sha512) ? startHasher(segments, ["sha512"]) : null;
  const hashAll = async (): Promise<FoundFile[]> => {
    const found: Promise<FoundFile>[] = [];
    for (const file of files)
      found.push((await readOne(file.path, segments, file.sha512 ? hasher : null, onBytes)).hashed);
    return Promise.all(found);
  };
  try {
    return await (hasher ? Promise.race([hashAll(), hasher.failed]) : hashAll());
  } finally {
    await hasher?.stop();
  }
}

/** Resolves when the file has been read, so that the next may be; `hashed` when its thread has come to its end too. */
async function readOne(
  path: string,
  segments: Segments,
  hasher: Hasher | null,
  onBytes: (bytes: number) => void,
): Promise<{ hashed: Promise<FoundFile> }> {
  const sha256 = runningHash("sha256");
  let size = 0;
  const file = await open(path, "r");
  try {
    for (;;) {
      const segment = await segments.take(hasher ? 2 : 1);
      const buffer = new Uint8Array(segments.buffers[segment] as SharedArrayBuffer);
      const { bytesRead } = await file.read(buffer, 0, SEGMENT);
      if (bytesRead === 0) {
        segments.giveBack(segment);
        break;
      }
      hasher?.see(segment, bytesRead);
      sha256.update(buffer.subarray(0, bytesRead));
      segments.release(segment);
      onBytes(((size += bytesRead), bytesRead));
    }
  } finally {
    await file.close();
  }
  const whole = { size, sha256: sha256.hex() };
  const sha512 = hasher ? hasher.end().then(([hash = ""]) => hash) : Promise.resolve("");
  return { hashed: sha512.then((hash) => ({ ...whole, sha512: hash })) };
}
