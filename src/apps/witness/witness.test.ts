import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { httpWitness } from "../../adapters/log/http-witness.ts";
import { fromHex } from "../../base/bytes.ts";
import { isProblem } from "../../base/problem.ts";
import { openCheckpoint } from "../../log/checkpoint.ts";
import { LOG_KEY, formatVkey, openNote, parseVkey } from "../../log/note.ts";
import { proveConsistency } from "../../log/prove.ts";
import {
  SAMPLE_LOG,
  SAMPLE_WITNESSES,
  proofLines,
  sampleCheckpoint,
  sampleLeaves,
  sampleNote,
  sampleTiles,
} from "../../log/sample.ts";
import { formatAddCheckpoint } from "../../log/witness.ts";
import { originHash } from "./store.ts";
import { type RunningWitness, type WitnessOptions, startWitness } from "./witness.ts";

const shared = resolve(import.meta.dirname, "../../../../shared/vectors/log");
const absent = !existsSync(shared);
const NOTICE = absent ? " (SKIPPED: ../shared/vectors/log is not beside this clone)" : "";
const NOW = 1_814_659_200_000;
const w1 = SAMPLE_WITNESSES[0] as (typeof SAMPLE_WITNESSES)[0];

const running: RunningWitness[] = [];
async function start(options: Partial<WitnessOptions> = {}): Promise<RunningWitness> {
  const witness = await startWitness({
    port: 0,
    host: "127.0.0.1",
    folder: mkdtempSync(join(tmpdir(), "comity-witness-")),
    name: w1.name,
    seed: w1.seed,
    logs: [SAMPLE_LOG.vkey],
    now: () => NOW,
    ...options,
  });
  running.push(witness);
  return witness;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

const leaves = sampleLeaves(300);
const noteAt = async (size: number): Promise<string> =>
  sampleNote(await sampleCheckpoint(sampleTiles(leaves.slice(0, size)), size), [], 0);
const proofOf = async (old: number, size: number): Promise<Uint8Array[]> => {
  const tiles = sampleTiles(leaves.slice(0, size));
  return proveConsistency(async (path) => tiles.get(path), old, size);
};

describe("a witness over HTTP", () => {
  test("cosigns, remembers, and serves monitors the same cosignature", async () => {
    const { url, vkey } = await start();
    const port = httpWitness({ name: "w1", url });
    const first = await port.add(0, [], await noteAt(3));
    expect(first.status).toBe(200);
    const second = await port.add(3, await proofOf(3, 300), await noteAt(300));
    expect(second.status).toBe(200);
    expect(await port.add(3, await proofOf(3, 300), await noteAt(300))).toEqual({
      status: 409,
      body: "300\n",
    });
    const monitored = await fetch(`${url}/${originHash(SAMPLE_LOG.name)}/checkpoint`);
    const served = openCheckpoint(await monitored.text(), [SAMPLE_LOG.key, parseVkey(vkey)]);
    expect(served.size).toBe(300);
    expect(served.note.verified[1]).toMatchObject({ time: NOW / 1000, line: second.body });
  });

  test("answers what the protocol says, with its content types", async () => {
    const { url, vkey } = await start();
    const status = async (path: string, body?: string): Promise<[number, string | null]> => {
      const response = await fetch(url + path, body === undefined ? {} : { method: "POST", body });
      await response.text();
      return [response.status, response.headers.get("content-type")];
    };
    expect(await status("/add-checkpoint", "old 1\n\nx\n")).toEqual([404, "text/plain; charset=utf-8"]);
    expect(await status("/add-checkpoint", "hello")).toEqual([400, expect.anything()]);
    expect(await status("/add-checkpoint", "x".repeat(200_000))).toEqual([413, expect.anything()]);
    const body = formatAddCheckpoint(1, [], await noteAt(3));
    expect(await status("/add-checkpoint", body)).toEqual([409, "text/x.tlog.size"]);
    expect((await status("/add-checkpoint"))[0]).toBe(404);
    expect((await status(`/${originHash(SAMPLE_LOG.name)}/checkpoint`))[0]).toBe(404);
    expect((await status(`/${originHash("other")}/checkpoint`))[0]).toBe(404);
    expect((await status("/healthz"))[0]).toBe(200);
    expect(await (await fetch(`${url}/vkey`)).text()).toBe(`${vkey}\n`);
  });

  test("remembers over a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "comity-witness-"));
    const before = await start({ folder });
    await httpWitness({ name: "w1", url: before.url }).add(0, [], await noteAt(9));
    await before.close();
    const { url } = await start({ folder });
    expect(await httpWitness({ name: "w1", url }).add(0, [], await noteAt(9))).toEqual({
      status: 409,
      body: "9\n",
    });
  });

  test("of many requests at once, no two cosign inconsistent trees and none goes back", async () => {
    const { url } = await start();
    const port = httpWitness({ name: "w1", url });
    await port.add(0, [], await noteAt(1));
    const sizes = Array.from({ length: 24 }, (_, i) => 2 + i * 7);
    const answers = await Promise.all(
      sizes.map(async (size) => ({
        size,
        ...(await port.add(1, await proofOf(1, size), await noteAt(size))),
      })),
    );
    const cosigned = answers.filter((each) => each.status === 200);
    expect(cosigned.length).toBe(1);
    for (const each of answers)
      if (each.status !== 200) expect(each).toMatchObject({ status: 409, body: `${cosigned[0]?.size}\n` });
  });

  test("does not start on a memory it cannot verify", async () => {
    const folder = mkdtempSync(join(tmpdir(), "comity-witness-"));
    const before = await start({ folder });
    await httpWitness({ name: "w1", url: before.url }).add(0, [], await noteAt(9));
    await before.close();
    const [name] = readdirSync(folder) as [string];
    const file = join(folder, name);
    writeFileSync(file, readFileSync(file, "utf8").replace("\n9\n", "\n8\n"));
    const cause: unknown = await start({ folder }).catch((thrown: unknown) => thrown);
    expect(isProblem(cause, "witness/store-damaged") && cause.where).toBe(SAMPLE_LOG.name);
  });

  test("does not watch a cosigner's key", async () => {
    const cause: unknown = await start({ logs: [w1.vkey] }).catch((thrown: unknown) => thrown);
    expect(isProblem(cause, "witness/log-key")).toBe(true);
  });

  test("an unreachable witness rejects", async () => {
    const { url, close } = await start();
    await close();
    await expect(httpWitness({ name: "w1", url }).add(0, [], "x\n")).rejects.toThrow();
  });
});

