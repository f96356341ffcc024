import { parentPort } from "node:worker_threads";
import { type RunningHash, runningHash } from "../../crypto/hash.ts";
import { openLarge } from "../large-files.ts";

/** A thread that hashes files joined, as they are named, one run beside another. */

export type DigestMessage = { run: number; path: string } | { run: number; over: true };

/** The digest of a run; null where one of its files could not be read. */
export interface DigestReply {
  run: number;
  digest: string | null;
}

const runs = new Map<number, RunningHash | null>();
let before: Promise<void> = Promise.resolve();

parentPort?.on("message", (message: DigestMessage) => {
  before = before.then(() => ("path" in message ? add(message.run, message.path) : end(message.run)));
});

async function add(run: number, path: string): Promise<void> {
  const hash = runs.has(run) ? runs.get(run) : runningHash("sha256");
  try {
    if (hash) await hashFile(hash, path);
    runs.set(run, hash ?? null);
  } catch {
    runs.set(run, null);
  }
}

async function hashFile(hash: RunningHash, path: string): Promise<void> {
  const file = openLarge(path);
  try {
    for await (const piece of file.pieces()) hash.update(piece);
  } finally {
    await file.close();
  }
}

function end(run: number): void {
  const hash = runs.get(run);
  runs.delete(run);
  parentPort?.postMessage({ run, digest: hash ? `sha256:${hash.hex()}` : null } satisfies DigestReply);
}
