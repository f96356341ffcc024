import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { canonicalBytes } from "../../base/canonical.ts";
import { verifyChain } from "../../custody/chain.ts";
import { directoryOf } from "../../party/directory.ts";
import { nameFault } from "../../seal/names.ts";
import { type Slice, formatSlices } from "../../seal/slices.ts";
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
  README,
  RECEIPTS,
  SEED,
  SLICES,
  STATES,
  folderProblem,
  keysOfStep,
  listFiles,
} from "./layout.ts";
import { readSelfSigned } from "./lists.ts";

/** A trace in a public log: the proof, and, where the reader may know the event, what opens the leaf to it. */
export interface FolderReceipt {
  /** Becomes a folder name. */
  name: string;
  event: Uint8Array;
  leaf: Uint8Array;
  seed?: Uint8Array;
  proof: string;
}

export interface FolderJob {
  /** Appears when it is complete; must not exist. */
  out: string;
  sealedPath: string;
  /** The slices of the sealed file, in order. */
  slices: readonly Slice[];
  /** The opened bag, as `openEvidence` made it. */
  bagFolder: string;
  /** Exact texts of the chain of custody. */
  custody: readonly string[];
  receipts: readonly FolderReceipt[];
  /** Exact texts of the signed State lists needed to verify. */
  directory: readonly string[];
  /** Signs the contents as an act of type `comity-manifest`, as the State that holds the item. */
  sign(payload: Uint8Array): Promise<string>;
}

/**
 * Writes the folder a court is handed: everything needed to verify the item offline. Throws Problem `folder/…` where
 * the parts cannot make one, and `act/…` for a list that does not verify.
 */
export async function writeEvidenceFolder(job: FolderJob): Promise<void> {
  if (await stat(job.out).catch(() => null))
    throw folderProblem("out-exists", "There is something under this name.", "out");
  const folder = `${job.out}.${randomUUID()}.part`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { item, ref, by } = await writeRecords(job, folder);
    await copyInto(job.sealedPath, join(folder, PACKAGE));
    await writeInto(folder, SLICES, formatSlices(job.slices));
    for (const path of listFiles(job.bagFolder).files)
      await copyInto(join(job.bagFolder, path), join(folder, BAG, path));
    await writeFile(join(folder, README), readme(ref, item, by));
    const contents = canonicalBytes(await contentsOf(folder, { item, ref, by }));
    await writeFile(join(folder, CONTENTS), contents);
    await writeFile(join(folder, CONTENTS_ACT), await job.sign(contents));
    await rename(folder, job.out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeRecords(
  job: FolderJob,
  folder: string,
): Promise<{ item: string; ref: string; by: string }> {
  const entries = await Promise.all(job.directory.map((text) => readSelfSigned(text, "directory")));
  for (const [index, { state }] of entries.entries())
    await writeInto(folder, `${STATES}/${state}.json`, job.directory[index] as string);
  const chain = await verifyChain(job.custody, keysOfStep(directoryOf(entries)));
  const [first, holder] = [chain.steps[0], chain.holder];
  if (!first || chain.steps.length !== job.custody.length || !entries.some((each) => each.state === holder))
    throw folderProblem(
      "no-holder",
      "The chain of custody does not say which State holds the item.",
      CUSTODY,
    );
  for (const [index, act] of job.custody.entries())
    await writeInto(folder, custodyPath(index, chain.steps[index]?.step ?? ""), act);
  for (const receipt of job.receipts) await writeReceipt(folder, receipt);
  return { item: first.item, ref: first.ref, by: holder as string };
}

function custodyPath(index: number, step: string): string {
  return `${CUSTODY}/${String(index + 1).padStart(4, "0")}-${step}.json`;
}

async function writeReceipt(
  folder: string,
  { name, event, leaf, seed, proof }: FolderReceipt,
): Promise<void> {
  if (nameFault(name) ?? name.includes("/"))
    throw folderProblem("unsafe-name", "The name of a receipt cannot be a folder's name.", RECEIPTS);
  const place = `${RECEIPTS}/${name}`;
  await writeInto(folder, `${place}/${EVENT}`, event);
  await writeInto(folder, `${place}/${LEAF}`, leaf);
  if (seed) await writeInto(folder, `${place}/${SEED}`, seed);
  await writeInto(folder, `${place}/${PROOF}`, proof);
}

async function writeInto(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, path), content, { flag: "wx" });
}

async function copyInto(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  // A copy, never a link: whoever gets the folder must not be able to change what the node keeps.
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
}

async function contentsOf(
  folder: string,
  about: { item: string; ref: string; by: string },
): Promise<Contents> {
  const files: Contents["files"] = [];
  for (const path of listFiles(folder).files) {
    const { size, sha256 } = await hashFile(join(folder, path), ["sha256"]);
    files.push({ path, size, sha256 });
  }
  return Contents.parse({ format: "comity/evidence-folder/v1", ...about, files });
}

function readme(ref: string, item: string, by: string): string {
  return `Evidence item ${item} in case ${ref}, handed over by ${by}.

  bag/          the files themselves, below bag/data/
  package.age   the sealed file as it was released and received
  package.slices.txt  hash and size of each part of it in which it travelled; the hash of this
                list is the digest of the sealed file in custody/
  custody/      who held it, when and why: one signed record for each step
  states/       the signed lists of the States: whose keys are whose
  receipts/     proofs that the steps of the case stand in public logs
  contents.json all files of this folder with their hashes, signed in contents.jws.json

To check everything, offline:     comity verify FOLDER
To check the files alone:         cd bag && sha256sum -c manifest-sha256.txt
`;
}
