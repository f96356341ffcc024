import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { GeneralSign, importJWK } from "jose";
import { contentDigest as bodyDigest, signHop } from "../../src/adapters/hop/hop.ts";
import { hopKeysOf, logKeyOf } from "../../src/adapters/keyring/keyring.ts";
import { requestOne } from "../../src/apps/sandbox/case-1.ts";
import { logOrigin, makeWorld } from "../../src/apps/sandbox/world.ts";
import { fromUtf8, toBase64, toBase64Url, toHex, utf8 } from "../../src/base/bytes.ts";
import { type Json, canonicalBytes } from "../../src/base/canonical.ts";
import { addHours } from "../../src/base/time.ts";
import { type ActType, type SigningKey, signAct, signDigest } from "../../src/crypto/acts.ts";
import { digestOf, sha256 } from "../../src/crypto/hash.ts";
import type { SignedOfficerAct } from "../../src/exchange/messages.ts";
import { actDigest } from "../../src/exchange/officer-act.ts";
import { formatCheckpoint } from "../../src/log/checkpoint.ts";
import { makeLeaf } from "../../src/log/leaf.ts";
import { cosignNote, joinNote, signNote } from "../../src/log/note.ts";
import { makeReceipt, rootFromTiles } from "../../src/log/prove.ts";
import { sampleTiles } from "../../src/log/sample.ts";
import type { StateEntry } from "../../src/party/directory.ts";
import { type RequestContent, contentDigest } from "../../src/request/content.ts";
import {
  type DoorVector,
  FOLDER,
  type HeardVector,
  type HopVector,
  type ReceiptVector,
  type TestKeys,
  type Vector,
  readKeys,
  readVectors,
  seedOf,
} from "./format.ts";
import { schemas } from "./schemas.ts";

/**
 * Writes spec/vectors/exchange (one file for one fault, named after it) and spec/schemas. Signatures and keys are drawn
 * afresh, so the files differ at each run and say the same: keys.json is kept if it is there. Run it with
 * `node test/exchange-vectors/make.ts`; src/exchange/vectors.test.ts runs the files through the real code.
 */

const NOW = "2027-07-04T03:10:00.000Z";
const REF = "BO-AL-2027-0001";
const WARNING =
  "PUBLISHED TEST KEYS. Everybody has them. They protect nothing; never enrol them in a directory, never start a node with them.";

async function newKeys(): Promise<TestKeys> {
  const world = await makeWorld(
    "2027-07-04T03:05:00.000Z",
    { AL: 8001, BO: 8002, CA: 8003, nordrack: 8004, witnesses: [8005, 8006, 8007] },
    (length) => new Uint8Array(randomBytes(length)),
  );
  // One officer who may both draft and approve: four eyes must not rest on mandates alone.
  const both = world.entries[1]?.officers.find((officer) => officer.id === "bo-03");
  both?.mandates.push("approve");
  return {
    warning: WARNING,
    now: NOW,
    states: world.entries,
    parties: Object.fromEntries(world.keyrings),
    formerly: undefined as unknown as TestKeys["formerly"],
    officers: Object.fromEntries(world.officerKeys),
    witnesses: world.witnesses.map(({ name, seed, vkey }) => ({ name, seed: toHex(seed), vkey })),
  };
}

/** Act keys of two nodes that were withdrawn minutes ago: their lists keep them, with an end. */
async function withFormerKeys(known: TestKeys): Promise<TestKeys> {
  if (known.formerly) return known;
  const before = await newKeys();
  const formerly: TestKeys["formerly"] = {};
  for (const state of ["AL", "BO"]) {
    const of = (all: TestKeys) => all.states.find((each) => each.state === state)?.node as StateEntry["node"];
    const { id } = of(known);
    formerly[id] = (before.parties[id]?.act ?? []).map((key) => ({ ...key, kid: `${key.kid}/former` }));
    const validity = { from: "2026-01-01T00:00:00.000Z", until: "2027-07-04T03:05:00.000Z" };
    of(known).actKeys.push(
      ...of(before).actKeys.map((key) => ({ ...key, kid: `${key.kid}/former`, ...validity })),
    );
  }
  return { ...known, formerly };
}

