import { memoryBlobs } from "../../src/adapters/blobs/memory-blobs.ts";
import { memoryStore } from "../../src/adapters/database/memory.ts";
import { demandDigest, verifyHop } from "../../src/adapters/hop/hop.ts";
import { signerOf } from "../../src/adapters/keyring/keyring.ts";
import { readLaw } from "../../src/adapters/law-files.ts";
import { openBytes, sealBytes } from "../../src/adapters/sealing/messages.ts";
import { fromUtf8, toBase64, utf8 } from "../../src/base/bytes.ts";
import { type Json, canonicalBytes } from "../../src/base/canonical.ts";
import { isProblem } from "../../src/base/problem.ts";
import { peekPayload } from "../../src/crypto/acts.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import { type Engine, createEngine } from "../../src/exchange/engine.ts";
import { Receipt, readMessage } from "../../src/exchange/messages.ts";
import type { Ports } from "../../src/exchange/ports.ts";
import { messageKey } from "../../src/exchange/rows.ts";
import { directoryOf, partyOf, recipientOf } from "../../src/party/directory.ts";
import { verifySandboxKey } from "../federation.ts";
import type {
  DoorVector,
  Envelope,
  HeardVector,
  HopVector,
  ReceiptVector,
  TestKeys,
  Vector,
} from "./format.ts";

/** Runs a vector through the real code and says what came out, in the form of its `want`. */
export async function outcomeOf(
  vector: Vector,
  all: Record<string, Vector>,
  keys: TestKeys,
): Promise<unknown> {
  if (vector.kind === "hop") return runHop(vector, keys);
  if (vector.kind === "receipt") return runReceipt(vector, all, keys);
  if (vector.kind === "heard") return runHeard(vector, all, keys);
  return runDoor(vector, all, keys);
}

function partyFor(
  keys: TestKeys,
  self: string,
  now: string,
  wire: Pick<Ports["wire"], "deliver"> & Partial<Ports["wire"]>,
): Engine {
  const isNode = self.startsWith("node.");
  const home = keys.states.find((state) => state.providers.some((each) => each.id === self));
  const own = keys.parties[self];
  if (!own) throw new TypeError(`no keys of ${self}`);
  const ports: Ports = {
    store: memoryStore(),
    now: () => now,
    // The bytes of the node's own log seeds decide nothing here.
    entropy: (length) => new Uint8Array(length).fill(7),
    sign: signerOf(own),
    seal: sealBytes,
    open: (sealed) => openBytes(sealed, [own.age.identity]),
    officers: { verify: verifySandboxKey },
    wire: { slice: () => Promise.reject(new Error("no slices here")), ...wire },
    blobs: memoryBlobs(),
    log: null,
  };
  return createEngine(ports, {
    self,
    kind: isNode ? "node" : "provider",
    state: isNode ? self.slice(5).toUpperCase() : (home?.state ?? ""),
    directory: directoryOf(keys.states),
    law: readLaw(),
    freshSeconds: 86_400,
    sandbox: true,
  });
}

async function runDoor(vector: DoorVector, all: Record<string, Vector>, keys: TestKeys): Promise<unknown> {
  const engine = partyFor(keys, vector.receiver, vector.now, { deliver: nothingIsSent });
  const seal = (envelope: Envelope) =>
    sealBytes(canonicalBytes(envelope), [
      recipientOf(partyOf(engine.config.directory, vector.receiver), vector.now),
    ]);
  for (const name of vector.before) {
    const earlier = all[name] as DoorVector;
    await engine.receive(earlier.from, await seal(earlier.envelope));
  }
  try {
    const act = await engine.receive(vector.from, await seal(vector.envelope));
    const { outcome, code, ref } = Receipt.parse(JSON.parse(fromUtf8(peekPayload(act, vector.receiver))));
    const told = { answer: "receipt", outcome, code };
    return vector.want.status === undefined ? told : { ...told, status: await statusOf(engine, ref) };
  } catch (error) {
    if (isProblem(error)) return { answer: "problem", code: error.code };
    throw error;
  }
}

const nothingIsSent = () => Promise.reject(new Error("nothing is sent"));

async function statusOf(engine: Engine, ref: string): Promise<string | null | undefined> {
  const { store } = engine.ports;
  if (engine.config.kind === "node") return (await store.read("case", ref))?.status;
  return (await store.query({ kind: "order", limit: 1 }))[0]?.status;
}

async function runHeard(vector: HeardVector, all: Record<string, Vector>, keys: TestKeys): Promise<string> {
  const engine = partyFor(keys, vector.asker, vector.now, {
    deliver: nothingIsSent,
    message: async () => ({ status: 404, body: utf8("") }),
    heard: async (_peer, seq) => {
      if (seq !== vector.asked) throw new Error(`number ${seq} was not to be asked for`);
      const recipient = recipientOf(partyOf(engine.config.directory, vector.asker), vector.now);
      const sealed = toBase64(await sealBytes(canonicalBytes(vector.answer), [recipient]));
      return { status: 200, body: utf8(JSON.stringify({ sealed })) };
    },
  });
  for (const name of vector.knows) await putSent(engine, all[name] as DoorVector, vector.now);
  const { unreached } = await engine.catchUp([vector.peer]);
  if (unreached.length) return "silent";
  return (await engine.work()).halted === "node/behind-peer" ? "halt" : "go-on";
}

async function runReceipt(
  vector: ReceiptVector,
  all: Record<string, Vector>,
  keys: TestKeys,
): Promise<string> {
  const engine = partyFor(keys, vector.sender, vector.now, {
    deliver: async () => ({ status: 200, body: utf8(vector.receipt) }),
  });
  const key = await putSent(engine, all[vector.message] as DoorVector, vector.now);
  await engine.work();
  const after = await engine.ports.store.read("outbox", key);
  return after?.status === "done" ? "taken" : "not-taken";
}

/** The message of a door vector as a row in its sender's outbox, and the head of its stream. */
async function putSent(engine: Engine, { envelope: sent, about }: DoorVector, now: string): Promise<string> {
  const payload = peekPayload(sent.act, about);
  const message = readMessage(payload, about);
  const key = messageKey(message.stream, message.seq);
  const body = {
    stream: message.stream,
    seq: message.seq,
    to: message.to,
    kind: message.kind,
    ref: message.ref,
    after: message.after,
    payload: fromUtf8(payload),
    digest: digestOf(payload),
    leaf: null,
    act: sent.act,
    sealed: "",
    tries: 0,
    tried: null,
    lastProblem: null,
    receipt: null,
  } satisfies Record<string, Json>;
  const { stream, seq } = message;
  const row = { kind: "outbox", key, scope: stream, status: "ready", due: now, body };
  const head = { seq, digest: body.digest, ahead: [] };
  await engine.ports.store.transact({ locks: [], rows: [["stream", stream]], scopes: [] }, (tx) => {
    tx.insert(row);
    tx.put({ kind: "stream", key: stream, scope: "streams", status: null, due: null, body: head });
  });
  return key;
}

async function runHop(vector: HopVector, keys: TestKeys): Promise<unknown> {
  const headers = new Headers(vector.headers);
  try {
    const party = await verifyHop(
      directoryOf(keys.states),
      { method: vector.method, url: vector.url, headers },
      vector.now,
    );
    if (vector.body !== null) demandDigest(headers, utf8(vector.body));
    return { party: party.id };
  } catch (error) {
    if (isProblem(error)) return { code: error.code };
    throw error;
  }
}
