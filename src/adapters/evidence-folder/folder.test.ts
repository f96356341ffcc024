import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { utf8 } from "../../base/bytes.ts";
import { canonicalBytes } from "../../base/canonical.ts";
import { addHours } from "../../base/time.ts";
import { nextStepPayload } from "../../custody/chain.ts";
import type { By, StepName } from "../../custody/step.ts";
import { digestOf } from "../../crypto/hash.ts";
import { makeLeaf } from "../../log/leaf.ts";
import { SAMPLE_LOG, sampleLeaves, samplePolicy, sampleReceipt } from "../../log/sample.ts";
import { keysOfParty, partyOf, StateEntry, directoryOf } from "../../party/directory.ts";
import { type KeyFile, newKeyring, publicJwk, signerOf } from "../keyring/keyring.ts";
import { newSealingKey } from "../sealing/header.ts";
import { openEvidence } from "../sealing/open-evidence.ts";
import { type SealedEvidence, sealEvidence } from "../sealing/seal-evidence.ts";
import { listFiles } from "./layout.ts";
import { fingerprintOf } from "./lists.ts";
import { verifyFolder } from "./verify.ts";
import { type FolderJob, writeEvidenceFolder } from "./write.ts";

const BEGAN = "2027-07-01T00:00:00.000Z";
const START = "2027-07-04T03:10:00.000Z";

let home: string;
let keys: Record<"AL" | "BO" | "nordrack", KeyFile>;
let entries: StateEntry[];
let lists: string[];
let job: FolderJob;
let good: string;

async function keyring(party: string, country: string): Promise<KeyFile> {
  return newKeyring(party, { name: `${party} seal`, organisation: party, country }, BEGAN, false);
}

function actKeys(file: KeyFile) {
  return file.act.map((key) => ({ ...key, jwk: publicJwk(key.jwk), from: BEGAN, until: null }));
}

function entryOf(state: "AL" | "BO"): StateEntry {
  const provider = {
    id: "nordrack",
    name: "NordRack",
    url: null,
    ranges: [],
    keys: actKeys(keys.nordrack),
    hopKeys: [],
    recipient: null,
  };
  return StateEntry.parse({
    format: "comity/state-list/v1",
    state,
    name: state,
    sequence: 1,
    issued: BEGAN,
    node: {
      id: `node.${state.toLowerCase()}`,
      url: "http://127.0.0.1:1",
      actKeys: actKeys(keys[state]),
      hopKeys: [],
      ageRecipients: [],
      log: { vkey: SAMPLE_LOG.vkey, policy: samplePolicy(), ownWitnesses: [] },
    },
    authorities: [],
    officers: [],
    providers: state === "AL" ? [provider] : [],
  });
}

const BY: Record<"AL" | "BO" | "nordrack", By> = {
  AL: { state: "AL", provider: null, officer: "al-7" },
  BO: { state: "BO", provider: null, officer: "bo-3" },
  nordrack: { state: "AL", provider: "nordrack", officer: null },
};
const STORY: [StepName, keyof typeof BY][] = [
  ["collected", "nordrack"],
  ["sealed", "nordrack"],
  ["received", "AL"],
  ["held", "AL"],
  ["released", "AL"],
  ["received", "BO"],
  ["opened", "BO"],
];

async function tell(story: [StepName, keyof typeof BY][], evidence: SealedEvidence): Promise<string[]> {
  const acts: string[] = [];
  for (const [hour, [step, who]] of story.entries()) {
    const at = addHours(START, hour);
    const { digest, size } = evidence.sealed;
    const payload = nextStepPayload(acts, {
      item: "item-1",
      ref: "BO-AL-2027-0001",
      at,
      by: BY[who],
      step,
      sealed: step === "collected" ? null : { digest, size },
      manifest: step === "collected" ? null : evidence.manifest.digest,
      why: "order under Art 44",
      tool: { name: "comity", version: "0.1.0" },
    });
    acts.push(await signerOf(keys[who])("comity-custody", payload, at));
  }
  return acts;
}