const keys = await withFormerKeys(existsSync(join(FOLDER, "keys.json")) ? readKeys() : await newKeys());
const formerKeys = (party: string) => (keys.formerly[party] ?? []) as SigningKey[];
/** When the former keys were still in force. */
const FORMERLY = "2027-07-03T12:00:00.000Z";
const actKeys = (party: string) => (keys.parties[party]?.act ?? []) as SigningKey[];
const sign = (party: string, type: ActType, payload: Uint8Array, at = NOW) =>
  signAct(type, payload, actKeys(party), at);

async function officerAct(
  officer: string,
  verb: string,
  subject: string,
  says: Record<string, Json>,
): Promise<SignedOfficerAct> {
  const act = fromUtf8(
    canonicalBytes({ format: "comity/officer-act/v1", verb, subject, officer, at: NOW, says }),
  );
  const listed = keys.states.flatMap((state) => state.officers).find((each) => each.id === officer);
  const kid = listed?.credentials[0]?.kid ?? `${officer}/none`;
  const digest = actDigest(act);
  const proof = await signDigest(digest, keys.officers[officer] ?? keys.officers["bo-01"] ?? {}, kid, NOW);
  return { act, signature: { officer, kid, kind: "sandbox-key", digest, proof } };
}

const content = requestOne();

async function requestBody(
  author = "bo-01",
  approver = "bo-02",
  sent: RequestContent = content,
  signed: RequestContent = sent,
) {
  const says = { contentDigest: contentDigest(signed) };
  return {
    content: sent,
    author: await officerAct(author, "submit-request", "draft-1", says),
    approver: await officerAct(approver, "approve-request", "draft-1", says),
  };
}

function message(kind: string, body: unknown, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    format: "comity/message/v1",
    kind,
    from: "node.bo",
    to: "node.al",
    stream: "node.bo>node.al",
    seq: 1,
    prev: null,
    after: [],
    ref: REF,
    created: NOW,
    body,
    ...change,
  };
}

/** What goes into one door vector; what is absent is as a good sender does it. */
interface Plan {
  about: string;
  message?: Record<string, unknown>;
  /** The payload itself, where canonical JSON of a message will not do. */
  payload?: Uint8Array;
  sign?: (payload: Uint8Array) => Promise<string>;
  /** `none` leaves the trace out; a name takes the trace of that vector. */
  trace?: string;
  from?: string;
  /** Where another node than Borvania's signs and logs it, and where it comes. */
  signer?: string;
  receiver?: string;
  before?: string[];
  envelope?: Record<string, unknown>;
  want: DoorVector["want"];
}

const problem = (code: string): DoorVector["want"] => ({ answer: "problem", code });
const refused = (code: string): DoorVector["want"] => ({ answer: "receipt", outcome: "refused", code });
const accepted: DoorVector["want"] = { answer: "receipt", outcome: "accepted", code: null };

const good = message("request", await requestBody());
const goodDigest = digestOf(canonicalBytes(good));
const anyPrev = `sha256:${"0".repeat(64)}`;
const text = fromUtf8(canonicalBytes(good));

const withdrawal = async (ref: string, change: Record<string, unknown> = {}) => {
  const reason = "The server was found in another State.";
  const act = await officerAct("bo-02", "withdraw-request", ref, { reason });
  return message("withdrawal", { reason, act }, { ref, ...change });
};
const withdrawalFirst = await withdrawal(REF);

const fromAlderia = { from: "node.al", to: "nordrack", stream: "node.al>nordrack" };
const order = message(
  "order",
  {
    measure: "preserve",
    what: "data-as-described",
    selectors: [{ kind: "ip", value: "203.0.113.7" }],
    period: null,
    legalBasis: "hanoi/42(8)",
    authority: null,
    preserveUntil: "2027-09-02",
    sealTo: [],
    secrecyUntil: null,
  },
  fromAlderia,
);
const orderDigest = digestOf(canonicalBytes(order));
const recall = (of: string) =>
  message(
    "recall",
    { order: of, reason: "withdrawn" },
    { ...fromAlderia, seq: 2, prev: orderDigest, after: [1] },
  );

