import { concat } from "../../base/bytes.ts";
import { digestOf } from "../../crypto/hash.ts";
import type { BlobStore } from "../../exchange/blob-port.ts";
import { differs, hexOf, missing } from "./problems.ts";

/** The twin of `fileBlobs` in memory. What it assembled is in `assembled`, by path. */
export function memoryBlobs(): BlobStore & { assembled: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  const assembled = new Map<string, Uint8Array>();
  const get = (digest: string): Uint8Array => {
    const bytes = kept.get(hexOf(digest));
    if (!bytes) throw missing(digest);
    return bytes;
  };
  return {
    assembled,
    has: async (digest) => kept.has(hexOf(digest)),
    size: async (digest) => kept.get(hexOf(digest))?.length ?? null,
    async put(bytes, digest) {
      const hex = hexOf(digest);
      const whole = bytes instanceof Uint8Array ? new Uint8Array(bytes) : await joined(bytes);
      if (digestOf(whole) !== digest) throw differs(digest);
      kept.set(hex, whole);
    },
    async open(digest) {
      const bytes = get(digest);
      return (async function* () {
        yield bytes;
      })();
    },
    async remove(digest) {
      kept.delete(hexOf(digest));
    },
    async assemble(slices, out) {
      assembled.set(out, concat(...slices.map((slice) => get(slice.digest))));
    },
  };
}

async function joined(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(new Uint8Array(part));
  return concat(...parts);
}
