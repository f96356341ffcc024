import { concat, fromUtf8, toHex, utf8 } from "../../src/base/bytes.ts";
import { canonicalBytes, parseCanonical } from "../../src/base/canonical.ts";
import { Problem } from "../../src/base/problem.ts";
import type { Instant } from "../../src/base/time.ts";
import { digestOf, runningHash, sha256 } from "../../src/crypto/hash.ts";
import { nextStepPayload } from "../../src/custody/chain.ts";
import type { StepName } from "../../src/custody/step.ts";
import { TOOL } from "../../src/exchange/attest.ts";
import type { EvidenceItem } from "../../src/exchange/messages.ts";
import type { Ports } from "../../src/exchange/ports.ts";
import { type Manifest, manifestBytes, readManifest } from "../../src/seal/manifest.ts";
import { sealedDigest } from "../../src/seal/slices.ts";
import { sealerOf } from "../levels/seal.ts";
import type { SimWorld } from "./states.ts";

/** What a provider is asked to make an item of. */
export interface ItemJob {
  world: SimWorld;
  /** Party id of the provider. */
  provider: string;
  ref: string;
  /** Digest of the order that it answers. */
  order: string;
  sealTo: readonly { state: string; recipient: string }[];
  /** A word that must never be seen outside the seal. */
  taint: string;
  entropy(length: number): Uint8Array;
  /** The provider's clock. */
  now(): Instant;
  sign: Ports["sign"];
}

/** An item and its sealed slices by digest, to be put on the node before the provider replies. */
export interface MadeItem {
  item: EvidenceItem;
  slices: Map<string, Uint8Array>;
}

/**
 * A small sealed item: one file and its manifest under the seal, cut into one to three slices, with the two acts of
 * custody a provider makes. One order has one item: its name follows from the order's digest.
 */
export async function makeItem(job: ItemJob): Promise<MadeItem> {
  const id = `item-${job.order.slice("sha256:".length, "sha256:".length + 16)}`;
  const collected = await attest(job, id, [], { step: "collected", sealed: null, manifest: null });
  const file = fileFor(job);
  const manifest = manifestFor(job, id, file);
  const bytes = canonicalBytes({ manifest: fromUtf8(manifest), file: fromUtf8(file) });
  const recipients = job.sealTo.map((each) => each.recipient);
  const whole = await sealerOf(job.world.level).seal(bytes, recipients);
  const pieces = cut(whole, 1 + ((job.entropy(1)[0] as number) % 3));
  const slices = pieces.map((piece) => ({ digest: digestOf(piece), size: piece.length }));
  const sealed = { digest: sealedDigest(slices), size: whole.length };
  const what = { sealed, manifest: digestOf(manifest) };
  const sealedStep = await attest(job, id, [collected], { step: "sealed", ...what });
  return {
    item: {
      id,
      sealed: { ...sealed, slices },
      manifest: what.manifest,
      files: readManifest(manifest).files.map(({ name, size, sha256: hash }) => ({
        name,
        size,
        sha256: hash,
      })),
      custody: [collected, sealedStep],
    },
    slices: new Map(pieces.map((piece) => [digestOf(piece), piece])),
  };
}

/** What the receiving officer finds under the seal. */
export interface OpenedItem {
  /** Digest of the manifest, to be compared with the item's. */
  manifest: string;
  says: Manifest;
  /** The text of the one file. */
  text: string;
}

/**
 * Opens an item whose slices are put together again, and compares file and manifest. Throws Problem `seal/…`,
 * `json/…`, `manifest/malformed` or `manifest/hash-differs`.
 */
export async function openItem(
  world: SimWorld,
  sealed: Uint8Array,
  identities: readonly string[],
): Promise<OpenedItem> {
  const bytes = await sealerOf(world.level).open(sealed, identities);
  const { manifest, file } = parseCanonical(bytes, "item") as { manifest: string; file: string };
  const says = readManifest(utf8(manifest));
  if (toHex(sha256(utf8(file))) !== says.files[0]?.sha256)
    throw new Problem(
      "manifest/hash-differs",
      "The file is another one than the manifest says.",
      "item",
      "Ask the provider for the item again.",
    );
  return { manifest: digestOf(utf8(manifest)), says, text: file };
}

function fileFor({ ref, taint, entropy }: ItemJob): Uint8Array {
  const lines = Array.from({ length: 4 }, (_, line) => `${line} ${ref} ${taint} ${toHex(entropy(32))}`);
  return utf8(lines.join("\n"));
}

function manifestFor(
  { ref, provider, sealTo, order, now }: ItemJob,
  item: string,
  file: Uint8Array,
): Uint8Array {
  const wide = runningHash("sha512");
  wide.update(file);
  return manifestBytes({
    format: "comity/manifest/v1",
    item,
    ref,
    sender: provider,
    recipients: sealTo.map((each) => each.state),
    purpose: `Only for case ${ref}, under order ${order}.`,
    at: now(),
    files: [{ name: "records.txt", size: file.length, sha256: toHex(sha256(file)), sha512: wide.hex() }],
    // The simulated item is no bag; what vouches for its tag files is the digest of nothing.
    tags: { "tagmanifest-sha256.txt": NOTHING, "tagmanifest-sha512.txt": NOTHING },
  });
}

const NOTHING = digestOf(new Uint8Array(0));

/** Equal parts, none of them empty. */
function cut(whole: Uint8Array, parts: number): Uint8Array[] {
  const length = Math.ceil(whole.length / parts);
  return Array.from({ length: parts }, (_, part) => whole.slice(part * length, (part + 1) * length));
}

async function attest(
  { provider, world, ref, order, now, sign }: ItemJob,
  item: string,
  chain: readonly string[],
  what: { step: StepName; sealed: { digest: string; size: number } | null; manifest: string | null },
): Promise<string> {
  const at = now();
  const state = world.states.find((each) => each.provider === provider)?.code ?? null;
  const payload = nextStepPayload(chain, {
    ...what,
    item,
    ref,
    at,
    by: { state, provider, officer: null },
    why: `order ${order}`,
    tool: TOOL,
  });
  return sign("comity-custody", payload, at);
}

/** Slices put together again, in the item's order. Throws RangeError where one is missing. */
export function joinSlices(
  item: Pick<EvidenceItem, "sealed">,
  slices: ReadonlyMap<string, Uint8Array>,
): Uint8Array {
  const parts = item.sealed.slices.map(({ digest }) => {
    const found = slices.get(digest);
    if (!found) throw new RangeError("a slice is missing");
    return found;
  });
  return concat(...parts);
}