const plans: Record<string, Plan> = {
  "request-good": {
    about: "A request for preservation that holds in everything.",
    message: good,
    want: accepted,
  },
  "request-again": {
    about: "The same request again: the receipt of the first time answers it.",
    message: good,
    before: ["request-good"],
    want: accepted,
  },
  "withdrawal-good": {
    about: "The second message of the stream: it names the digest of the first.",
    message: message(
      "withdrawal",
      {
        reason: "The server was found in another State.",
        act: await officerAct("bo-02", "withdraw-request", REF, {
          reason: "The server was found in another State.",
        }),
      },
      { seq: 2, prev: goodDigest },
    ),
    before: ["request-good"],
    want: accepted,
  },
  "withdrawal-before-request": {
    about: "The withdrawal of a request that has not come: kept as a tombstone.",
    message: withdrawalFirst,
    want: accepted,
  },
  "request-after-withdrawal": {
    about: "The request whose withdrawal came first: it has its number, and is withdrawn at once.",
    message: { ...good, seq: 2, prev: digestOf(canonicalBytes(withdrawalFirst)) },
    before: ["withdrawal-before-request"],
    want: { ...accepted, status: "withdrawn" },
  },
  "withdrawal-of-another-party": {
    about:
      "The withdrawal of a request that has not come, by a node that is not the requesting one of its reference.",
    message: await withdrawal("CA-AL-2027-0001"),
    want: refused("request/wrong-sender"),
  },
  "withdrawal-to-another-party": {
    about:
      "The withdrawal of a request that has not come, to a node that is not the requested one of its reference.",
    message: await withdrawal("BO-CA-2027-0001"),
    want: refused("request/wrong-addressee"),
  },
  "order-good": {
    about: "An order from a State's node to its own provider.",
    message: order,
    from: "node.al",
    signer: "node.al",
    receiver: "nordrack",
    want: { ...accepted, status: "new" },
  },
  "recall-good": {
    about: "The order is called back.",
    message: recall(orderDigest),
    from: "node.al",
    signer: "node.al",
    receiver: "nordrack",
    before: ["order-good"],
    want: { ...accepted, status: "recalled" },
  },
  "recall-of-another-order": {
    about: "An order is called back that was never served.",
    message: recall(anyPrev),
    from: "node.al",
    signer: "node.al",
    receiver: "nordrack",
    before: ["order-good"],
    want: { ...refused("order/unknown"), status: "new" },
  },
  "signed-with-former-keys": {
    about:
      "Signed with keys that the sender's list has as withdrawn: the sender signs the same payload anew.",
    message: good,
    sign: (payload) => signAct("comity-message", payload, formerKeys("node.bo"), FORMERLY),
    want: problem("act/key-missing"),
  },
  "number-with-other-bytes": {
    about: "Another message under a number that was received already.",
    message: message("request", await requestBody(), { created: "2027-07-04T03:10:00.001Z" }),
    before: ["request-good"],
    want: problem("stream/conflict"),
  },
  "gap-in-the-case": {
    about:
      "A message that comes after the first of its case, which was not received: the sender sends that first.",
    message: message("receipt", { stage: "opened", role: "examiner" }, { seq: 2, prev: anyPrev, after: [1] }),
    want: problem("stream/gap"),
  },
  "number-before-its-turn": {
    about:
      "The second number before the first: it comes after nothing, so its case does not wait for another.",
    message: message("request", await requestBody(), { seq: 2, prev: anyPrev, ref: "BO-AL-2027-0002" }),
    want: accepted,
  },
  "number-too-far": {
    about: "A number more than 1000 above the last up to which all were received.",
    message: message("request", await requestBody(), { seq: 1001, prev: anyPrev }),
    want: problem("stream/too-far"),
  },
  "after-not-ascending": {
    about: "The numbers that come first do not rise: one set has one spelling.",
    message: message(
      "receipt",
      { stage: "opened", role: "examiner" },
      { seq: 4, prev: anyPrev, after: [2, 1] },
    ),
    want: problem("message/malformed"),
  },
  "after-itself": {
    about: "A message that would come after itself.",
    message: message("receipt", { stage: "opened", role: "examiner" }, { seq: 2, prev: anyPrev, after: [2] }),
    want: problem("message/malformed"),
  },
  "previous-differs": {
    about: "The second message names another digest than that of the first.",
    message: message("receipt", { stage: "opened", role: "examiner" }, { seq: 2, prev: anyPrev, after: [1] }),
    before: ["request-good"],
    want: problem("stream/broken-chain"),
  },
  "previous-missing": {
    about: "The second message names none before it: only the first does so.",
    message: message("request", await requestBody(), { seq: 2, ref: "BO-AL-2027-0002" }),
    want: problem("stream/broken-chain"),
  },
  "later-neighbour-names-another": {
    about: "The first message, where the second came before it and names another digest.",
    message: good,
    before: ["number-before-its-turn"],
    want: problem("stream/broken-chain"),
  },
  "field-unknown": {
    about: "The message has a field that the form does not know.",
    message: { ...good, note: "please hurry" },
    want: problem("message/unknown-field"),
  },
  "field-unknown-in-body": {
    about: "The body has a field that the form does not know.",
    message: message("request", { ...(await requestBody()), note: "please hurry" }),
    want: problem("message/unknown-field"),
  },
  "wrong-type-in-body": {
    about: "The contents have a number where a text must be.",
    message: message("request", {
      ...(await requestBody()),
      content: { ...content, subject: 7 },
    }),
    want: problem("message/malformed"),
  },
  "kind-unknown": {
    about: "The message is of a kind that does not exist.",
    message: message("greeting", {}),
    want: problem("message/malformed"),
  },
  "time-without-milliseconds": {
    about: "The time stands in another form than the one form of times.",
    message: { ...good, created: "2027-07-04T03:10:00Z" },
    want: problem("message/malformed"),
  },
  "not-canonical": {
    about: "The payload is signed, but has a space that canonical JSON has not.",
    payload: utf8(text.replace('"body":{', '"body": {')),
    want: problem("json/not-canonical"),
  },
  "keys-duplicate": {
    about: "The payload names one member twice.",
    payload: utf8(text.replace('"seq":1,', '"seq":1,"seq":1,')),
    want: problem("json/not-canonical"),
  },
  "not-json": {
    about: "The payload is signed, but no JSON.",
    payload: utf8("request"),
    want: problem("json/invalid"),
  },
  "act-of-another-type": {
    about: "The act is signed as a receipt: a signature of one kind serves for no other.",
    message: good,
    sign: (payload) => sign("node.bo", "comity-receipt", payload),
    want: problem("act/wrong-type"),
  },
  "second-signature-missing": {
    about: "Only the ES256 signature is there.",
    message: good,
    sign: (payload) => signAct("comity-message", payload, actKeys("node.bo").slice(0, 1), NOW),
    want: problem("act/key-missing"),
  },
  "signed-by-another-party": {
    about: "The act is signed by another State's node.",
    message: good,
    sign: (payload) => sign("node.ca", "comity-message", payload),
    want: problem("act/key-missing"),
  },
  "payload-altered": {
    about: "The payload was changed after it was signed.",
    message: good,
    sign: async (payload) => withPayload(await sign("node.bo", "comity-message", payload), payload),
    want: problem("act/bad-signature"),
  },
  "header-with-crit": {
    about: "The protected header of one signature has crit.",
    message: good,
    sign: signWithCrit,
    want: problem("act/malformed"),
  },
  "header-unprotected": {
    about: "A signature has an unprotected header.",
    message: good,
    sign: async (payload) =>
      changed(await sign("node.bo", "comity-message", payload), (jws) => {
        (jws.signatures[0] as unknown as Record<string, unknown>)["header"] = { note: "unsigned" };
      }),
    want: problem("act/malformed"),
  },
  "certificate-differs": {
    about: "The header names another certificate than the directory lists.",
    message: good,
    sign: (payload) =>
      signAct(
        "comity-message",
        payload,
        actKeys("node.bo").map((key) =>
          key.x5tS256 ? { ...key, x5tS256: toBase64Url(sha256(utf8("another certificate"))) } : key,
        ),
        NOW,
      ),
    want: problem("act/malformed"),
  },
  "times-differ": {
    about: "The two signatures name different times.",
    message: good,
    sign: async (payload) => {
      const later = JSON.parse(await sign("node.bo", "comity-message", payload, addHours(NOW, -1))) as Jws;
      return changed(await sign("node.bo", "comity-message", payload), (jws) => {
        jws.signatures[1] = later.signatures[1] as Jws["signatures"][number];
      });
    },
    want: problem("act/malformed"),
  },
  "act-with-other-spelling": {
    about: "The act is the same JSON with spaces: only one spelling of an act is taken.",
    message: good,
    sign: async (payload) =>
      JSON.stringify(JSON.parse(await sign("node.bo", "comity-message", payload)), null, 1),
    want: problem("act/malformed"),
  },
  "envelope-with-unknown-field": {
    about: "The envelope has a field that the form does not know.",
    message: good,
    envelope: { priority: "high" },
    want: problem("message/malformed"),
  },
  "receiver-differs": {
    about: "The message is addressed to another node than it came to.",
    message: { ...good, to: "node.ca", stream: "node.bo>node.ca" },
    want: problem("message/misdirected"),
  },
  "sender-differs": {
    about: "The message names another sender than signed it and brought it.",
    message: { ...good, from: "node.ca", stream: "node.ca>node.al" },
    want: problem("message/misdirected"),
  },
  "stream-differs": {
    about: "The message names another stream than its sender and receiver have.",
    message: { ...good, stream: "node.bo>node.al>2" },
    want: problem("message/misdirected"),
  },
  "sender-unknown": {
    about: "A party that no list names brought it.",
    message: good,
    from: "node.zz",
    want: problem("party/unknown-party"),
  },
  "from-the-future": {
    about: "The message is dated more than an hour ahead of the receiver's clock.",
    message: { ...good, created: "2027-07-04T04:10:00.001Z" },
    want: problem("message/from-the-future"),
  },
  "trace-missing": {
    about: "The message comes without a trace.",
    message: good,
    trace: "none",
    want: problem("trace/missing"),
  },
  "trace-of-another-message": {
    about: "The trace proves that another message is in the log.",
    message: message("request", await requestBody(), { created: "2027-07-04T03:09:59.000Z" }),
    trace: "withdrawal-good",
    want: problem("log/not-included"),
  },
  "author-approves": {
    about: "One officer with both mandates is author and approver.",
    message: message("request", await requestBody("bo-03", "bo-03")),
    want: refused("request/approved-by-author"),
  },
  "approver-without-mandate": {
    about: "The approver has no mandate to approve.",
    message: message("request", await requestBody("bo-01", "bo-04")),
    want: refused("party/no-mandate"),
  },
  "officer-unknown": {
    about: "The approver is in nobody's list.",
    message: message("request", await requestBody("bo-01", "bo-99")),
    want: problem("party/unknown-officer"),
  },
  "officer-signature-altered": {
    about: "The approver's signature is that over another act.",
    message: message("request", await withProofOfAnother()),
    want: refused("act/bad-signature"),
  },
  "officer-act-altered": {
    about: "The approver's act was changed after its digest was signed.",
    message: message("request", await withActChanged()),
    want: refused("act/digest-differs"),
  },
  "contents-differ-from-signed": {
    about: "The officers signed other contents than are sent.",
    message: message(
      "request",
      await requestBody("bo-01", "bo-02", { ...content, subject: "Another server" }, content),
    ),
    want: refused("request/act-mismatch"),
  },
  "speaks-for-another-state": {
    about: "Borvania's node sends a request in Cardova's name.",
    message: message("request", await requestBody("bo-01", "bo-02", { ...content, requesting: "CA" })),
    want: refused("request/wrong-sender"),
  },
  "asks-another-state": {
    about: "The contents ask another State than the node they were sent to.",
    message: message("request", await requestBody("bo-01", "bo-02", { ...content, requested: "CA" })),
    want: refused("request/wrong-addressee"),
  },
  "case-unknown": {
    about: "A message about a case that the receiver does not have.",
    message: message("receipt", { stage: "opened", role: "examiner" }, { ref: "BO-AL-2027-0999" }),
    want: refused("request/no-case"),
  },
};

