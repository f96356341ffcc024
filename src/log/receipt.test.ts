import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase64, toBase64, utf8 } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { makeLeaf, openLeaf } from "./leaf.ts";
import { parsePolicy } from "./policy.ts";
import { formatProof, parseProof } from "./proof.ts";
import { proveConsistency } from "./prove.ts";
import { type ReceiptQuestion, verifyReceipt } from "./receipt.ts";
import {
  SAMPLE_LOG,
  sampleCheckpoint,
  sampleLeaves,
  sampleNote,
  samplePolicy,
  sampleReceipt,
  sampleTiles,
} from "./sample.ts";
import { verifyInBrowser } from "./verify-in-browser.ts";

const shared = resolve(import.meta.dirname, "../../../shared/vectors/log/td-formats/tlog-proof.json");
const absent = !existsSync(shared);

const NOW = 1_814_659_200;
const SEED = new Uint8Array(32).fill(7);
const EVENT = utf8('{"what":"an event"}');
const leaves = [...sampleLeaves(300), makeLeaf(SEED, EVENT), ...sampleLeaves(50, 300)];
const leaf = leaves[300] as Uint8Array;
const proofText = await sampleReceipt(leaves, 300, ["w1", "w3"], NOW - 10);
const question: ReceiptQuestion = {
  proofText,
  leaf,
  policy: parsePolicy(samplePolicy()),
  now: NOW * 1000,
  maxAgeSeconds: 3600,
  origin: SAMPLE_LOG.name,
  opening: { seed: SEED, event: EVENT },
};

function codeOf(run: () => unknown): string {
  try {
    run();
    return "none";
  } catch (cause) {
    if (cause instanceof Problem) return cause.code;
    throw cause;
  }
}

describe("leaves", () => {
  test("all leaves are 33 bytes and open with their seed and event only", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ maxLength: 200 }),
        (seed, event) => {
          const one = makeLeaf(seed, event);
          expect([one.length, one[0]]).toEqual([33, 1]);
          openLeaf(seed, event, one);
          expect(codeOf(() => openLeaf(seed, Uint8Array.of(...event, 0), one))).toBe(
            "log/commitment-mismatch",
          );
          expect(
            codeOf(() =>
              openLeaf(
                seed.map((b) => b ^ 1),
                event,
                one,
              ),
            ),
          ).toBe("log/commitment-mismatch");
        },
      ),
    );
  });

  test("forms to come are named as unknown, not as false", () => {
    expect(codeOf(() => openLeaf(SEED, EVENT, Uint8Array.of(2, ...new Uint8Array(1184))))).toBe(
      "log/leaf-unknown",
    );
    expect(codeOf(() => openLeaf(SEED, EVENT, leaf.subarray(0, 32)))).toBe("log/leaf-unknown");
  });
});

describe("receipts", () => {
  test("a good receipt says what was checked", () => {
    const receipt = verifyReceipt(question);
    expect(receipt).toMatchObject({
      origin: SAMPLE_LOG.name,
      index: 300,
      size: 351,
      cosigners: ["w1", "w3"],
    });
    expect(receipt.checks.map((each) => each.name)).toEqual([
      "log signature",
      "witnesses",
      "freshness",
      "inclusion",
      "commitment",
    ]);
  });

  test.each<[string, Partial<ReceiptQuestion>, string]>([
    ["no proof", { proofText: "" }, "log/proof-malformed"],
    ["another origin expected", { origin: "log.alderia.example" }, "log/unknown-origin"],
    ["log not in the policy", { policy: parsePolicy("quorum none") }, "log/unknown-origin"],
    ["three of three needed", { policy: parsePolicy(samplePolicy(3)) }, "log/no-quorum"],
    ["one of the two is the State's own", { own: ["w3"] }, "log/no-quorum"],
    ["too old by a second", { maxAgeSeconds: 9 }, "log/stale"],
    ["as old as allowed", { maxAgeSeconds: 10 }, "none"],
    ["301 s ahead of our clock", { now: (NOW - 311) * 1000 }, "log/from-future"],
    ["300 s ahead of our clock", { now: (NOW - 310) * 1000 }, "none"],
    ["years later, age not asked", { now: NOW * 2000, maxAgeSeconds: Number.POSITIVE_INFINITY }, "none"],
    ["another leaf", { leaf: leaves[301] as Uint8Array }, "log/not-included"],
    ["another event", { opening: { seed: SEED, event: utf8("{}") } }, "log/commitment-mismatch"],
    ["another seed", { opening: { seed: new Uint8Array(32), event: EVENT } }, "log/commitment-mismatch"],
  ])("%s: %s", (_, change, code) => {
    expect(codeOf(() => verifyReceipt({ ...question, ...change }))).toBe(code);
  });

  test("no single changed bit of a receipt is accepted", () => {
    const bytes = utf8(proofText);
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const changed = bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        let text: string;
        try {
          text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(changed);
        } catch {
          return;
        }
        expect(codeOf(() => verifyReceipt({ ...question, proofText: text }))).not.toBe("none");
      }),
      { numRuns: 500 },
    );
  });
});

