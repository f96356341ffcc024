import { randomBytes } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { PIECE, createLarge, openLarge } from "./large-files.ts";

const here = mkdtempSync(join(tmpdir(), "comity-large-"));
afterAll(() => rmSync(here, { recursive: true, force: true }));
let files = 0;
const newPath = () => join(here, `file-${files++}`);

const SIZES = [0, 1, 511, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 4096, 3 * PIECE + 17];

async function writeInParts(path: string, bytes: Uint8Array, part: number): Promise<void> {
  const file = await createLarge(path);
  const memory = new Uint8Array(part);
  for (let at = 0; at < bytes.length; at += part) {
    const piece = memory.subarray(0, Math.min(part, bytes.length - at));
    piece.set(bytes.subarray(at, at + part));
    await file.write(piece);
    // Whoever gave it uses the memory again.
    piece.fill(0);
  }
  await file.end();
  await file.sync();
  await file.close();
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of pieces) parts.push(Buffer.from(piece));
  return Buffer.concat(parts);
}

describe("a large file", () => {
  test.each(SIZES)("of %d bytes is on the disk what was written", async (size) => {
    const [path, bytes] = [newPath(), randomBytes(size)];
    await writeInParts(path, bytes, 65_552);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test.each(SIZES)("of %d bytes comes back in pieces", async (size) => {
    const [path, bytes] = [newPath(), randomBytes(size)];
    writeFileSync(path, bytes);
    const file = openLarge(path);
    expect((await collect(file.pieces())).equals(bytes)).toBe(true);
    await file.close();
  });

  test.each([
    [0, PIECE],
    [PIECE, 2 * PIECE],
    [PIECE, PIECE + 5],
    [3 * PIECE, 100],
    [4 * PIECE, 1],
  ])("gives a part of it: from %d, %d bytes", async (start, size) => {
    const [path, bytes] = [newPath(), randomBytes(3 * PIECE + 17)];
    writeFileSync(path, bytes);
    const file = openLarge(path);
    expect((await collect(file.pieces(start, size))).equals(bytes.subarray(start, start + size))).toBe(true);
    await file.close();
  });

  test("can be read while it is written, as far as it says, and under another name", async () => {
    const [path, bytes] = [newPath(), randomBytes(2 * PIECE)];
    const file = await createLarge(path);
    await file.write(bytes);
    await file.written();
    const reader = openLarge(path);
    renameSync(path, `${path}.moved`);
    expect((await collect(reader.pieces(0, 2 * PIECE))).equals(bytes)).toBe(true);
    await file.close();
    await reader.close();
  });

  test("that grows while it is read ends where it ended, or later: never with other bytes", async () => {
    const [path, bytes] = [newPath(), randomBytes(PIECE + 3)];
    writeFileSync(path, bytes);
    const file = openLarge(path);
    const got: Buffer[] = [];
    for await (const piece of file.pieces()) {
      got.push(Buffer.from(piece));
      if (got.length === 1) appendFileSync(path, bytes);
    }
    const whole = Buffer.concat(got);
    expect(Buffer.concat([bytes, bytes]).subarray(0, whole.length).equals(whole)).toBe(true);
    await file.close();
  });

  test("is not written over", async () => {
    const path = newPath();
    writeFileSync(path, "here");
    await expect(createLarge(path)).rejects.toMatchObject({ code: "EEXIST" });
    expect(readFileSync(path, "utf8")).toBe("here");
  });

  test("that is not there is told at once", () => {
    expect(() => openLarge(newPath())).toThrow("ENOENT");
  });

  test("that was closed gives nothing more", async () => {
    const path = newPath();
    writeFileSync(path, randomBytes(4 * PIECE));
    const file = openLarge(path);
    const pieces = file.pieces();
    await pieces.next();
    await file.close();
    await expect(collect(pieces)).rejects.toThrow("closed");
  });
});