interface Jws {
  payload: string;
  signatures: { protected: string; signature: string }[];
}

function changed(act: string, change: (jws: Jws) => void): string {
  const jws = JSON.parse(act) as Jws;
  change(jws);
  return JSON.stringify(jws);
}

function withPayload(act: string, payload: Uint8Array): string {
  const other = fromUtf8(payload).replace("preserve the control server", "preserve the mail server");
  return changed(act, (jws) => void (jws.payload = toBase64Url(utf8(other))));
}

/** `b64` with the value it has anyway: a verifier that knows the extension would see nothing wrong. */
async function signWithCrit(payload: Uint8Array): Promise<string> {
  const [first, second] = actKeys("node.bo") as [SigningKey, SigningKey];
  const other = JSON.parse(await signAct("comity-message", payload, [second], NOW)) as Jws;
  const signer = new GeneralSign(payload);
  signer.addSignature(await importJWK(first.jwk, first.alg), { crit: { b64: true } }).setProtectedHeader({
    alg: first.alg,
    typ: "comity-message",
    kid: first.kid,
    iat: Math.floor(Date.parse(NOW) / 1000),
    ...(first.x5c ? { x5c: first.x5c } : {}),
    ...(first.x5tS256 ? { "x5t#S256": first.x5tS256 } : {}),
    crit: ["b64"],
    b64: true,
  });
  const jws = (await signer.sign()) as unknown as Jws;
  return JSON.stringify({ payload: jws.payload, signatures: [...jws.signatures, ...other.signatures] });
}

