import { Worker } from "node:worker_threads";

/** Compiled, the worker is JavaScript as this file is. */
const ENDING = import.meta.url.endsWith(".ts") ? "ts" : "js";

/** A file inside the image. */
export interface ImageFile {
  path: string;
  size: number;
}

export interface DiskImageOrder {
  /** Where the image is written; an existing file is replaced. */
  path: string;
  /** Size of the image, 16 to 2048; 256 when not said. */
  megabytes?: number;
  seed: string;
  /** Bytes of files written so far, of how many. */
  onProgress?: (done: number, total: number) => void;
}

/** What the worker tells: how far it is, the files in the end, or why not. */
export type WorkerNews =
  | { kind: "progress"; done: number; total: number }
  | { kind: "files"; files: ImageFile[] };

/**
 * Makes the disk image of case 1's control server: a real FAT16 volume with its logs and configuration and with filler,
 * all bytes written, no holes. The same seed and size give the same bytes. Runs in a thread of its own, because the file
 * system library works synchronously and asks the clock. Rejects with the library's code where it cannot be made.
 */
export function makeDiskImage(order: DiskImageOrder): Promise<{ files: ImageFile[] }> {
  const { path, megabytes = 256, seed, onProgress } = order;
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(`./disk-image-worker.${ENDING}`, import.meta.url), {
      workerData: { path, megabytes, seed },
    });
    worker.on("message", (news: WorkerNews) => {
      if (news.kind === "progress") onProgress?.(news.done, news.total);
      else resolve({ files: news.files });
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`the disk image worker ended with ${code}`)));
  });
}