const sealed = {} as SealedEvidence;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "comity-folder-"));
  keys = {
    AL: await keyring("node.al", "AL"),
    BO: await keyring("node.bo", "BO"),
    nordrack: await keyring("nordrack", "AL"),
  };
  entries = [entryOf("AL"), entryOf("BO")];
  lists = await Promise.all(
    entries.map((entry) =>
      signerOf(keys[entry.state as "AL" | "BO"])("comity-state-list", canonicalBytes(entry), BEGAN),
    ),
  );
  const borvania = await newSealingKey();
  writeFileSync(join(home, "server.img"), "an image");
  const sealedPath = join(home, "package.age");
  Object.assign(
    sealed,
    await sealEvidence({
      files: [{ name: "disk/server.img", path: join(home, "server.img") }],
      info: {
        item: "item-1",
        ref: "BO-AL-2027-0001",
        sender: "nordrack",
        recipients: ["BO"],
        purpose: "order",
      },
      sign: (payload) => signerOf(keys.nordrack)("comity-manifest", payload, START),
      recipients: [borvania.recipient],
      out: sealedPath,
      at: START,
    }),
  );
  const bagFolder = join(home, "bag");
  const directory = directoryOf(entries);
  await openEvidence({
    sealed: sealedPath,
    identities: [borvania.identity],
    out: bagFolder,
    expected: sealed.sealed,
    keysOf: (sender, at) => keysOfParty(partyOf(directory, sender), at),
  });
  job = {
    out: join(home, "court"),
    sealedPath,
    slices: sealed.sealed.slices,
    bagFolder,
    custody: await tell(STORY, sealed),
    receipts: [await receipt("sent-1-request", true), await receipt("sent-2-received", false)],
    directory: lists,
    sign: (payload) => signerOf(keys.BO)("comity-manifest", payload, addHours(START, 9)),
  };
  await writeEvidenceFolder(job);
  good = job.out;
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function receipt(name: string, opened: boolean) {
  const [event, seed] = [utf8(`event ${name}`), new Uint8Array(32).fill(name.length)];
  const leaf = makeLeaf(seed, event);
  const leaves = [...sampleLeaves(5), leaf];
  const proof = await sampleReceipt(leaves, 5, ["w1", "w2"], 1_800_000_000);
  return { name, event, leaf, proof, ...(opened ? { seed } : {}) };
}

let count = 0;

/** A copy of the good folder that a test may alter. */
function copy(): string {
  const folder = join(home, `copy-${count++}`);
  cpSync(good, folder, { recursive: true });
  return folder;
}

/** Another folder, made and signed from other parts. */
async function written(change: Partial<FolderJob>): Promise<string> {
  const out = join(home, `other-${count++}`);
  await writeEvidenceFolder({ ...job, ...change, out });
  return out;
}

async function failures(folder: string, trust?: string[]): Promise<string[]> {
  const { checks } = await verifyFolder(folder, trust ? { trust } : {});
  return checks.filter((check) => !check.ok).map((check) => `${check.id} at ${check.where}`);
}