async function withProofOfAnother() {
  const body = await requestBody();
  const other = await officerAct("bo-02", "approve-request", "draft-2", {});
  return {
    ...body,
    approver: { ...body.approver, signature: { ...body.approver.signature, proof: other.signature.proof } },
  };
}

async function withActChanged() {
  const body = await requestBody();
  return { ...body, approver: { ...body.approver, act: body.approver.act.replace("draft-1", "draft-2") } };
}

/** All door vectors. */
async function doorVectors(): Promise<Record<string, DoorVector>> {
  return { ...(await doorVectorsOf("BO")), ...(await doorVectorsOf("AL")) };
}

/** Those that a State's node logs: its log holds one leaf for each payload, and two witnesses have cosigned it. */
async function doorVectorsOf(state: "AL" | "BO"): Promise<Record<string, DoorVector>> {
  const self = `node.${state.toLowerCase()}`;
  const own = Object.entries(plans).filter(([, plan]) => (plan.signer ?? "node.bo") === self);
  const rows = own.map(([name, plan]) => ({
    name,
    plan,
    payload: plan.payload ?? canonicalBytes(plan.message),
    seed: sha256(utf8(`comity test seed ${name}`)),
  }));
  const tiles = sampleTiles(rows.map((row) => makeLeaf(row.seed, row.payload)));
  const read = async (path: string) => tiles.get(path);
  const size = rows.length;
  const note = formatCheckpoint({ origin: logOrigin(state), size, root: await rootFromTiles(read, size) });
  const log = keys.parties[self];
  if (!log) throw new TypeError(`no keys of ${self}`);
  const checkpoint = joinNote(note, [
    signNote(note, logOrigin(state), logKeyOf(log).seed),
    ...keys.witnesses
      .slice(0, 2)
      .map((witness) =>
        cosignNote(note, witness.name, seedOf(witness.seed), Math.floor(Date.parse(NOW) / 1000)),
      ),
  ]);
  const traces: Record<string, { seed: string; proof: string }> = {};
  for (const [index, row] of rows.entries())
    traces[row.name] = { seed: toBase64(row.seed), proof: await makeReceipt(read, checkpoint, index) };
  const vectors: Record<string, DoorVector> = {};
  for (const { name, plan, payload } of rows) {
    const trace = plan.trace === "none" ? null : (traces[plan.trace ?? name] ?? null);
    const act = await (plan.sign ?? ((bytes) => sign(self, "comity-message", bytes)))(payload);
    vectors[name] = {
      kind: "door",
      about: plan.about,
      receiver: plan.receiver ?? "node.al",
      from: plan.from ?? "node.bo",
      now: NOW,
      before: plan.before ?? [],
      envelope: { format: "comity/envelope/v1", act, trace, ...plan.envelope },
      want: plan.want,
    };
  }
  return vectors;
}

