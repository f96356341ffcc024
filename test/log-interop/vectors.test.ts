import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fromBase64, fromHex, utf8 } from "../../src/base/bytes.ts";
import { Problem } from "../../src/base/problem.ts";
import { parseVkey } from "../../src/log/note.ts";
import { parsePolicy } from "../../src/log/policy.ts";
import { verifyReceipt } from "../../src/log/receipt.ts";
import { SAMPLE_WITNESSES } from "../../src/log/sample.ts";
import { decideAddCheckpoint, parseAddCheckpoint } from "../../src/log/witness.ts";
import { type ReceiptVector, VECTOR_FOLDER, type WitnessVector, logVectors } from "./make-vectors.ts";

const names = readdirSync(VECTOR_FOLDER).map((file) => file.replace(/\.json$/, ""));
const load = (name: string): ReceiptVector | WitnessVector =>
  JSON.parse(readFileSync(join(VECTOR_FOLDER, `${name}.json`), "utf8")) as ReceiptVector | WitnessVector;

function answerReceipt(vector: ReceiptVector): string {
  try {
    verifyReceipt({
      proofText: vector.proof,
      leaf: fromHex(vector.leaf),
      policy: parsePolicy(vector.policy),
      now: vector.now * 1000,
      maxAgeSeconds: vector.maxAgeSeconds,
      origin: vector.origin,
      own: vector.own,
      opening: { seed: fromHex(vector.seed), event: utf8(vector.event) },
    });
    return "ok";
  } catch (cause) {
    if (cause instanceof Problem) return cause.code;
    throw cause;
  }
}

function answerWitness(vector: WitnessVector): number {
  const { name, seed } = SAMPLE_WITNESSES[0] as (typeof SAMPLE_WITNESSES)[0];
  const state = vector.state && { size: vector.state.size, root: fromBase64(vector.state.root) };
  try {
    const request = parseAddCheckpoint(vector.body);
    return decideAddCheckpoint({ name, seed, logs: [parseVkey(vector.log)] }, state ?? undefined, request, 5)
      .status;
  } catch (cause) {
    if (cause instanceof Problem) return 400;
    throw cause;
  }
}

describe("spec/vectors/log", () => {
  test("the files are what the script writes", async () => {
    const made = await logVectors();
    expect(names.sort()).toEqual(Object.keys(made).sort());
    for (const name of names) expect(load(name), name).toEqual(made[name]);
  });

  test.each(names)("%s", (name) => {
    const vector = load(name);
    expect(vector.kind === "receipt" ? answerReceipt(vector) : answerWitness(vector)).toBe(vector.want);
  });
});
