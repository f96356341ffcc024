import { setTimeout as pause } from "node:timers/promises";
import { type LargeReader, openLarge } from "../../adapters/large-files.ts";
import { type SealedEvidence, sealEvidence } from "../../adapters/sealing/seal-evidence.ts";
import { isProblem, Problem } from "../../base/problem.ts";
import { nextStepPayload, nextStepTime } from "../../custody/chain.ts";
import type { StepName } from "../../custody/step.ts";
import { TOOL } from "../../exchange/attest.ts";
import type { EvidenceItem } from "../../exchange/messages.ts";
import type { OrderRow } from "../../exchange/rows.ts";
import type { PackageInfo } from "../../seal/manifest.ts";
import type { ProduceDeps, SourceFile } from "./deps.ts";
import {
  type WorkFolder,
  dropItem,
  isWhole,
  keepItem,
  keptItem,
  noteUploaded,
  uploadedSlices,
  workFolderOf,
} from "./work-folder.ts";

/** What a production is busy with; `done` of `total` bytes. */
export interface Progress {
  stage: "make" | "seal" | "upload" | "reply";
  done: number;
  total: number;
}

/** Slices on their way at the same time. */
const PARALLEL = 2;
/** Times a slice is sent before a person must press again. */
const TRIES = 3;

/**
 * Produces what an order asks for: seals the files to the authorities the order names, puts the sealed slices on the
 * node, and answers. It can be cut at any point and called again: an item that was sealed stays the item, slices that
 * arrived are not sent again, and the same answer twice is one answer. Throws Problems `order/…` where the order cannot
 * be answered so, `seal/…` and `bag/…` for files that cannot be sealed, and what `upload` rejects with.
 */
export async function produce(
  deps: ProduceDeps,
  order: OrderRow,
  files: readonly SourceFile[],
  onProgress: (progress: Progress) => void = () => {},
): Promise<OrderRow> {
  if (order.state === "produced") return order;
  demandProducible(order);
  const folder = await workFolderOf(deps.workFolder, order.digest);
  const item = (await sealedBefore(folder)) ?? (await sealItem(deps, order, folder, files, onProgress));
  await uploadSlices(deps, order, folder, item, onProgress);
  onProgress({ stage: "reply", done: item.sealed.size, total: item.sealed.size });
  return deps.engine.reply(order.digest, { kind: "produced", order: order.digest, item });
}

/** Throws the Problem the engine would throw, before any work is done for nothing. */
function demandProducible(order: OrderRow): void {
  if (order.body.measure !== "produce")
    throw new Problem(
      "order/wrong-answer",
      `An order to ${order.body.measure} is not answered with "produced".`,
      order.ref,
      "Choose the answer that fits the order.",
    );
  if (order.state === "recalled")
    throw new Problem(
      "order/recalled",
      "The authority has called this order back: no answer is taken any more.",
      order.ref,
      "Do nothing more about it.",
    );
  if (order.state !== "new")
    throw new Problem(
      "order/answered",
      "This order has been answered already.",
      order.ref,
      "Write to the authority if the answer was wrong.",
    );
  if (order.body.sealTo.length === 0)
    throw new Problem(
      "order/no-recipient",
      "The order does not say to whose key the evidence is sealed.",
      order.ref,
      "Ask the authority for a complete order.",
    );
}

/** The item of an earlier run, if its sealed file is still whole. */
async function sealedBefore(folder: WorkFolder): Promise<EvidenceItem | null> {
  const item = await keptItem(folder);
  if (item && (await isWhole(folder, item))) return item;
  await dropItem(folder);
  return null;
}

async function sealItem(
  deps: ProduceDeps,
  order: OrderRow,
  folder: WorkFolder,
  files: readonly SourceFile[],
  onProgress: (progress: Progress) => void,
): Promise<EvidenceItem> {
  if (files.length === 0)
    throw new Problem(
      "order/no-files",
      "There is no file to produce.",
      order.ref,
      'Add the files that answer the order, or answer "cannot comply".',
    );
  const id = itemIdOf(order);
  const collected = await attest(deps, order, [], {
    item: id,
    step: "collected",
    sealed: null,
    manifest: null,
  });
  const early = earlySender(deps, order, folder);
  try {
    const { sealed, manifest } = await sealEvidence({
      files: files.map(({ name, path }) => ({ name, path })),
      info: infoOf(deps, order, id),
      sign: (payload) => deps.sign("comity-manifest", payload, deps.now()),
      recipients: order.body.sealTo.map(({ recipient }) => recipient),
      out: folder.sealed,
      at: deps.now(),
      onSlice: early.send,
      onProgress: ({ bytes, total }) => onProgress({ stage: "seal", done: bytes, total }),
    });
    return await keepSealed(deps, order, folder, { id, sealed, manifest, collected });
  } finally {
    await early.stop();
  }
}