describe("an evidence folder", () => {
  test("verifies alone, and says what it did not check", async () => {
    const report = await verifyFolder(good);
    expect(report.checks.filter((check) => !check.ok)).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.notChecked.join(" ")).toContain(`BO ${fingerprintOf(lists[1] as string)}`);
    expect(report.checks.map((check) => check.id)).toEqual(
      expect.arrayContaining(["folder/files", "folder/signature", "custody/signature", "bag/manifest"]),
    );
    expect(report.checks.filter((check) => check.id === "receipt/proof")).toHaveLength(2);
  });

  test("says of a leaf without seed that its event is not shown", async () => {
    const { checks } = await verifyFolder(good);
    const said = checks
      .filter((check) => check.id === "receipt/proof")
      .map((check) => check.what.split(" ")[0]);
    expect(said).toEqual(["The", "A"]);
  });

  test("fails when one bit of any file is another, and names the file", async () => {
    const folder = copy();
    const { files } = listFiles(good);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), fc.nat(), async (path, draw) => {
        const bytes = readFileSync(join(good, path));
        const bit = draw % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
        writeFileSync(join(folder, path), bytes);
        const failed = await failures(folder);
        cpSync(join(good, path), join(folder, path));
        expect(failed.filter((each) => each.includes(path))).not.toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("names a file that was added, one that is missing, and a link", async () => {
    const folder = copy();
    writeFileSync(join(folder, "bag", "data", "planted.txt"), "x");
    rmSync(join(folder, "custody", "0004-held.json"));
    symlinkSync("/etc/passwd", join(folder, "link"));
    expect(await failures(folder)).toEqual(
      expect.arrayContaining([
        "folder/file-extra at bag/data/planted.txt",
        "folder/file-missing at custody/0004-held.json",
        "folder/not-a-file at link",
        "custody/previous at custody/0005-released.json",
      ]),
    );
  });

  test("trusts lists by their text, their fingerprint, or the keys of the list one has", async () => {
    const [al, bo] = lists as [string, string];
    const newer = { ...(entries[1] as StateEntry), sequence: 2 };
    const signedNewer = await signerOf(keys.BO)("comity-state-list", canonicalBytes(newer), BEGAN);
    for (const trust of [
      [al, bo],
      [fingerprintOf(al), fingerprintOf(bo)],
      [al, signedNewer],
    ])
      expect(await failures(good, trust)).toEqual([]);
    expect(await failures(good, [al])).toEqual(["list/trust at states/BO.json"]);
  });

  test("does not trust a list that another signed with keys of its own", async () => {
    const impostor = await keyring("node.bo", "BO");
    const forged = {
      ...(entries[1] as StateEntry),
      node: { ...(entries[1] as StateEntry).node, actKeys: actKeys(impostor) },
    };
    const text = await signerOf(impostor)(
      "comity-state-list",
      canonicalBytes(StateEntry.parse(forged)),
      BEGAN,
    );
    expect(await failures(good, [lists[0] as string, text])).toEqual(["list/trust at states/BO.json"]);
  });

  test.each<[string, () => Promise<Partial<FolderJob>>, string[]]>([
    [
      "the sealed file is another than that of the chain",
      async () => {
        const sealedPath = join(home, "other.age");
        writeFileSync(sealedPath, "another file");
        return { sealedPath };
      },
      ["package/digest at package.age"],
    ],
    [
      "the sealed file is sliced in another way",
      async () => {
        const bytes = readFileSync(job.sealedPath);
        const parts = [bytes.subarray(0, 100), bytes.subarray(100)];
        return { slices: parts.map((part) => ({ digest: digestOf(part), size: part.length })) };
      },
      ["package/digest at package.age"],
    ],
    [
      "the arrival at Borvania is not recorded",
      async () => ({ custody: await tell([...STORY.slice(0, 5), ["opened", "BO"]], sealed) }),
      ["custody/gap at custody/0006-opened.json"],
    ],
    [
      "another State signed the contents",
      async () => ({ sign: (payload) => signerOf(keys.AL)("comity-manifest", payload, START) }),
      ["folder/signature at contents.jws.json"],
    ],
    [
      "the chain is about another manifest than the bag",
      async () => {
        const other = { ...sealed, manifest: { ...sealed.manifest, digest: `sha256:${"0".repeat(64)}` } };
        return { custody: await tell(STORY, other) };
      },
      ["bag/custody at bag/comity-manifest.json"],
    ],
    [
      "a receipt is for another event",
      async () => ({ receipts: [{ ...(await receipt("sent-1", true)), event: utf8("another") }] }),
      ["receipt/proof at receipts/sent-1"],
    ],
    [
      "a receipt is for another leaf",
      async () => ({ receipts: [{ ...(await receipt("sent-1", false)), leaf: new Uint8Array(33) }] }),
      ["receipt/proof at receipts/sent-1"],
    ],
  ])("fails where %s, though properly written", async (_, change, expected) => {
    expect(await failures(await written(await change()))).toEqual(expected);
  });

  test("a bag of another case, properly signed, does not pass for this one", async () => {
    const bagFolder = join(home, "bag-altered");
    cpSync(job.bagFolder, bagFolder, { recursive: true });
    writeFileSync(join(bagFolder, "data", "disk", "server.img"), "an imagE");
    expect(await failures(await written({ bagFolder }))).toEqual([
      "bag/manifest at bag: data/disk/server.img",
    ]);
  });

  test.each<[string, () => Partial<FolderJob>, string]>([
    ["there is no chain", () => ({ custody: [] }), "folder/no-holder"],
    ["the holder's list is missing", () => ({ directory: lists.slice(0, 1) }), "folder/no-holder"],
    [
      "a receipt's name leads elsewhere",
      () => ({ receipts: [{ ...(job.receipts[0] as FolderJob["receipts"][number]), name: "../x" }] }),
      "folder/unsafe-name",
    ],
    ["a list is not signed by itself", () => ({ directory: [lists[0] as string, "{}"] }), "act/malformed"],
  ])("nothing is written where %s", async (_, change, code) => {
    const out = join(home, "never");
    await expect(writeEvidenceFolder({ ...job, ...change(), out })).rejects.toMatchObject({ code });
    expect(existsSync(out)).toBe(false);
  });

  test("what stands under the name is not replaced", async () => {
    const out = join(home, "taken");
    mkdirSync(out);
    writeFileSync(join(out, "mine"), "x");
    await expect(writeEvidenceFolder({ ...job, out })).rejects.toMatchObject({ code: "folder/out-exists" });
    expect(readFileSync(join(out, "mine"), "utf8")).toBe("x");
  });
});
