import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { equalBytes, fromUtf8 } from "../../base/bytes.ts";
import { parseCanonical } from "../../base/canonical.ts";
import { isProblem } from "../../base/problem.ts";
import { peekPayload, verifyAct } from "../../crypto/acts.ts";
import { type Check, type VerifiedChain, verifyChain } from "../../custody/chain.ts";
import { parseVkey, samePublicKey } from "../../log/note.ts";
import { parsePolicy } from "../../log/policy.ts";
import { parseProof } from "../../log/proof.ts";
import { verifyReceipt } from "../../log/receipt.ts";
import { type Directory, type StateEntry, actKeysAt, directoryOf, stateOf } from "../../party/directory.ts";
import type { BagAlgorithm } from "../../seal/bag.ts";
import type { FoundFile } from "../../seal/manifest.ts";
import { type Slice, formatSlices, parseSlices, runningSlices, sealedDigest } from "../../seal/slices.ts";
import { checkBagFolder } from "../sealing/bag-folder.ts";
import { hashFile } from "../sealing/file-hashes.ts";
import {
  BAG,
  CONTENTS,
  CONTENTS_ACT,
  CUSTODY,
  Contents,
  EVENT,
  LEAF,
  PACKAGE,
  PROOF,
  RECEIPTS,
  SEED,
  SLICES,
  STATES,
  folderProblem,
  keysOfSender,
  keysOfStep,
  listFiles,
} from "./layout.ts";
import { fingerprintOf, isTrusted, readSelfSigned } from "./lists.ts";

export interface FolderReport {
  /** Whether every check held. */
  ok: boolean;
  checks: Check[];
  /** What this report says nothing about, in sentences. */
  notChecked: string[];
}

export interface VerifyOptions {
  /** Signed State lists, or their fingerprints (`sha256:…`), that came another way than the folder. */
  trust?: readonly string[];
  onProgress?(done: number, total: number): void;
}

/**
 * Verifies an evidence folder, alone and offline. It reports every check, also after one has failed, each failure with
 * the file it is about; it throws only where the folder cannot be read.
 */
export async function verifyFolder(folder: string, options: VerifyOptions = {}): Promise<FolderReport> {
  const checks: Check[] = [];
  const { files, slices } = await readFiles(folder, checks, options);
  const contents = checkContents(folder, files, checks);
  const lists = await checkLists(folder, files, checks, options.trust);
  if (contents) await checkContentsAct(folder, contents, lists.directory, checks);
  const chain = await checkCustody(folder, files, lists.directory, checks);
  checkPackage(folder, slices, chain, checks);
  checkAbout(chain, contents, checks);
  await checkBag(folder, files, chain, lists.directory, contents?.by, checks);
  checkReceipts(folder, files, lists.directory, checks);
  return {
    ok: checks.every((check) => check.ok),
    checks,
    notChecked: notChecked(lists.fingerprints, options.trust),
  };
}

type Files = ReadonlyMap<string, FoundFile>;

/** All files with their hashes; the sealed file also in the slices that the folder names. */
async function readFiles(
  folder: string,
  checks: Check[],
  options: VerifyOptions,
): Promise<{ files: Files; slices: Slice[] }> {
  const { files, strange } = listFiles(folder);
  for (const where of strange)
    checks.push({ id: "folder/not-a-file", ok: false, what: "This is neither a file nor a folder.", where });
  const total = files.reduce((sum, path) => sum + lstatSync(join(folder, path)).size, 0);
  let done = 0;
  const found = new Map<string, FoundFile>();
  const sealed = runningSlices(safely(() => parseSlices(textOf(folder, SLICES))) ?? []);
  for (const path of files) {
    const wanted: BagAlgorithm[] = path.startsWith(`${BAG}/`) ? ["sha256", "sha512"] : ["sha256"];
    const see = (piece: Uint8Array): void => {
      if (path === PACKAGE) sealed.update(piece);
      options.onProgress?.((done += piece.length), total);
    };
    found.set(path, await hashFile(join(folder, path), wanted, see));
  }
  return { files: found, slices: sealed.end() };
}

/** Runs one check; a Problem is its failure, at the file the check is about. */
async function attempt<T>(
  checks: Check[],
  id: string,
  held: string,
  where: string,
  run: () => T | Promise<T>,
): Promise<T | null> {
  try {
    const result = await run();
    checks.push({ id, ok: true, what: held, where });
    return result;
  } catch (error) {
    checks.push({ id, ok: false, what: `${whatOf(error)}`, where: whereOf(error, where) });
    return null;
  }
}

function whatOf(error: unknown): string {
  return isProblem(error) ? `${error.message} [${error.code}]` : "This cannot be read.";
}

function whereOf(error: unknown, where: string): string {
  return isProblem(error) && error.where !== where ? `${where}: ${error.where}` : where;
}

