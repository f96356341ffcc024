import { open } from "node:fs/promises";
import { type BagAlgorithm, BAG_ALGORITHMS } from "../../seal/bag.ts";
import { runningHash } from "../../crypto/hash.ts";
import type { FoundFile } from "../../seal/manifest.ts";
import { SEGMENT } from "./threads.ts";

/** Size and hashes of one file while its pieces pass. */
export interface RunningFile {
  see(piece: Uint8Array): void;
  /** What passed; call once. A hash that was not wanted is empty. */
  end(): FoundFile;
}

export function newFileHash(wanted: readonly BagAlgorithm[] = BAG_ALGORITHMS): RunningFile {
  const hashes = wanted.map((algorithm) => [algorithm, runningHash(algorithm)] as const);
  let size = 0;
  return {
    see(piece) {
      for (const [, hash] of hashes) hash.update(piece);
      size += piece.length;
    },
    end: () => ({
      sha256: "",
      sha512: "",
      ...Object.fromEntries(hashes.map(([algorithm, hash]) => [algorithm, hash.hex()])),
      size,
    }),
  };
}

/** Size and hashes of a file. `see` is shown every piece, which holds until it returns. */
export async function hashFile(
  path: string,
  wanted: readonly BagAlgorithm[] = BAG_ALGORITHMS,
  see: (piece: Uint8Array) => void = () => {},
): Promise<FoundFile> {
  const hash = newFileHash(wanted);
  const buffer = new Uint8Array(SEGMENT);
  const file = await open(path, "r");
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, SEGMENT);
      if (bytesRead === 0) return hash.end();
      const piece = buffer.subarray(0, bytesRead);
      hash.see(piece);
      see(piece);
    }
  } finally {
    await file.close();
  }
}
