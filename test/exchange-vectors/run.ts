import { memoryBlobs } from "../../src/adapters/blobs/memory-blobs.ts";
import { memoryStore } from "../../src/adapters/database/memory.ts";
import { demandDigest, verifyHop } from "../../src/adapters/hop/hop.ts";
import { signerOf } from "../../src/adapters/keyring/keyring.ts";
import { readLaw } from "../../src/adapters/law-files.ts";
import { openBytes, sealBytes } from "../../src/adapters/sealing/messages.ts";
import { fromUtf8, utf8 } from "../../src/base/bytes.ts";
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
import type { DoorVector, Envelope, HopVector, ReceiptVector, TestKeys, Vector } from "./format.ts";

/** Runs a vector through the real code and says what came out, in the form of its `want`. */
export async function outcomeOf(
  vector: Vector,
  all: Record<string, Vector>,
  keys: TestKeys,
): Promise<unknown> {
  if (vector.kind === "hop") return runHop(vector, keys);
  if (vector.kind === "receipt") return runReceipt(vector, all, keys);
  return runDoor(vector, all, keys);
}

function partyFor(keys: TestKeys, self: string, now: string, deliver: Ports["wire"]["deliver"]): Engine {
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
    wire: { deliver, slice: () => Promise.reject(new Error("no slices here")) },
    blobs: memoryBlobs(),
    log: null,
  };
  return createEngine(ports, {
    self,
    kind: "node",
    state: self.slice(5).toUpperCase(),
    directory: directoryOf(keys.states),
    law: readLaw(),
    freshSeconds: 86_400,
    sandbox: true,
  });
}

async function runDoor(vector: DoorVector, all: Record<string, Vector>, keys: TestKeys): Promise<unknown> {
  const engine = partyFor(keys, vector.receiver, vector.now, () =>
    Promise.reject(new Error("nothing is sent")),
  );
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
    const { outcome, code } = Receipt.parse(JSON.parse(fromUtf8(peekPayload(act, vector.receiver))));
    return { answer: "receipt", outcome, code };
  } catch (error) {
    if (isProblem(error)) return { answer: "problem", code: error.code };
    throw error;
  }
}

async function runReceipt(
  vector: ReceiptVector,
  all: Record<string, Vector>,
  keys: TestKeys,
): Promise<string> {
  const sent = (all[vector.message] as DoorVector).envelope;
  const payload = peekPayload(sent.act, vector.message);
  const message = readMessage(payload, vector.message);
  const engine = partyFor(keys, vector.sender, vector.now, async () => ({
    status: 200,
    body: utf8(vector.receipt),
  }));
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
  const row = { kind: "outbox", key, scope: message.stream, status: "ready", due: vector.now, body };
  await engine.ports.store.transact({ locks: [], rows: [], scopes: [] }, (tx) => tx.insert(row));
  await engine.work();
  const after = await engine.ports.store.read("outbox", key);
  return after?.status === "done" ? "taken" : "not-taken";
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
