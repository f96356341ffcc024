import { createReadStream, existsSync } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { writeEvidenceFolder } from "../../adapters/evidence-folder/write.ts";
import { identitiesOf } from "../../adapters/keyring/keyring.ts";
import { openEvidence } from "../../adapters/sealing/open-evidence.ts";
import { fromBase64, utf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import { peekPayload } from "../../crypto/acts.ts";
import { caseNow } from "../../exchange/engine.ts";
import { readAct } from "../../exchange/officer-act.ts";
import { type Incoming, type Outgoing, bodyOf, padded } from "../../exchange/rows.ts";
import { makeLeaf } from "../../log/leaf.ts";
import { makeReceipt } from "../../log/prove.ts";
import { keysOfParty, partyOf } from "../../party/directory.ts";
import type { Case, Item } from "../../request/case.ts";
import type { EvidenceDesk } from "../web/deps.ts";
import type { OpenParty } from "./open-party.ts";

/**
 * Evidence beyond rows. The node opens a sealed item only on an officer's signed act, checks every file, and never
 * shows one: files leave as downloads, and the folder for a court is what `comity verify` checks.
 */
export function evidenceDesk(party: OpenParty): EvidenceDesk {
  const home = (item: Item) => join(party.folder, "evidence", item.id.replaceAll(/[^A-Za-z0-9-]/g, "_"));
  return {
    async open(signed, progress) {
      const current = await caseNow(party.engine, readAct(signed.act).subject);
      const item = received(current);
      const folder = home(item);
      const opened = await openOnce(party, item, folder, progress);
      return party.engine.opened(signed, opened.manifest, opened.files);
    },
    files: async (current) => (current.item?.state === "opened" ? current.item.files : []),
    async file(current, name) {
      const known =
        current.item?.state === "opened" ? current.item.files.find((each) => each.name === name) : undefined;
      if (!known || !current.item) return null;
      const path = join(home(current.item), "bag", "data", name);
      return {
        size: (await stat(path)).size,
        stream: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
      };
    },
    folder: (current) => courtFolder(party, current, home(received(current))),
  };
}

function received(current: Case): Item {
  if (
    !current.item ||
    current.side !== "requesting" ||
    (current.item.state !== "received" && current.item.state !== "opened")
  ) {
    throw new Problem(
      "evidence/not-received",
      "The item has not been received whole yet.",
      current.ref,
      "Wait until the node has fetched it.",
    );
  }
  return current.item;
}

/** Assembles the sealed file and opens the bag, once; what is there already was verified before it got its name. */
async function openOnce(
  party: OpenParty,
  item: Item,
  folder: string,
  progress?: (done: number, total: number) => void,
): Promise<{ manifest: string; files: number }> {
  const bag = join(folder, "bag");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const sealed = join(folder, "package.age");
  if (!existsSync(sealed)) await party.engine.ports.blobs.assemble(item.sealed.slices, sealed);
  if (existsSync(bag)) return { manifest: item.manifest, files: item.files.length };
  const result = await openEvidence({
    sealed,
    identities: identitiesOf(party.keys),
    out: bag,
    expected: item.sealed,
    // The provider's own signature over what is inside, and our name among those it is for.
    keysOf: (sender, at) => keysOfParty(partyOf(party.engine.config.directory, sender), at),
    reader: party.engine.config.state,
    ...(progress ? { onProgress: progress } : {}),
  });
  return { manifest: result.manifest.digest, files: result.files.length };
}

/** The folder a court is handed: package, bag, chain of custody, receipts of this case, State lists. Written once per state of the chain. */
async function courtFolder(party: OpenParty, current: Case, home: string): Promise<string> {
  const item = received(current);
  const out = join(home, `court-${item.custody.length}`);
  if (existsSync(out)) return out;
  if (!existsSync(join(home, "bag")))
    throw new Problem(
      "evidence/not-opened",
      "The item has not been opened yet.",
      current.ref,
      "Open it on the custody page first.",
    );
  await writeEvidenceFolder({
    out,
    sealedPath: join(home, "package.age"),
    slices: item.sealed.slices,
    bagFolder: join(home, "bag"),
    custody: item.custody,
    receipts: await receiptsOf(party, current),
    directory: party.lists,
    sign: (payload) => party.engine.ports.sign("comity-manifest", payload, party.now()),
  });
  return out;
}

interface CourtReceipt {
  name: string;
  event: Uint8Array;
  leaf: Uint8Array;
  seed: Uint8Array;
  proof: string;
}

/** The traces of this case: those in our own log, and those the other side sent with its messages. */
async function receiptsOf(party: OpenParty, current: Case): Promise<CourtReceipt[]> {
  const { store } = party.engine.ports;
  const sent = (await store.query({ kind: "outbox", limit: 100_000 })).map((row) => bodyOf("outbox", row));
  const came = (await store.query({ kind: "inbox", limit: 100_000 })).map((row) => bodyOf("inbox", row));
  const own = await Promise.all(
    sent.filter((each) => each.ref === current.ref).map((each) => ownReceipt(party, each)),
  );
  return [...own.flat(), ...came.filter((each) => each.ref === current.ref).flatMap(theirReceipt)];
}

async function ownReceipt(party: OpenParty, message: Outgoing): Promise<CourtReceipt[]> {
  const { store, log } = party.engine.ports;
  const published = await store.read("published", "head");
  if (!log || !published || !message.leaf) return [];
  const { checkpoint, size } = bodyOf("published", published);
  if (message.leaf.index >= size) return [];
  const [event, seed] = [utf8(message.payload), fromBase64(message.leaf.seed)];
  return [
    {
      name: `sent-${padded(message.seq)}-${message.kind}`,
      event,
      seed,
      leaf: makeLeaf(seed, event),
      proof: await makeReceipt(log.tiles.read, checkpoint, message.leaf.index),
    },
  ];
}

function theirReceipt(message: Incoming): CourtReceipt[] {
  if (!message.trace) return [];
  const [event, seed] = [peekPayload(message.act, message.stream), fromBase64(message.trace.seed)];
  return [
    {
      name: `received-${padded(message.seq)}-${message.kind}`,
      event,
      seed,
      leaf: makeLeaf(seed, event),
      proof: message.trace.proof,
    },
  ];
}