/** Every file is listed with its hash, every listed file is there. Null where the list itself cannot be read. */
function checkContents(folder: string, files: Files, checks: Check[]): Contents | null {
  let contents: Contents;
  try {
    contents = Contents.parse(parseCanonical(readFileSync(join(folder, CONTENTS)), CONTENTS));
  } catch {
    const what = "The list of contents is missing or has been altered.";
    checks.push({ id: "folder/contents", ok: false, what, where: CONTENTS });
    return null;
  }
  const faults = compareContents(contents, files);
  checks.push(...faults);
  if (faults.length === 0)
    checks.push({
      id: "folder/files",
      ok: true,
      what: `All ${contents.files.length} files are those that were handed over, and no other.`,
      where: "folder",
    });
  return contents;
}

function compareContents(contents: Contents, files: Files): Check[] {
  const listed = new Map(contents.files.map((file) => [file.path, file]));
  const faults: Check[] = [];
  for (const [where, { size, sha256 }] of listed) {
    const file = files.get(where);
    if (!file)
      faults.push({ id: "folder/file-missing", ok: false, what: "A listed file is missing.", where });
    else if (file.size !== size || file.sha256 !== sha256)
      faults.push({ id: "folder/file-differs", ok: false, what: "The file has been altered.", where });
  }
  for (const where of files.keys())
    if (!listed.has(where) && where !== CONTENTS && where !== CONTENTS_ACT)
      faults.push({ id: "folder/file-extra", ok: false, what: "The file was not handed over.", where });
  return faults;
}

async function checkLists(
  folder: string,
  files: Files,
  checks: Check[],
  trust: readonly string[] | undefined,
): Promise<{ directory: Directory; fingerprints: string[] }> {
  const entries: StateEntry[] = [];
  const fingerprints: string[] = [];
  for (const path of below(files, STATES)) {
    const held = "The State's list is signed with the keys it lists.";
    const text = textOf(folder, path);
    const entry = await attempt(checks, "list/signature", held, path, () => readSelfSigned(text, path));
    if (!entry || entries.some((each) => each.state === entry.state)) continue;
    entries.push(entry);
    fingerprints.push(`${entry.state} ${fingerprintOf(text)}`);
    if (!trust) continue;
    const trusted = "The list is signed with keys that you trust.";
    await attempt(checks, "list/trust", trusted, path, async () => {
      if (!(await isTrusted(text, entry, trust)))
        throw folderProblem("not-trusted", "The list is not signed with keys that you trust.", path);
    });
  }
  return { directory: safely(() => directoryOf(entries)) ?? { states: new Map() }, fingerprints };
}

async function checkContentsAct(
  folder: string,
  contents: Contents,
  directory: Directory,
  checks: Check[],
): Promise<void> {
  const held = `The contents are signed by ${contents.by}, which hands them over.`;
  await attempt(checks, "folder/signature", held, CONTENTS_ACT, async () => {
    const act = textOf(folder, CONTENTS_ACT);
    if (!equalBytes(peekPayload(act, CONTENTS_ACT), readFileSync(join(folder, CONTENTS))))
      throw folderProblem("contents-differ", "The signature is over other contents.", CONTENTS);
    // The keys in force when the list was issued or later: the act says when it was signed, and is checked at that time.
    const entry = stateOf(directory, contents.by);
    const { signedAt } = await verifyAct(
      act,
      "comity-manifest",
      actKeysAt(entry, entry.issued),
      CONTENTS_ACT,
    );
    await verifyAct(act, "comity-manifest", actKeysAt(entry, signedAt), CONTENTS_ACT);
  });
}

async function checkCustody(
  folder: string,
  files: Files,
  directory: Directory,
  checks: Check[],
): Promise<VerifiedChain> {
  const paths = below(files, CUSTODY);
  const chain = await verifyChain(
    paths.map((path) => textOf(folder, path)),
    keysOfStep(directory),
  );
  for (const check of chain.report) {
    const index = Number(/^step (\d+)$/.exec(check.where)?.[1]) - 1;
    checks.push({ ...check, where: paths[index] ?? CUSTODY });
  }
  return chain;
}

/** The sealed file has the slices of the list, and the list's digest is the one in the chain. */
function checkPackage(folder: string, slices: readonly Slice[], chain: VerifiedChain, checks: Check[]): void {
  const sealed = chain.steps.findLast((step) => step.sealed !== null)?.sealed;
  const same =
    sealed?.digest === sealedDigest(slices) &&
    sealed.size === slices.reduce((sum, { size }) => sum + size, 0) &&
    textOf(folder, SLICES) === formatSlices(slices);
  checks.push({
    id: "package/digest",
    ok: Boolean(same),
    what: same
      ? "The sealed file is the one the chain of custody is about."
      : "The sealed file is not the one the chain of custody is about.",
    where: PACKAGE,
  });
}

