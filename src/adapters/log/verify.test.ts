import { createServer } from "node:http";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isProblem } from "../../base/problem.ts";
import { publishLog } from "../../exchange/publish-log.ts";
import { joinNote, signNote } from "../../log/note.ts";
import { parsePolicy } from "../../log/policy.ts";
import {
  SAMPLE_LOG,
  SAMPLE_WITNESSES,
  sampleKey,
  sampleLeaves,
  sampleNote,
  samplePolicy,
} from "../../log/sample.ts";
import { fileLock, filePublication, fileTiles, publishPolicy } from "./file-log.ts";
import { type LogReport, type VerifyLogOptions, verifyLog } from "./verify.ts";

const folder = mkdtempSync(join(tmpdir(), "comity-verify-"));
const lockFolder = mkdtempSync(join(tmpdir(), "comity-verify-lock-"));
const SIZES = [3, 5, 256, 300, 520];
const leaves = sampleLeaves(520);
const NOW = 1_814_659_200_000;
const trust: VerifyLogOptions = { vkey: SAMPLE_LOG.vkey, policyText: samplePolicy() };

beforeAll(async () => {
  await publishPolicy(folder, samplePolicy());
  for (const size of SIZES) {
    const result = await publishLog(
      {
        committed: async () => size,
        leaves: async (from, to) => leaves.slice(from, to),
        tiles: fileTiles(folder),
        lock: fileLock(lockFolder),
        ...filePublication(folder),
        sign: async (text) => signNote(text, SAMPLE_LOG.name, SAMPLE_LOG.seed),
        witnesses: SAMPLE_WITNESSES.map(({ policyName }) => ({
          name: policyName,
          add: async (_old, _proof, note) => ({
            status: 200,
            body: `${sampleNote(`${note.split("\n\n")[0]}\n`, [policyName], NOW / 1000)
              .trimEnd()
              .split("\n")
              .at(-1)}\n`,
          }),
        })),
        now: () => NOW,
      },
      parsePolicy(samplePolicy()),
    );
    expect(result.kind).toBe("published");
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(lockFolder, { recursive: true });
});

/** Verifies with a file changed, and puts it back. */
async function withChange(
  path: string,
  change: (bytes: Buffer) => Buffer | undefined,
  options = trust,
): Promise<LogReport> {
  const file = join(folder, path);
  const before = existsSync(file) ? readFileSync(file) : undefined;
  const changed = change(Buffer.from(before ?? []));
  if (changed) writeFileSync(file, changed);
  else rmSync(file);
  try {
    return await verifyLog(folder, options);
  } finally {
    if (before) writeFileSync(file, before);
    else rmSync(file);
  }
}

const flip =
  (byte: number, bit = 0) =>
  (bytes: Buffer): Buffer => {
    bytes[byte] = (bytes[byte] as number) ^ (1 << bit);
    return bytes;
  };

const seen = (report: LogReport): string[] => report.failures.map((each) => `${each.code} ${each.where}`);

describe("a whole log", () => {
  test("in a folder holds, older partial tiles included", async () => {
    const progress: number[] = [];
    const report = await verifyLog(folder, { ...trust, onProgress: ({ entries }) => progress.push(entries) });
    expect(report).toMatchObject({
      ok: true,
      size: 520,
      cosigners: ["w1", "w2", "w3"],
      failures: [],
      notes: [],
    });
    expect(report.checks.every((each) => each.ok)).toBe(true);
    expect(progress).toEqual([256, 512, 520]);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.startsWith("tile/"),
    );
    expect(report.counted).toEqual({
      entries: 520,
      tiles: files.filter((name) => statSync(join(folder, name)).isFile()).length,
    });
  });

  test("over HTTP holds too", async () => {
    const server = createServer((request, response) => {
      const file = join(folder, request.url ?? "");
      if (existsSync(file) && statSync(file).isFile()) response.end(readFileSync(file));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await verifyLog(`${url}/`, trust)).toMatchObject({ ok: true, size: 520, counted: { tiles: 7 } });
    server.close();
    await new Promise((resolve) => server.once("close", resolve));
    const cause: unknown = await verifyLog(url, trust).catch((thrown: unknown) => thrown);
    expect(isProblem(cause, "log/source-unreachable")).toBe(true);
  });

  test("without a policy from elsewhere it says what that means", async () => {
    const report = await verifyLog(folder, { vkey: SAMPLE_LOG.vkey });
    expect(report.ok).toBe(true);
    expect(report.notes[0]).toMatch(/the log itself names/);
  });
});

describe("one fault, named", () => {
  test.each<[string, string, (bytes: Buffer) => Buffer | undefined, string[]]>([
    [
      "entry in a full bundle",
      "tile/entries/000",
      flip(2 + 35 * 17 + 9),
      ["log/entry-differs tile/entries/000 entry 17"],
    ],
    [
      "entry in the last bundle",
      "tile/entries/002.p/8",
      flip(2 + 35 * 7),
      ["log/entry-differs tile/entries/002.p/8 entry 7"],
    ],
    ["length in a bundle", "tile/entries/001", flip(35 * 9 + 1), ["log/bundle-malformed tile/entries/001"]],
    ["hash in a full tile", "tile/0/001", flip(32 * 200, 7), ["log/hash-differs tile/0/001 hash 200"]],
    ["hash in the last tile", "tile/0/002.p/8", flip(0), ["log/hash-differs tile/0/002.p/8 hash 0"]],
    ["hash one level up", "tile/1/000.p/2", flip(63), ["log/hash-differs tile/1/000.p/2 hash 1"]],
    ["older partial tile", "tile/0/000.p/3", flip(40), ["log/older-tile-differs tile/0/000.p/3"]],
    [
      "older partial bundle",
      "tile/entries/000.p/5",
      flip(12),
      ["log/older-tile-differs tile/entries/000.p/5"],
    ],
    [
      "older partial tile one level up",
      "tile/1/000.p/1",
      flip(12),
      ["log/older-tile-differs tile/1/000.p/1"],
    ],
    ["tile gone", "tile/0/001", () => undefined, ["log/tile-missing tile/0/001"]],
    ["bundle gone", "tile/entries/002.p/8", () => undefined, ["log/tile-missing tile/entries/002.p/8"]],
    ["tile cut short", "tile/0/001", (bytes) => bytes.subarray(0, 100), ["log/tile-damaged tile/0/001"]],
    ["no checkpoint", "checkpoint", () => undefined, ["log/no-checkpoint checkpoint"]],
    ["policy file", "policy", flip(3), ["log/policy-malformed policy"]],
  ])("%s", async (_, path, change, failures) => {
    const report = await withChange(path, change);
    expect(seen(report)).toEqual(failures);
    expect(report.ok).toBe(false);
  });

  test("any one bit of any file is found, and the file is named", async () => {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
      statSync(join(folder, name)).isFile(),
    );
    expect(files.length).toBeGreaterThan(15);
    let pick = 12_345;
    const next = (below: number): number => (pick = (pick * 48_271) % 2_147_483_647) % below;
    for (const path of files) {
      for (let i = 0; i < 8; i++) {
        const byte = next(statSync(join(folder, path)).size);
        const bit = next(8);
        const report = await withChange(path, flip(byte, bit));
        expect(report.ok, `${path} byte ${byte} bit ${bit}`).toBe(false);
        expect(seen(report).join(), `${path} byte ${byte} bit ${bit}`).toContain(path);
      }
    }
  });

  test("a checkpoint by somebody else, over other entries, or with too few witnesses", async () => {
    const text = `${readFileSync(join(folder, "checkpoint"), "utf8").split("\n\n")[0]}\n`;
    const other = sampleKey(SAMPLE_LOG.name + "x", "log");
    const write = (note: string) => (): Buffer => Buffer.from(note);
    const stranger = joinNote(text, [signNote(text, SAMPLE_LOG.name, other.seed)]);
    expect(seen(await withChange("checkpoint", write(stranger)))).toEqual(["log/no-signature checkpoint"]);
    const few = sampleNote(text, ["w2"], NOW / 1000);
    expect(seen(await withChange("checkpoint", write(few)))).toEqual(["log/no-quorum checkpoint"]);
    const rooted = text.replace(/[^\n]+\n$/, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
    const forged = sampleNote(rooted, ["w1", "w2", "w3"], NOW / 1000);
    expect(seen(await withChange("checkpoint", write(forged)))).toEqual(["log/root-differs checkpoint"]);
    const own = await verifyLog(folder, { ...trust, own: ["w1", "w2"] });
    expect(seen(own)).toEqual(["log/no-quorum checkpoint"]);
  });

  test("a signature by an unknown key is reported, and passes where that is allowed", async () => {
    const grease = `— grease.example AAAAAAAA\n`;
    const add = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.from(grease)]);
    expect(seen(await withChange("checkpoint", add))).toEqual(["log/unknown-signature checkpoint"]);
    expect((await withChange("checkpoint", add, { ...trust, allowUnknownSignatures: true })).ok).toBe(true);
  });

  test("files ahead of the checkpoint and strange files are noted", async () => {
    const report = await withChange("tile/0/009.p/1", () => Buffer.alloc(32)).catch(() => undefined);
    expect(report).toBeUndefined();
    writeFileSync(join(folder, "tile/0/009"), Buffer.alloc(8192));
    writeFileSync(join(folder, "note.txt"), "x");
    const { ok, notes } = await verifyLog(folder, trust);
    rmSync(join(folder, "tile/0/009"));
    rmSync(join(folder, "note.txt"));
    expect(ok).toBe(true);
    expect(notes.sort()).toEqual([
      "note.txt is no part of a log and was not looked at.",
      "tile/0/009 is ahead of the checkpoint and was not checked.",
    ]);
  });
});