async function receiptVectors(): Promise<Record<string, ReceiptVector>> {
  const receipt = (change: Record<string, unknown> = {}) =>
    canonicalBytes({
      format: "comity/receipt/v1",
      stream: "node.bo>node.al",
      seq: 1,
      digest: goodDigest,
      outcome: "accepted",
      code: null,
      ref: REF,
      at: NOW,
      logIndex: 0,
      ...change,
    });
  const one = (about: string, act: string, want: ReceiptVector["want"]): ReceiptVector => ({
    kind: "receipt",
    about,
    sender: "node.bo",
    now: NOW,
    message: "request-good",
    receipt: act,
    want,
  });
  const al = (payload: Uint8Array, type: ActType = "comity-receipt") => sign("node.al", type, payload);
  return {
    "receipt-good": one("The receipt that ends the retries.", await al(receipt()), "taken"),
    "receipt-of-refusal": one(
      "A refusal on the record ends the retries too; a person sees its code.",
      await al(receipt({ outcome: "refused", code: "party/no-mandate" })),
      "taken",
    ),
    "receipt-for-another-digest": one(
      "The receipt is for a message with another digest.",
      await al(receipt({ digest: anyPrev })),
      "not-taken",
    ),
    "receipt-for-another-number": one(
      "The receipt is for another number of the stream.",
      await al(receipt({ seq: 2 })),
      "not-taken",
    ),
    "receipt-signed-by-another-party": one(
      "The receipt is signed by a third State's node.",
      await sign("node.ca", "comity-receipt", receipt()),
      "not-taken",
    ),
    "receipt-with-former-keys": one(
      "The receipt is signed with keys that the receiver's list has as withdrawn: the message is sent again.",
      await signAct("comity-receipt", receipt(), formerKeys("node.al"), FORMERLY),
      "not-taken",
    ),
    "receipt-of-another-type": one(
      "The receipt is signed as a message.",
      await al(receipt(), "comity-message"),
      "not-taken",
    ),
  };
}