describe(`vectors by sunlight${NOTICE}`, () => {
  interface Case {
    name: string;
    body: string;
    wantStatus: number;
    wantContains: string;
  }
  test.skipIf(absent)("add-checkpoint, in order, over HTTP", async () => {
    const file = JSON.parse(readFileSync(join(shared, "witness/add-checkpoint.json"), "utf8")) as {
      logOrigin: string;
      logKeyHex: string;
      cases: Case[];
    };
    const log = formatVkey({ name: file.logOrigin, type: LOG_KEY, publicKey: fromHex(file.logKeyHex) });
    const { url, vkey } = await start({ name: "example.com/witness", logs: [log] });
    expect(file.cases.length).toBe(11);
    for (const each of file.cases) {
      const response = await fetch(`${url}/add-checkpoint`, { method: "POST", body: each.body });
      const answer = await response.text();
      expect(response.status, each.name).toBe(each.wantStatus);
      // Upstream's words for refusals are its own; the cosignature and the size of a 409 are the protocol's.
      if (each.wantStatus === 200) {
        expect(answer).toContain(each.wantContains);
        const text = `${(each.body.split("\n\n")[1] as string).trimEnd()}\n`;
        expect(openNote(`${text}\n${answer}`, [parseVkey(vkey)]).verified.length).toBe(1);
      }
      if (each.wantStatus === 409) expect(answer, each.name).toBe(each.wantContains);
    }
  });
});

test("the sample proofs above are real", async () => {
  expect(proofLines(await proofOf(3, 300)).length).toBeGreaterThan(5);
});