describe("proof texts", () => {
  test("writing and reading are inverse", () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.array(hash, { maxLength: 63 }),
        fc.option(fc.uint8Array({ minLength: 1 })),
        (index, hashes, extra) => {
          const proof = { index, hashes, checkpoint: "x\n", ...(extra ? { extra } : {}) };
          const read = parseProof(formatProof(proof));
          expect([read.index, read.checkpoint, read.hashes.map(toBase64)]).toEqual([
            index,
            "x\n",
            hashes.map(toBase64),
          ]);
          expect(read.extra && toBase64(read.extra)).toBe(extra ? toBase64(extra) : undefined);
        },
      ),
    );
  });

  const title = absent ? " (SKIPPED: ../shared/vectors/log is not beside this clone)" : "";
  test.skipIf(absent)(`vectors by transparency-dev/formats${title}`, () => {
    const file = JSON.parse(readFileSync(shared, "utf8")) as {
      valid: { encoded: string; index: string; hashes: string[]; checkpoint: string; extra: string | null }[];
      invalid: { name: string; encoded: string }[];
    };
    for (const each of file.valid) {
      const proof = parseProof(each.encoded);
      expect(proof).toEqual({
        index: Number(each.index),
        hashes: each.hashes.map(fromBase64),
        checkpoint: each.checkpoint,
        ...(each.extra === null ? {} : { extra: fromBase64(each.extra) }),
      });
      expect(formatProof(proof)).toBe(each.encoded);
    }
    const tooLong = `c2sp.org/tlog-proof@v1\nindex 0\n${"a".repeat(66_560)}\n\nx\n`;
    for (const text of [...file.invalid.map((each) => each.encoded), tooLong])
      expect(codeOf(() => parseProof(text))).toBe("log/proof-malformed");
  });
});

describe("in a browser", () => {
  const tiles = sampleTiles(leaves);
  const checks = async (change: object): Promise<string[]> => {
    const record = {
      policyText: samplePolicy(),
      checkpointText: sampleNote(await sampleCheckpoint(tiles, leaves.length), ["w2", "w3"], NOW),
      proofText,
      leaf,
      ...change,
    };
    return verifyInBrowser(record)
      .checks.filter((each) => !each.ok)
      .map((each) => each.name);
  };

  test("a good record passes every check", async () => {
    expect(await checks({ opening: { seed: SEED, event: EVENT } })).toEqual([]);
  });

  test("a grown tree needs the consistency proof", async () => {
    const grown = [...leaves, ...sampleLeaves(9, 900)];
    const more = sampleTiles(grown);
    const checkpointText = sampleNote(await sampleCheckpoint(more, grown.length), ["w2", "w3"], NOW);
    const consistency = await proveConsistency(async (path) => more.get(path), leaves.length, grown.length);
    expect(await checks({ checkpointText, consistency })).toEqual([]);
    expect(await checks({ checkpointText })).toEqual(["one history"]);
  });

  test.each<[string, object, string[]]>([
    ["policy that is none", { policyText: "x" }, ["policy"]],
    ["checkpoint cosigned by one", { checkpointText: "" }, ["checkpoint"]],
    ["receipt cut short", { proofText: proofText.slice(0, 60) }, ["receipt"]],
    ["another leaf", { leaf: leaves[0] }, ["inclusion"]],
    ["own witness", { own: ["w2"] }, ["witnesses"]],
    ["another event", { opening: { seed: SEED, event: utf8("") } }, ["commitment"]],
  ])("%s fails by name", async (_, change, failed) => {
    expect(await checks(change)).toEqual(failed);
  });
});