function checkAbout(chain: VerifiedChain, contents: Contents | null, checks: Check[]): void {
  const last = chain.steps.at(-1);
  const about =
    last &&
    contents &&
    contents.item === last.item &&
    contents.ref === last.ref &&
    contents.by === chain.holder;
  checks.push({
    id: "folder/item",
    ok: Boolean(about),
    what: about
      ? `The folder is about item ${last.item} in case ${last.ref}, held by ${contents.by}.`
      : "The folder is about another item, case or holder than the chain of custody.",
    where: CONTENTS,
  });
}

async function checkBag(
  folder: string,
  files: Files,
  chain: VerifiedChain,
  directory: Directory,
  reader: string | undefined,
  checks: Check[],
): Promise<void> {
  const found = new Map(
    below(files, BAG).map((path) => [path.slice(BAG.length + 1), files.get(path) as FoundFile]),
  );
  const held =
    "Every file is vouched for by the manifests, which the sender signed, for the State that holds them.";
  const bag = await attempt(checks, "bag/manifest", held, BAG, () =>
    checkBagFolder({
      folder: join(folder, BAG),
      found,
      keysOf: keysOfSender(directory),
      ...(reader === undefined ? {} : { reader }),
    }),
  );
  if (!bag) return;
  const step = chain.steps.findLast((each) => each.manifest !== null);
  const { says, digest } = bag.manifest;
  const same = step && step.manifest === digest && says.item === step.item && says.ref === step.ref;
  checks.push({
    id: "bag/custody",
    ok: Boolean(same),
    what: same
      ? "The signed manifest is the one the chain of custody is about."
      : "The signed manifest is not the one the chain of custody is about.",
    where: `${BAG}/comity-manifest.json`,
  });
}

function checkReceipts(folder: string, files: Files, directory: Directory, checks: Check[]): void {
  const names = new Set(below(files, RECEIPTS).map((path) => path.split("/").slice(0, 2).join("/")));
  for (const place of names) {
    try {
      const { origin, index, cosigners } = checkReceipt(folder, place, files, directory);
      const event = files.has(`${place}/${SEED}`) ? "The event" : "A leaf, whose event is not shown,";
      const what = `${event} stands in the log ${origin} at ${index}, seen by ${cosigners.join(", ")}.`;
      checks.push({ id: "receipt/proof", ok: true, what, where: place });
    } catch (error) {
      checks.push({ id: "receipt/proof", ok: false, what: whatOf(error), where: place });
    }
  }
}

function checkReceipt(folder: string, place: string, files: Files, directory: Directory) {
  const read = (name: string): Uint8Array => readFileSync(join(folder, place, name));
  const proofText = fromUtf8(read(PROOF));
  const origin = parseProof(proofText).checkpoint.split("\n", 1)[0] ?? "";
  const entry = [...directory.states.values()].find((each) => parseVkey(each.node.log.vkey).name === origin);
  if (!entry) throw folderProblem("log-unknown", "No State in this folder runs this log.", place);
  const policy = parsePolicy(entry.node.log.policy);
  const key = parseVkey(entry.node.log.vkey);
  return verifyReceipt({
    proofText,
    leaf: read(LEAF),
    // The log's key is the one in the State's list; its policy file only says which witnesses suffice.
    policy: { ...policy, logs: policy.logs.filter((each) => samePublicKey(each.key, key)) },
    origin,
    own: entry.node.log.ownWitnesses,
    // Age does not matter to a court, and its clock is not the logs': see `notChecked`.
    now: Number.MAX_SAFE_INTEGER,
    maxAgeSeconds: Number.POSITIVE_INFINITY,
    ...(files.has(`${place}/${SEED}`) ? { opening: { seed: read(SEED), event: read(EVENT) } } : {}),
  });
}

function notChecked(fingerprints: readonly string[], trust: readonly string[] | undefined): string[] {
  return [
    ...(trust
      ? []
      : [
          `Whether the States' lists are genuine. Compare their fingerprints with each State by another way: ${fingerprints.join(", ")}.`,
        ]),
    "That package.age opens to this bag: that needs a recipient's key. The signed step that sealed it says so.",
    "Whether the witnesses' clocks were right, and whether the logs have changed since: check the logs themselves.",
    "Time-stamps of a qualified authority: this version has none.",
    "Whether anything was left out before the first step, what the files mean, and whether a court admits them.",
  ];
}

function below(files: Files, folder: string): string[] {
  return [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
}

/** A text file; what is not UTF-8 becomes an empty text, which no signature fits. */
function textOf(folder: string, path: string): string {
  return safely(() => fromUtf8(readFileSync(join(folder, path)))) ?? "";
}

function safely<T>(run: () => T): T | null {
  try {
    return run();
  } catch {
    return null;
  }
}
