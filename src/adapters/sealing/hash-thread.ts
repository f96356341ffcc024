import { parentPort, workerData } from "node:worker_threads";
import { type RunningHash, runningHash } from "../../crypto/hash.ts";

/** A thread that hashes files whose pieces come in order, one file after the other. */

export interface HashThreadData {
  buffers: SharedArrayBuffer[];
  algorithms: ("sha256" | "sha512")[];
}

export type HashMessage = { segment: number; length: number } | { end: true };
export type HashReply = { free: number } | { hashes: string[] };

const { buffers, algorithms } = workerData as HashThreadData;
const start = (): RunningHash[] => algorithms.map((each) => runningHash(each));
let hashes = start();

parentPort?.on("message", (message: HashMessage) => {
  if ("end" in message) {
    reply({ hashes: hashes.map((each) => each.hex()) });
    hashes = start();
    return;
  }
  const piece = new Uint8Array(buffers[message.segment] as SharedArrayBuffer, 0, message.length);
  for (const hash of hashes) hash.update(piece);
  reply({ free: message.segment });
});

function reply(message: HashReply): void {
  parentPort?.postMessage(message);
}
