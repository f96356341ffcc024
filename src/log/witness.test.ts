import { describe, expect, test } from "vitest";
import { Problem } from "../base/problem.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { joinNote } from "./note.ts";
import { proveConsistency } from "./prove.ts";
import {
  SAMPLE_LOG,
  SAMPLE_WITNESSES,
  proofLines,
  sampleCheckpoint,
  sampleKey,
  sampleLeaves,
  sampleNote,
  sampleTiles,
} from "./sample.ts";
import {
  type WitnessState,
  decideAddCheckpoint,
  formatAddCheckpoint,
  parseAddCheckpoint,
} from "./witness.ts";
import { emptyRoot } from "./tree.ts";

const w1 = SAMPLE_WITNESSES[0] as (typeof SAMPLE_WITNESSES)[0];
const config = { name: w1.name, seed: w1.seed, logs: [SAMPLE_LOG.key] };
const leaves = sampleLeaves(20);
const noteAt = async (size: number): Promise<string> =>
  sampleNote(await sampleCheckpoint(sampleTiles(leaves.slice(0, size)), size), [], 0);
const proofFrom = async (old: number, size: number): Promise<string[]> => {
  const tiles = sampleTiles(leaves.slice(0, size));
  return proofLines(await proveConsistency(async (path) => tiles.get(path), old, size));
};

async function ask(
  state: WitnessState | undefined,
  old: number,
  size: number,
  proof?: string[],
): Promise<ReturnType<typeof decideAddCheckpoint>> {
  const body = formatAddCheckpoint(old, proof ?? (await proofFrom(old, size)), await noteAt(size));
  return decideAddCheckpoint(config, state, parseAddCheckpoint(body), 1_800_000_000);
}

describe("witness", () => {
  test("first, growing, and again the same: cosigned, with the note monitors get", async () => {
    let state: WitnessState | undefined;
    for (const size of [3, 9, 9, 16, 20]) {
      const answer = await ask(state, state?.size ?? 0, size);
      expect(answer.status).toBe(200);
      const served = openCheckpoint(answer.next?.note as string, [SAMPLE_LOG.key, w1.key]);
      expect(served.note.verified.map((each) => each.time)).toEqual([undefined, 1_800_000_000]);
      expect(answer.body).toBe(served.note.verified[1]?.line);
      state = answer.next;
      expect(state?.size).toBe(size);
    }
  });

  const at9 = async (): Promise<WitnessState | undefined> => (await ask(undefined, 0, 9)).next;

  test.each([
    ["old size too small", 3, 12, undefined, 409],
    ["old size zero", 0, 12, undefined, 409],
    ["old size too large", 10, 12, undefined, 409],
    ["tree shrinks", 9, 5, [], 400],
    ["tree shrinks, and the old size with it", 5, 5, [], 409],
    ["proof missing", 9, 12, [], 422],
    ["proof of another step", 9, 12, "8 to 12", 422],
    ["superfluous proof for the same size", 9, 9, "8 to 12", 422],
  ])("%s", async (_, old, size, proof, status) => {
    const lines = typeof proof === "string" ? await proofFrom(8, 12) : proof;
    const answer = await ask(await at9(), old, size, lines);
    expect(answer.status).toBe(status);
    expect(answer.next).toBeUndefined();
    if (status === 409) expect([answer.contentType, answer.body]).toEqual(["text/x.tlog.size", "9\n"]);
  });

  test("same size, other root", async () => {
    const forked = { size: 9, root: emptyRoot() };
    expect((await ask(forked, 9, 9)).status).toBe(422);
    expect((await ask(forked, 9, 12)).status).toBe(422);
  });

  test("a proof where none is needed", async () => {
    expect((await ask(undefined, 0, 9, await proofFrom(8, 12))).status).toBe(422);
  });

  test("an empty tree has one root only", async () => {
    const text = (await sampleCheckpoint(new Map(), 0)).replace(
      /[^\n]+\n$/,
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
    );
    const good = decideAddCheckpoint(
      config,
      undefined,
      parseAddCheckpoint(formatAddCheckpoint(0, [], await noteAt(0))),
      5,
    );
    expect(good.status).toBe(200);
    const bad = decideAddCheckpoint(
      config,
      undefined,
      parseAddCheckpoint(formatAddCheckpoint(0, [], sampleNote(text, [], 0))),
      5,
    );
    expect(bad.status).toBe(422);
  });

  test("unknown log, no signature by the log, and a false one", async () => {
    const text = await sampleCheckpoint(sampleTiles(leaves), 20);
    const status = (note: string): number =>
      decideAddCheckpoint(config, undefined, parseAddCheckpoint(formatAddCheckpoint(0, [], note)), 5).status;
    const line = sampleNote(text, [], 0).split("\n\n")[1] as string;
    const foreign = sampleKey("log.alderia.example", "log");
    expect(status(joinNote(text.replace(SAMPLE_LOG.name, foreign.name), [line]))).toBe(404);
    expect(status(joinNote(text, [line.replace(SAMPLE_LOG.name, foreign.name)]))).toBe(403);
    expect(status(joinNote(text.replace("\n20\n", "\n21\n"), [line]))).toBe(403);
  });

  test.each([
    ["nothing", ""],
    ["no empty line", "old 0\nx\n"],
    ["old with a leading zero", "old 01\n\nx\n"],
    ["old below zero", "old -1\n\nx\n"],
    ["a proof line that is no hash", "old 1\nAAAA\n\nx\n"],
    ["64 proof lines", `old 1\n${"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(64)}\nx\n`],
  ])("%s is no request", (_, body) => {
    expect(() => parseAddCheckpoint(body)).toThrow(Problem);
  });
});
