import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { exportJWK, generateKeyPair } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { canonicalBytes } from "../base/canonical.ts";
import { addHours } from "../base/time.ts";
import { type SigningKey, type VerifyingKey, peekPayload, signAct } from "../crypto/acts.ts";
import { type KeysOf, linkTo, nextStepPayload, nextStepTime, verifyChain } from "./chain.ts";
import type { By, CustodyStep, StepFields, StepName } from "./step.ts";

const START = "2027-07-04T03:10:00.000Z";
const SEALED = { digest: `sha256:${"5".repeat(64)}`, size: 1_000 };
const MANIFEST = `sha256:${"6".repeat(64)}`;
const PROVIDER: By = { state: "AL", provider: "nordrack", officer: null };
const ALDERIA: By = { state: "AL", provider: null, officer: "al-7" };
const BORVANIA: By = { state: "BO", provider: null, officer: "bo-3" };

const signing = new Map<string, SigningKey[]>();
const verifying: Record<string, VerifyingKey[]> = {};

async function enrol(party: string): Promise<void> {
  const keys: SigningKey[] = [];
  for (const alg of ["ES256", "ML-DSA-65"] as const) {
    const pair = await generateKeyPair(alg, { extractable: true });
    const kid = `${party}-${alg.toLowerCase()}`;
    keys.push({ kid, alg, jwk: await exportJWK(pair.privateKey) });
    (verifying[party] ??= []).push({ kid, alg, jwk: await exportJWK(pair.publicKey) });
  }
  signing.set(party, keys);
}

const keysIn =
  (keys: Record<string, VerifyingKey[]>): KeysOf =>
  (by) =>
    keys[by.provider ?? by.state ?? ""] ?? [];

const STORY: [StepName, By][] = [
  ["collected", PROVIDER],
  ["sealed", PROVIDER],
  ["received", ALDERIA],
  ["held", ALDERIA],
  ["released", ALDERIA],
  ["received", BORVANIA],
  ["opened", BORVANIA],
];

function fieldsOf(step: StepName, by: By, hour: number): StepFields {
  const before = step === "collected";
  return {
    item: "item-1",
    ref: "BO-AL-2027-0001",
    at: addHours(START, hour),
    by,
    step,
    sealed: before ? null : SEALED,
    manifest: before ? null : MANIFEST,
    ...(step === "held" ? { until: addHours(START, hour + 72) } : {}),
    why: "order under Art 44",
    tool: { name: "comity", version: "0.1.0" },
  };
}

type Alter = (step: CustodyStep, index: number) => CustodyStep;

/** Signs a story as it stands, so that each fault is properly signed and linked unless it is itself about that. */
async function tell(story: [StepName, By][], alter: Alter = (step) => step, as?: string): Promise<string[]> {
  const acts: string[] = [];
  for (const [index, [step, by]] of story.entries()) {
    const whole: CustodyStep = {
      ...fieldsOf(step, by, index),
      format: "comity/custody/v1",
      seq: index + 1,
      prev: index ? linkTo(acts[index - 1] as string) : null,
    };
    const altered = alter(whole, index);
    const signer = index === 4 && as ? as : (by.provider ?? by.state ?? "");
    acts.push(
      await signAct("comity-custody", canonicalBytes(altered), signing.get(signer) ?? [], altered.at),
    );
  }
  return acts;
}

const at = (wanted: number, change: Partial<CustodyStep>): Alter => {
  return (step, index) => (index === wanted ? { ...step, ...change } : step);
};
const other = { digest: `sha256:${"7".repeat(64)}`, size: 1_000 };

interface Fault {
  name: string;
  about: string;
  /** The one check that fails; null where the chain is good. */
  check: string | null;
  where: string;
  make(): Promise<string[]>;
}

const good = (): Promise<string[]> => tell(STORY);

