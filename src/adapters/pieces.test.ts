import { Readable, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { passing, writePieces } from "./pieces.ts";

const inPieces = (...sizes: number[]) =>
  sizes.map((size, index) => Buffer.from(new ArrayBuffer(size)).fill(index + 1));

describe("pieces of a body", () => {
  test("come in order, each whole until the next is asked for, and free after", async () => {
    const given = inPieces(70_000, 1, 65_536, 3);
    const wanted = Buffer.concat(given);
    const got: Buffer[] = [];
    let before: Uint8Array | null = null;
    for await (const piece of passing(Readable.from(given, { objectMode: false }))) {
      if (before) expect(before.byteLength).toBe(0);
      got.push(Buffer.from(piece));
      before = piece;
    }
    expect(Buffer.concat(got).equals(wanted)).toBe(true);
  });

  test("that share memory with others leave it to them", async () => {
    const memory = Buffer.from(new ArrayBuffer(100)).fill(7);
    const body = Readable.from([memory.subarray(0, 10), memory.subarray(10)], { objectMode: false });
    const got: number[] = [];
    for await (const piece of passing(body)) got.push(piece.length);
    expect(got).toEqual([10, 90]);
    expect(memory.every((byte) => byte === 7)).toBe(true);
  });

  test("more than may wait all come, and the body waits", async () => {
    const body = Readable.from(inPieces(...Array.from({ length: 100 }, () => 1000)), { objectMode: false });
    let count = 0;
    for await (const piece of passing(body)) {
      count += piece.length;
      await new Promise((done) => setImmediate(done));
    }
    expect(count).toBe(100_000);
  });

  test.each([
    ["breaks", (body: Readable) => body.destroy(new Error("broken"))],
    ["is closed before its end", (body: Readable) => body.destroy()],
  ])("of a body that %s end with an error", async (_, cut) => {
    const body = new Readable({ read() {} });
    body.push(Buffer.alloc(10));
    const pieces = passing(body);
    await pieces.next();
    cut(body);
    await expect(pieces.next()).rejects.toThrow();
  });

  test("that nobody wants any more close the body", async () => {
    const body = Readable.from(inPieces(10, 10, 10), { objectMode: false });
    for await (const piece of passing(body)) if (piece.length) break;
    expect(body.destroyed).toBe(true);
  });
});

describe("writing pieces", () => {
  test("asks for the next when one is written", async () => {
    const order: string[] = [];
    const target = new Writable({
      write(piece: Buffer, _, done) {
        setImmediate(() => {
          order.push(`written ${piece}`);
          done();
        });
      },
    });
    await writePieces(
      target,
      (async function* () {
        for (const each of ["a", "b", "c"]) {
          order.push(`asked ${each}`);
          yield Buffer.from(each);
        }
      })(),
    );
    expect(order).toEqual(["asked a", "written a", "asked b", "written b", "asked c", "written c"]);
  });

  test.each([
    ["fails", (target: Writable) => target.destroy(new Error("no space"))],
    ["closes", (target: Writable) => target.destroy()],
  ])("ends with an error where the target %s", async (_, cut) => {
    const target = new Writable({ write() {} });
    target.on("error", () => {});
    const writing = writePieces(target, Readable.from([Buffer.from("a")]));
    setImmediate(() => cut(target));
    await expect(writing).rejects.toThrow();
  });
});
