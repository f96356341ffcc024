import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { takeFolderLock, verdictOn } from "./folder-lock.ts";

const ALIVE = { pid: process.pid, started: "1", boot: "b1", host: "h1", space: "s1" };
const GONE_PID = spawnSync(process.execPath, ["-e", ""]).pid;

describe("who may hold a lock", () => {
  const self = { ...ALIVE, pid: 1, started: "9" };
  const started = readStart();
  test.each([
    ["a live process with the same start", { ...ALIVE, started }, "alive"],
    ["a live process where the start is not known", { ...ALIVE, started: null }, "alive"],
    ["a process that has ended", { ...ALIVE, pid: GONE_PID }, "gone"],
    ["the same machine before its last start", { ...ALIVE, started, boot: "b0" }, "gone"],
    ["the same container before its last start", { ...ALIVE, started, space: "s0" }, "gone"],
    ["another machine", { ...ALIVE, host: "h2", boot: "b2" }, "cannot-see"],
    ["another container on this machine", { ...ALIVE, host: "h2", space: "s2" }, "cannot-see"],
    ["this machine under an earlier name, alive", { ...ALIVE, started, host: "h2" }, "alive"],
    ["this machine under an earlier name, ended", { ...ALIVE, host: "h2", pid: GONE_PID }, "gone"],
  ])("%s", (_name, holder, verdict) => {
    expect(verdictOn(holder, self)).toBe(verdict);
  });
  test.skipIf(started === null)("a pid that another process has now (skipped where /proc is missing)", () => {
    expect(verdictOn({ ...ALIVE, started: "0" }, self)).toBe("gone");
  });
});

describe("lock file", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "comity-lock-"));
    path = join(folder, "lock");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** What this process writes, with some of it replaced. */
  function plant(parts: object): string {
    const release = takeFolderLock(path);
    const text = JSON.stringify({ ...(JSON.parse(readFileSync(path, "utf8")) as object), ...parts });
    release();
    writeFileSync(path, text);
    return text;
  }

  test("is there while held and gone after, with nothing beside it", () => {
    const release = takeFolderLock(path);
    expect(readdirSync(folder)).toEqual(["lock"]);
    expect(() => takeFolderLock(path)).toThrow(expect.objectContaining({ code: "store/in-use" }));
    release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("of a dead process is replaced", () => {
    plant({ pid: GONE_PID });
    takeFolderLock(path)();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("of a live process is left as it is", () => {
    const text = plant({});
    expect(() => takeFolderLock(path)).toThrow(expect.objectContaining({ code: "store/in-use" }));
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("of another machine is left as it is", () => {
    const text = plant({ host: "elsewhere", boot: "another" });
    expect(() => takeFolderLock(path)).toThrow(expect.objectContaining({ code: "store/in-use" }));
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("that cannot be read is left as it is", () => {
    writeFileSync(path, "{");
    expect(() => takeFolderLock(path)).toThrow(expect.objectContaining({ code: "store/in-use" }));
    expect(readFileSync(path, "utf8")).toBe("{");
  });

  test("that another took meanwhile is not removed at the end", () => {
    const release = takeFolderLock(path);
    writeFileSync(path, "another's");
    release();
    expect(readFileSync(path, "utf8")).toBe("another's");
  });
});

function readStart(): string | null {
  const folder = mkdtempSync(join(tmpdir(), "comity-lock-"));
  const release = takeFolderLock(join(folder, "lock"));
  const { started } = JSON.parse(readFileSync(join(folder, "lock"), "utf8")) as { started: string | null };
  release();
  rmSync(folder, { recursive: true, force: true });
  return started;
}