/** The item with both steps of custody, kept: from here on it is the one item of the order. */
async function keepSealed(
  deps: ProduceDeps,
  order: OrderRow,
  folder: WorkFolder,
  { id, sealed, manifest, collected }: SealedEvidence & { id: string; collected: string },
): Promise<EvidenceItem> {
  const sealedStep = await attest(deps, order, [collected], {
    item: id,
    step: "sealed",
    sealed: { digest: sealed.digest, size: sealed.size },
    manifest: manifest.digest,
  });
  const item: EvidenceItem = {
    id,
    sealed,
    manifest: manifest.digest,
    files: manifest.files,
    custody: [collected, sealedStep],
  };
  await keepItem(folder, item);
  return item;
}

/**
 * Sends slices while the rest is sealed, some at a time. Once the whole is sealed nothing new is begun; what was not
 * sent by then, or failed, goes with the others: it was only early.
 */
function earlySender(deps: ProduceDeps, order: OrderRow, folder: WorkFolder) {
  const queue: Slice[] = [];
  const senders = new Set<Promise<void>>();
  let file: LargeReader | null = null;
  let stopped = false;
  const sendAll = async (from: LargeReader): Promise<void> => {
    for (let slice = queue.shift(); slice && !stopped; slice = queue.shift()) {
      const { digest, start, size } = slice;
      await deps.upload(order.from, digest, () => from.pieces(start, size));
      await noteUploaded(folder, digest);
    }
  };
  return {
    send(slice: Slice, path: string): void {
      if (stopped) return;
      queue.push(slice);
      // Opened at once, because the name changes when the file is whole.
      file ??= openLarge(path);
      if (senders.size === PARALLEL) return;
      const sender = sendAll(file)
        .catch(() => void (stopped = true))
        .finally(() => senders.delete(sender));
      senders.add(sender);
    },
    async stop(): Promise<void> {
      stopped = true;
      await Promise.all(senders);
      await file?.close();
    },
  };
}

/** One order has one item: its name follows from the order's digest. */
function itemIdOf(order: OrderRow): string {
  return `item-${order.digest.slice("sha256:".length, "sha256:".length + 16)}`;
}

function infoOf(deps: ProduceDeps, order: OrderRow, item: string): PackageInfo {
  return {
    ref: order.ref,
    item,
    sender: deps.engine.config.self,
    recipients: order.body.sealTo.map((each) => each.state),
    purpose: `Only for case ${order.ref}, under order ${order.digest} (${order.body.legalBasis}).`,
  };
}

interface Attested {
  item: string;
  step: StepName;
  sealed: { digest: string; size: number } | null;
  manifest: string | null;
}

/** A step of custody by the provider as an institution: nobody of its staff is named. */
async function attest(
  deps: ProduceDeps,
  order: OrderRow,
  chain: readonly string[],
  what: Attested,
): Promise<string> {
  const { self, state } = deps.engine.config;
  const at = nextStepTime(chain, deps.now());
  const payload = nextStepPayload(chain, {
    ...what,
    ref: order.ref,
    at,
    by: { state, provider: self, officer: null },
    why: `order ${order.digest}`,
    tool: TOOL,
  });
  return deps.sign("comity-custody", payload, at);
}

/** Sends what the node has not yet, two slices at a time. A failure that stays ends it; what arrived stays there. */
async function uploadSlices(
  deps: ProduceDeps,
  order: OrderRow,
  folder: WorkFolder,
  item: EvidenceItem,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const noted = await uploadedSlices(folder);
  const waiting = oneByOne(slicesOf(item));
  const total = item.sealed.size;
  let done = 0;
  const sender = async (): Promise<void> => {
    for (const slice of waiting) {
      const there = await (deps.has?.(order.from, slice.digest) ?? noted.has(slice.digest));
      if (!there) await uploadSlice(deps, order.from, folder, slice);
      done += slice.size;
      onProgress({ stage: "upload", done, total });
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: PARALLEL }, sender));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

/** Shared by the senders: when one of them fails, its loop closes this, and the other takes nothing more. */
function* oneByOne(slices: readonly Slice[]): Generator<Slice> {
  yield* slices;
}

interface Slice {
  digest: string;
  size: number;
  start: number;
}

/** The slices with where they begin in the sealed file; equal slices are sent once. */
function slicesOf(item: EvidenceItem): Slice[] {
  const slices = new Map<string, Slice>();
  let start = 0;
  for (const { digest, size } of item.sealed.slices) {
    if (!slices.has(digest)) slices.set(digest, { digest, size, start });
    start += size;
  }
  return [...slices.values()];
}

async function uploadSlice(deps: ProduceDeps, to: string, folder: WorkFolder, slice: Slice): Promise<void> {
  const whole = openLarge(folder.sealed);
  try {
    await uploadFrom(deps, to, folder, slice, () => whole.pieces(slice.start, slice.size));
  } finally {
    await whole.close();
  }
}

async function uploadFrom(
  deps: ProduceDeps,
  to: string,
  folder: WorkFolder,
  slice: Slice,
  stream: () => AsyncIterable<Uint8Array>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await deps.upload(to, slice.digest, stream);
      return await noteUploaded(folder, slice.digest);
    } catch (error) {
      // A Problem is an answer, which trying again does not change; everything else may be the line.
      if (attempt === TRIES || isProblem(error)) throw error;
      await pause(250 * attempt);
    }
  }
}