const FAULTS: Fault[] = [
  { name: "whole", about: "A good chain.", check: null, where: "chain", make: good },
  {
    name: "signature-altered",
    about: "One character of a signature is another.",
    check: "custody/signature",
    where: "step 7",
    make: async () => (await good()).map((act, i) => (i === 6 ? alterSignature(act) : act)),
  },
  {
    name: "signed-by-another-party",
    about: "Borvania signed a step that names Alderia.",
    check: "custody/signature",
    where: "step 5",
    make: () => tell(STORY, undefined, "BO"),
  },
  {
    name: "party-unknown",
    about: "A step by a State whose list is not known.",
    check: "custody/signature",
    where: "step 8",
    make: async () => tell([...STORY, ["opened", { state: "XX", provider: null, officer: null }]]),
  },
  {
    name: "act-of-another-type",
    about: "The last step was signed as a message.",
    check: "custody/signature",
    where: "step 7",
    make: async () => {
      const acts = await good();
      const payload = peekPayload(acts[6] as string, "step 7");
      const keys = signing.get("BO") as SigningKey[];
      return [...acts.slice(0, 6), await signAct("comity-message", payload, keys, addHours(START, 6))];
    },
  },
  {
    name: "unknown-field",
    about: "A step has a field that the form does not know.",
    check: "custody/form",
    where: "step 7",
    make: () => tell(STORY, at(6, { extra: 1 } as Partial<CustodyStep>)),
  },
  {
    name: "number-skipped",
    about: "The numbers go from 6 to 8.",
    check: "custody/sequence",
    where: "step 7",
    make: () => tell(STORY, at(6, { seq: 8 })),
  },
  {
    name: "previous-differs",
    about: "A step follows another act than the one before it.",
    check: "custody/previous",
    where: "step 7",
    make: () => tell(STORY, at(6, { prev: `sha256:${"0".repeat(64)}` })),
  },
  {
    name: "other-item",
    about: "One step is about another item.",
    check: "custody/same-item",
    where: "step 7",
    make: () => tell(STORY, at(6, { item: "item-2" })),
  },
  {
    name: "other-case",
    about: "One step is under another case.",
    check: "custody/same-item",
    where: "step 7",
    make: () => tell(STORY, at(6, { ref: "BO-AL-2027-0002" })),
  },
  {
    name: "sealed-file-differs",
    about: "Borvania received another sealed file.",
    check: "custody/sealed-digest",
    where: "step 6",
    make: () => tell(STORY.slice(0, 6), at(5, { sealed: other })),
  },
  {
    name: "manifest-differs",
    about: "Borvania opened another manifest.",
    check: "custody/sealed-digest",
    where: "step 7",
    make: () => tell(STORY, at(6, { manifest: other.digest })),
  },
  {
    name: "received-before-sealed",
    about: "The item was received before anybody sealed it.",
    check: "custody/order",
    where: "step 1",
    make: () => tell([["received", ALDERIA]]),
  },
  {
    name: "sealed-twice",
    about: "A sealed item was sealed again.",
    check: "custody/order",
    where: "step 3",
    make: () => tell([...STORY.slice(0, 2), ["sealed", PROVIDER]]),
  },
  {
    name: "time-goes-back",
    about: "The last step is earlier than the one before.",
    check: "custody/time",
    where: "step 7",
    make: () => tell(STORY, at(6, { at: START })),
  },
  {
    name: "arrival-not-recorded",
    about: "Borvania opened the item, but nothing says that it arrived there.",
    check: "custody/gap",
    where: "step 6",
    make: () => tell([...STORY.slice(0, 5), ["opened", BORVANIA]]),
  },
];

function alterSignature(act: string): string {
  const jws = JSON.parse(act) as { payload: string; signatures: { protected: string; signature: string }[] };
  const [first] = jws.signatures as [{ protected: string; signature: string }];
  const changed = (first.signature.startsWith("A") ? "B" : "A") + first.signature.slice(1);
  return JSON.stringify({
    ...jws,
    signatures: [{ ...first, signature: changed }, ...jws.signatures.slice(1)],
  });
}

async function failing(acts: readonly string[], keysOf: KeysOf): Promise<string[]> {
  const { report } = await verifyChain(acts, keysOf);
  return report.filter((check) => !check.ok).map((check) => `${check.id} at ${check.where}`);
}

beforeAll(async () => {
  for (const party of ["nordrack", "AL", "BO", "XX"]) await enrol(party);
  delete verifying["XX"];
});

