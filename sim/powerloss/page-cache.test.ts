import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { randomOf } from "../kernel/random.ts";
import { type Lie, MODELS, type Model, pageCache } from "./page-cache.ts";
import { memoryFolder } from "./memory-folder.ts";
import type { DiskImage, DiskStep } from "./steps.ts";

const folder = mkdtempSync(join(memoryFolder(), "comity-cache-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROOT = 0;
const FILE = 1;
const OTHER = 2;

/** A root with one file `a` of these bytes. */
function baseWith(bytes: string): DiskImage {
  return {
    root: ROOT,
    folders: new Map([[ROOT, new Map([["a", { kind: "file", id: FILE }]])]]),
    files: new Map([[FILE, Buffer.from(bytes)]]),
  };
}

const write = (file: number, at: number, text: string): DiskStep => ({
  does: "write",
  file,
  at,
  data: Buffer.from(text),
});
const sync = (file: number, from: number): DiskStep => ({ does: "sync", file, from });
const name = (text: string, id: number | null): DiskStep => ({
  does: "names",
  owner: ROOT,
  changes: [{ folder: ROOT, name: text, child: id === null ? null : { kind: "file", id } }],
});
const syncFolder = (from: number): DiskStep => ({ does: "sync-folder", folder: ROOT, from });
const rename = (from: string, to: string, id: number): DiskStep => ({
  does: "names",
  owner: ROOT,
  changes: [
    { folder: ROOT, name: from, child: null },
    { folder: ROOT, name: to, child: { kind: "file", id } },
  ],
});

/** What is left after a cut, as `name=text` in the order of names, for many seeds. */
function left(base: DiskImage, steps: readonly DiskStep[], model: Model, lies: Lie[] = []): Set<string> {
  const cache = pageCache(base, new Set(lies));
  cache.take(steps);
  const seen = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const image = join(folder, "image");
    cache.cut(image, model, randomOf(seed));
    const names = readdirSync(image).toSorted();
    seen.add(names.map((each) => `${each}=${readFileSync(join(image, each), "latin1")}`).join(" "));
  }
  return seen;
}

describe.each(MODELS)("%s", (model) => {
  test("what was synced is there, whatever else is not", () => {
    const steps = [write(FILE, 0, "new"), sync(FILE, 1)];
    expect(left(baseWith("old"), steps, model)).toEqual(new Set(["a=new"]));
  });

  test("what was not synced may be there or not", () => {
    expect(left(baseWith("old"), [write(FILE, 0, "new")], model)).toEqual(new Set(["a=new", "a=old"]));
  });

  test("a sync promises nothing about a write that came while it ran", () => {
    const steps = [write(FILE, 0, "one"), write(FILE, 0, "two"), sync(FILE, 1)];
    expect(left(baseWith("old"), steps, model)).toEqual(new Set(["a=one", "a=two"]));
  });

  test("a new name is there for certain only when its folder was synced", () => {
    const made = [name("b", OTHER), write(OTHER, 0, "x"), sync(OTHER, 2)];
    expect(left(baseWith("old"), made, model)).toEqual(new Set(["a=old", "a=old b=x"]));
    expect(left(baseWith("old"), [...made, syncFolder(3)], model)).toEqual(new Set(["a=old b=x"]));
  });

  test("a rename is there on both sides or on neither", () => {
    const steps = [
      name("b", OTHER),
      write(OTHER, 0, "x"),
      sync(OTHER, 2),
      syncFolder(3),
      rename("b", "a", OTHER),
    ];
    expect(left(baseWith("old"), steps, model)).toEqual(new Set(["a=old b=x", "a=x"]));
  });

  test("what is removed may come back until its folder was synced", () => {
    expect(left(baseWith("old"), [name("a", null)], model)).toEqual(new Set(["", "a=old"]));
    expect(left(baseWith("old"), [name("a", null), syncFolder(1)], model)).toEqual(new Set([""]));
  });

  test("what was cut off comes back as zeros", () => {
    const steps: DiskStep[] = [{ does: "size", file: FILE, size: 1 }, write(FILE, 2, "z"), sync(FILE, 2)];
    expect(left(baseWith("old"), steps, model)).toEqual(new Set(["a=o\0z"]));
  });

  test("a disk that lies about files loses what was synced", () => {
    const steps = [write(FILE, 0, "new"), sync(FILE, 1)];
    expect(left(baseWith("old"), steps, model, ["file syncs"])).toContain("a=old");
  });

  test("a disk that lies about folders loses names that were synced", () => {
    expect(left(baseWith("old"), [name("b", OTHER), syncFolder(1)], model, ["folder syncs"])).toContain(
      "a=old",
    );
  });
});

test("independently, a later page may survive an earlier one; in order it may not", () => {
  const page = 4096;
  const steps = [write(FILE, 0, "1"), write(FILE, page, "2")];
  const base = baseWith("\0".repeat(2 * page));
  const pages = (model: Model) =>
    new Set([...left(base, steps, model)].map((each) => `${each[2]}${each[2 + page]}`));
  expect(pages("independent")).toEqual(new Set(["\0\0", "1\0", "\0" + "2", "12"]));
  expect(pages("in-order")).toEqual(new Set(["\0\0", "1\0", "12"]));
});

test("a page of which half the sectors are new can be met", () => {
  const steps = [write(FILE, 0, "n".repeat(4096))];
  const cache = pageCache(baseWith("o".repeat(4096)));
  cache.take(steps);
  const seen = new Set<string>();
  for (let seed = 0; seed < 400; seed++) {
    cache.cut(join(folder, "torn"), "independent", randomOf(seed));
    seen.add(readFileSync(join(folder, "torn", "a"), "latin1"));
  }
  const torn = [...seen].filter((each) => each.includes("n") && each.includes("o"));
  expect(torn.length).toBeGreaterThan(0);
  for (const each of torn) expect(each.lastIndexOf("n") % 512).toBe(511);
});

test("with everything synced, the image is what the steps say", () => {
  const piece = fc.record({
    at: fc.nat(9000),
    text: fc.string({ minLength: 1, maxLength: 5000, unit: "binary-ascii" }),
  });
  const cut = fc.record({ size: fc.nat(12_000) });
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, cut), { maxLength: 12 }), fc.integer(), (list, seed) => {
      const at = join(folder, "model");
      rmSync(at, { recursive: true, force: true });
      mkdirSync(at);
      let bytes = Buffer.from("begin");
      const steps: DiskStep[] = [];
      for (const each of list) {
        const size = "size" in each ? each.size : Math.max(bytes.length, each.at + each.text.length);
        const next = Buffer.alloc(size);
        bytes.copy(next);
        if ("text" in each) next.write(each.text, each.at, "latin1");
        bytes = next;
        steps.push("size" in each ? { does: "size", file: FILE, size } : write(FILE, each.at, each.text));
      }
      writeFileSync(join(at, "a"), bytes);
      const cache = pageCache(baseWith("begin"));
      cache.take(steps);
      expect(cache.differsFrom(at)).toEqual([]);
      cache.take([sync(FILE, steps.length)]);
      cache.cut(join(folder, "cut"), "independent", randomOf(seed));
      expect(readFileSync(join(folder, "cut", "a")).equals(bytes)).toBe(true);
    }),
    { numRuns: 60 },
  );
});