async function heardVectors(): Promise<Record<string, HeardVector>> {
  const first = canonicalBytes(good);
  const second = canonicalBytes(await withdrawal(REF, { seq: 2, prev: goodDigest }));
  const one = (about: string, act: string, want: HeardVector["want"], knows: string[] = []): HeardVector => ({
    kind: "heard",
    about,
    asker: "node.bo",
    peer: "node.al",
    now: NOW,
    knows,
    asked: knows.length + 1,
    answer: { format: "comity/heard/v1", act, receipt: "" },
    want,
  });
  const bo = (payload: Uint8Array) => sign("node.bo", "comity-message", payload);
  return {
    "heard-forgotten": one(
      "The peer shows a message of ours that our rows do not have.",
      await bo(first),
      "halt",
    ),
    "heard-forgotten-further": one(
      "The peer does not have the number that was asked for, but one above it that our rows do not have either.",
      await bo(second),
      "halt",
    ),
    "heard-forgotten-former-keys": one(
      "The same, signed with keys that were ours then and are withdrawn now.",
      await signAct("comity-message", first, formerKeys("node.bo"), FORMERLY),
      "halt",
    ),
    "heard-former-keys-too-late": one(
      "Signed with our former keys after they were withdrawn: not our word.",
      await signAct("comity-message", first, formerKeys("node.bo"), NOW),
      "go-on",
    ),
    "heard-of-another-stream": one(
      "A message of ours to somebody else.",
      await bo(canonicalBytes({ ...good, to: "node.ca", stream: "node.bo>node.ca" })),
      "go-on",
    ),
    "heard-not-signed-by-us": one(
      "A message in our name that the peer signed itself.",
      await sign("node.al", "comity-message", first),
      "go-on",
    ),
  };
}

