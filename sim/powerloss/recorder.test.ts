import * as fs from "node:fs";
import * as later from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { randomOf } from "../kernel/random.ts";
import { pageCache } from "./page-cache.ts";
import { type Recording, recordFolder } from "./recorder.ts";
import { memoryFolder } from "./memory-folder.ts";

let folder: string;
let recording: Recording;
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = fs.mkdtempSync(join(memoryFolder(), "comity-recorder-"));
  fs.mkdirSync(at("d"));
  fs.writeFileSync(at("d/known"), "known");
  recording = recordFolder(folder);
});
afterEach(() => {
  recording.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

function missed(): string[] {
  const cache = pageCache(recording.base);
  cache.take(recording.steps);
  return cache.differsFrom(folder);
}

async function withHandle(
  name: string,
  flags: string,
  work: (file: later.FileHandle) => Promise<unknown>,
): Promise<void> {
  const file = await later.open(at(name), flags);
  await work(file).finally(() => file.close());
}

function withDescriptor(name: string, flags: string, work: (fd: number) => void): void {
  const fd = fs.openSync(at(name), flags);
  work(fd);
  fs.closeSync(fd);
}

/** Every way in which something of this program, or under it, changes a disk. */
const WAYS: Record<string, () => unknown> = {
  writeFileSync: () => fs.writeFileSync(at("f"), "text"),
  "writeFileSync over another": () => fs.writeFileSync(at("d/known"), "x"),
  "writeFile of promises": () => later.writeFile(at("f"), "text"),
  appendFile: () => later.appendFile(at("d/known"), "more"),
  "openSync that empties": () => withDescriptor("d/known", "w", () => {}),
  "writeSync at a place": () =>
    withDescriptor("d/known", "r+", (fd) => fs.writeSync(fd, Buffer.from("__XY__"), 2, 2, 1)),
  "writeSync one after another": () =>
    withDescriptor("f", "w", (fd) => {
      fs.writeSync(fd, Buffer.from("one"));
      fs.writeSync(fd, Buffer.from("two"));
    }),
  "writeSync to the end": () => withDescriptor("d/known", "a", (fd) => fs.writeSync(fd, Buffer.from("end"))),
  ftruncateSync: () => withDescriptor("d/known", "r+", (fd) => fs.ftruncateSync(fd, 2)),
  truncateSync: () => fs.truncateSync(at("d/known"), 9),
  "write of a handle": () => withHandle("f", "wx", (file) => file.write(Buffer.from("text"), 0, 4, 3)),
  "writeFile of a handle": () => withHandle("f", "w", (file) => file.writeFile("text")),
  "truncate of a handle": () => withHandle("d/known", "r+", (file) => file.truncate(1)),
  "mkdirSync of many": () => fs.mkdirSync(at("x/y/z"), { recursive: true }),
  "mkdir of promises": () => later.mkdir(at("x/y"), { recursive: true }),
  renameSync: () => fs.renameSync(at("d/known"), at("new")),
  "rename of a folder": () => later.rename(at("d"), at("e")),
  "a write after a rename": () =>
    withDescriptor("d/known", "r+", (fd) => {
      fs.renameSync(at("d/known"), at("moved"));
      fs.writeSync(fd, Buffer.from("late"), 0, 4, 0);
    }),
  linkSync: () => fs.linkSync(at("d/known"), at("second")),
  "link and unlink of promises": async () => {
    await later.link(at("d/known"), at("second"));
    await later.unlink(at("d/known"));
  },
  unlinkSync: () => fs.unlinkSync(at("d/known")),
  "rmSync of a folder": () => fs.rmSync(at("d"), { recursive: true }),
  "rm of what is not there": () => later.rm(at("none"), { force: true }),
  copyFileSync: () => fs.copyFileSync(at("d/known"), at("copy")),
  "cpSync of a folder": () => fs.cpSync(at("d"), at("copies/of"), { recursive: true }),
};

describe("nothing is missed", () => {
  test.each(Object.entries(WAYS))("%s", async (_name, change) => {
    const before = recording.steps.length;
    await change();
    expect(missed()).toEqual([]);
    if (_name !== "rm of what is not there") expect(recording.steps.length).toBeGreaterThan(before);
  });

  test("and what is missed is told", () => {
    const steps = recording.steps.length;
    fs.writeFileSync(at("f"), "text");
    (recording.steps as unknown[]).splice(steps);
    expect(missed()).toEqual([at("f")]);
  });
});

/** Whether `d/known` is certain to hold this text after a power cut. */
function certain(text: string): boolean {
  const cache = pageCache(recording.base);
  cache.take(recording.steps);
  return Array.from({ length: 20 }, (_, seed) => {
    cache.cut(`${folder}-cut`, "independent", randomOf(seed));
    const found = fs.readFileSync(join(`${folder}-cut`, "d/known"), "latin1");
    fs.rmSync(`${folder}-cut`, { recursive: true });
    return found;
  }).every((each) => each === text);
}

describe("syncs", () => {
  const SYNCS: Record<string, [() => unknown, boolean]> = {
    "none, not certain": [() => fs.writeFileSync(at("d/known"), "new!!"), false],
    "flush of writeFileSync": [() => fs.writeFileSync(at("d/known"), "new!!", { flush: true }), true],
    fsyncSync: [
      () =>
        withDescriptor("d/known", "r+", (fd) => {
          fs.writeSync(fd, Buffer.from("new!!"));
          fs.fsyncSync(fd);
        }),
      true,
    ],
    "sync of a handle": [
      () => withHandle("d/known", "r+", (file) => file.writeFile("new!!").then(() => file.sync())),
      true,
    ],
    "by another handle": [
      () =>
        withHandle("d/known", "r+", async (file) => {
          await file.writeFile("new!!");
          withDescriptor("d/known", "r", (fd) => fs.fsyncSync(fd));
        }),
      true,
    ],
  };
  test.each(Object.entries(SYNCS))("%s", async (_name, [change, durable]) => {
    await change();
    expect(certain("new!!")).toBe(durable);
  });
});

test("when nobody records any more, nothing is changed", () => {
  const patched = fs.writeSync;
  recording.stop();
  expect(fs.writeSync).not.toBe(patched);
  expect(fs.writeSync.name).toBe("writeSync");
});
