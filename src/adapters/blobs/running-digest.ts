import { runningHash } from "../../crypto/hash.ts";

/**
 * Slices of one file are most often put in its order. The digest of the whole is then taken beside, slice by slice as
 * each is kept, and is there soon after the last one. Any other order, and a put that failed, costs nothing but this.
 */
export interface RunningDigest {
  /** A slice is being put, after those that were begun before; `kept` resolves when it is whole in the store. */
  follow(digest: string, kept: Promise<unknown>): void;
  /** The digest of the slices joined; null where they are not what was put, in this order. Starts anew. */
  take(slices: readonly { digest: string }[]): Promise<string | null>;
}

/** `read` gives the bytes of a slice that is kept. */
export function runningDigest(read: (digest: string) => AsyncIterable<Uint8Array>): RunningDigest {
  let run = newRun();
  return {
    follow(digest, kept) {
      const { hash, digests } = run;
      digests.push(digest);
      run.hashed = run.hashed.then(async () => {
        await kept;
        for await (const piece of read(digest)) hash.update(piece);
      });
      // A slice that failed ends this run; whoever takes it, learns of it.
      run.hashed.catch(() => {});
      kept.catch(() => void (run = newRun()));
    },
    async take(slices) {
      const { hash, digests, hashed } = run;
      run = newRun();
      if (digests.length !== slices.length) return null;
      if (!slices.every(({ digest }, index) => digest === digests[index])) return null;
      return hashed.then(
        () => `sha256:${hash.hex()}`,
        () => null,
      );
    },
  };
}

function newRun() {
  return { hash: runningHash("sha256"), digests: [] as string[], hashed: Promise.resolve() };
}
