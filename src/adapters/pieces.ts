import type { Readable, Writable } from "node:stream";

/**
 * Bytes in pieces, on their way from one place to another. A piece holds until the next is asked for, so that its
 * memory can be used again: pieces that wait for the garbage collector let it run over everything else, all the time.
 */

/** Pieces of the network that may wait for whoever takes them. */
const WAITING = 16;

/**
 * The pieces of a body from the network, as they came: the memory of each is free as soon as the next is asked for.
 * Throws what cuts the body.
 */
export async function* passing(body: Readable): AsyncGenerator<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let news = Promise.withResolvers<void>();
  let over: { error: unknown } | null = null;
  const end = (error: unknown = null): void => {
    over ??= { error };
    news.resolve();
  };
  // By event and not by iteration, which joins pieces that wait, and leaves them to the garbage collector.
  body.on("data", (piece: Uint8Array) => {
    waiting.push(piece);
    if (waiting.length === WAITING) body.pause();
    news.resolve();
  });
  body.once("end", () => end());
  body.once("error", end);
  body.once("close", () => end(new Error("the connection was cut")));
  try {
    for (;;) {
      for (let piece = waiting.shift(); piece; piece = waiting.shift()) {
        yield piece;
        free(piece);
      }
      if (over) return throwIf(over);
      body.resume();
      await news.promise;
      news = Promise.withResolvers();
    }
  } finally {
    body.destroy();
  }
}

function throwIf({ error }: { error: unknown }): void {
  if (error) throw error;
}

/** Gives memory back at once, where it is all of a buffer: a small piece may share its own with others. */
export function free({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/**
 * Writes pieces and resolves when the last is written; each is written before the next is asked for. Rejects where the
 * target fails or closes.
 */
export async function writePieces(target: Writable, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const { promise: gone, reject } = Promise.withResolvers<never>();
  const left = () => reject(new Error("the other end closed"));
  gone.catch(() => {});
  target.once("close", left);
  try {
    for await (const piece of pieces) await Promise.race([write(target, piece), gone]);
  } finally {
    target.off("close", left);
  }
}

function write(target: Writable, piece: Uint8Array): Promise<void> {
  return new Promise((done, failed) => {
    target.write(piece, (error) => (error ? failed(error) : done()));
  });
}