const MESSAGES = "http://127.0.0.1:8001/peer/v1/messages";

async function hopVectors(): Promise<Record<string, HopVector>> {
  const body = "age-encryption.org/v1 stands here";
  const own = hopKeysOf(keys.parties["node.bo"] as NonNullable<TestKeys["parties"][string]>);
  const signed = async (method: string, url: string, which = own, at = NOW) => {
    const headers = new Headers(
      method === "GET" ? {} : { "content-type": "application/age", "content-digest": bodyDigest(utf8(body)) },
    );
    return Object.fromEntries(await signHop(which, { method, url, headers }, at));
  };
  const one = (about: string, headers: Record<string, string>, change: Partial<HopVector>): HopVector => ({
    kind: "hop",
    about,
    now: NOW,
    method: "POST",
    url: MESSAGES,
    headers,
    body,
    want: { party: "node.bo" },
    ...change,
  });
  const slice = `http://127.0.0.1:8001/peer/v1/slices/${REF}/${encodeURIComponent(anyPrev)}`;
  const stranger = own.map((key) => ({ ...key, kid: key.kid.replace("2027", "2026") }));
  return {
    "hop-good": one("A message, signed on the line with both keys.", await signed("POST", MESSAGES), {}),
    "hop-good-without-body": one("A slice is asked for: no body, no digest.", await signed("GET", slice), {
      method: "GET",
      url: slice,
      body: null,
    }),
    "hop-second-signature-missing": one(
      "Only the Ed25519 signature is there.",
      await signed("POST", MESSAGES, own.slice(0, 1)),
      { want: { code: "hop/unsigned" } },
    ),
    "hop-for-another-address": one(
      "Signed for another node's address.",
      await signed("POST", "http://127.0.0.1:8003/peer/v1/messages"),
      { want: { code: "hop/bad-signature" } },
    ),
    "hop-key-unknown": one("The key is in nobody's list.", await signed("POST", MESSAGES, stranger), {
      want: { code: "hop/unknown-key" },
    }),
    "hop-body-altered": one("The body is not the one the digest is of.", await signed("POST", MESSAGES), {
      body: `${body}!`,
      want: { code: "hop/digest-differs" },
    }),
    "hop-too-old": one("Signed an hour ago.", await signed("POST", MESSAGES, own, addHours(NOW, -1)), {
      want: { code: "hop/bad-signature" },
    }),
  };
}

function writeAll(vectors: Record<string, Vector>): void {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER))
    if (name.endsWith(".json") && name !== "keys.json") rmSync(join(FOLDER, name));
  const put = (name: string, value: unknown) =>
    writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`);
  put("keys", keys);
  for (const [name, vector] of Object.entries(vectors)) put(name, vector);
}

writeAll({
  ...(await doorVectors()),
  ...(await receiptVectors()),
  ...(await heardVectors()),
  ...(await hopVectors()),
});
const schemaFolder = resolve(FOLDER, "../../schemas");
for (const [name, schema] of Object.entries(schemas()))
  writeFileSync(join(schemaFolder, name), `${JSON.stringify(schema, null, 1)}\n`);
process.stdout.write(
  `${Object.keys(readVectors()).length} vectors, ${Object.keys(schemas()).length} schemas\n`,
);