describe("a chain of custody", () => {
  test.each(FAULTS.map((fault) => [fault.name, fault] as const))("%s", async (_, fault) => {
    const expected = fault.check ? [`${fault.check} at ${fault.where}`] : [];
    expect(await failing(await fault.make(), keysIn(verifying))).toEqual(expected);
  });

  test("says who holds the item and to what the next step links", async () => {
    const acts = await good();
    const { head, holder, steps } = await verifyChain(acts, keysIn(verifying));
    expect(head).toBe(linkTo(acts[6] as string));
    expect(holder).toBe("BO");
    expect(steps.map((step) => step.step)).toEqual(STORY.map(([step]) => step));
  });

  test("a recall by the party that released moves nothing", async () => {
    const acts = await tell([...STORY, ["recalled", ALDERIA]]);
    expect(await failing(acts, keysIn(verifying))).toEqual([]);
    expect((await verifyChain(acts, keysIn(verifying))).holder).toBe("BO");
  });

  test("no chain is no proof", async () => {
    expect(await failing([], keysIn(verifying))).toEqual(["custody/form at chain"]);
  });

  test("any step left out, or two exchanged, is noticed", async () => {
    const acts = await good();
    await fc.assert(
      fc.asyncProperty(fc.nat(5), fc.boolean(), async (index, swap) => {
        const altered = acts.slice();
        if (swap) altered.splice(index, 2, altered[index + 1] as string, altered[index] as string);
        else altered.splice(index, 1);
        expect(await failing(altered, keysIn(verifying))).not.toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});

describe("the next step", () => {
  test("is made over the chain so far, and verifies", async () => {
    const acts = (await good()).slice(0, 4);
    const payload = nextStepPayload(acts, fieldsOf("released", ALDERIA, 5));
    const keys = signing.get("AL") as SigningKey[];
    acts.push(await signAct("comity-custody", payload, keys, addHours(START, 5)));
    expect(await failing(acts, keysIn(verifying))).toEqual([]);
  });

  test.each<[string, StepFields, string]>([
    ["cannot come before sealing", fieldsOf("released", ALDERIA, 1), "custody/wrong-order"],
    [
      "names somebody",
      fieldsOf("sealed", { state: null, provider: null, officer: "x" }, 1),
      "custody/malformed",
    ],
    ["has a sealed file", { ...fieldsOf("sealed", PROVIDER, 1), sealed: null }, "custody/malformed"],
    ["has an end only when held", { ...fieldsOf("sealed", PROVIDER, 1), until: START }, "custody/malformed"],
  ])("%s", (_, fields, code) => {
    expect(() => nextStepPayload([], fields)).toThrow(expect.objectContaining({ code }));
  });

  test("is not dated before the one that it follows", async () => {
    const acts = (await good()).slice(0, 4);
    const early = fieldsOf("released", ALDERIA, 2.9);
    expect(() => nextStepPayload(acts, early)).toThrow(
      expect.objectContaining({ code: "custody/time-back" }),
    );
    expect(nextStepTime(acts, early.at)).toBe(addHours(START, 3));
    expect(nextStepTime([], early.at)).toBe(early.at);
  });
});

// Vectors for others: one fault per file, named after it. `COMITY_WRITE_VECTORS=1` makes them anew.
const folder = resolve(import.meta.dirname, "../../spec/vectors/custody");

interface Vector {
  about: string;
  check: string | null;
  where: string;
  keys: Record<string, VerifyingKey[]>;
  acts: string[];
}

beforeAll(async () => {
  if (!process.env["COMITY_WRITE_VECTORS"]) return;
  mkdirSync(folder, { recursive: true });
  for (const { name, about, check, where, make } of FAULTS) {
    const vector: Vector = { about, check, where, keys: verifying, acts: await make() };
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(vector, null, 1)}\n`);
  }
});

test("there is a vector for each fault", () => {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  expect(names.sort()).toEqual(FAULTS.map((fault) => `${fault.name}.json`).sort());
});

test.each(FAULTS.map((fault) => fault.name))("vector %s", async (name) => {
  const vector = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Vector;
  const expected = vector.check ? [`${vector.check} at ${vector.where}`] : [];
  expect(await failing(vector.acts, keysIn(vector.keys))).toEqual(expected);
});
