import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { toBase64, toHex, utf8 } from "../../src/base/bytes.ts";
import { makeLeaf } from "../../src/log/leaf.ts";
import { cosignNote, joinNote, signNote } from "../../src/log/note.ts";
import { formatProof, parseProof } from "../../src/log/proof.ts";
import { proveConsistency } from "../../src/log/prove.ts";
import {
  SAMPLE_LOG,
  SAMPLE_WITNESSES,
  proofLines,
  sampleCheckpoint,
  sampleKey,
  sampleLeaves,
  sampleNote,
  samplePolicy,
  sampleReceipt,
  sampleTiles,
} from "../../src/log/sample.ts";
import { formatAddCheckpoint } from "../../src/log/witness.ts";

/**
 * Writes spec/vectors/log: one JSON file for one fault, named after it, from the published test keys of
 * src/log/sample.ts. Run it with `node test/log-interop/make-vectors.ts`; the test compares its output with the files.
 */

/** A receipt and what it must be answered with. */
export interface ReceiptVector {
  kind: "receipt";
  about: string;
  policy: string;
  origin: string;
  own: string[];
  /** Hexadecimal. */
  leaf: string;
  seed: string;
  /** UTF-8 text. */
  event: string;
  /** Seconds since 1970. */
  now: number;
  maxAgeSeconds: number;
  proof: string;
  /** Problem code, or `ok`. */
  want: string;
}

/** A request to a witness in a given state, and the HTTP status it must answer. */
export interface WitnessVector {
  kind: "witness";
  about: string;
  /** Verifier key of the one log it watches. */
  log: string;
  /** What it last cosigned; null for never. The root in base64. */
  state: { size: number; root: string } | null;
  body: string;
  want: number;
}

const NOW = 1_814_659_200;
const SEED = new Uint8Array(32).fill(7);
const EVENT = '{"request":"invented"}';
const leaves = [...sampleLeaves(6), makeLeaf(SEED, utf8(EVENT)), ...sampleLeaves(4, 6)];
const INDEX = 6;

const rootAt = async (size: number): Promise<string> =>
  (await sampleCheckpoint(sampleTiles(leaves.slice(0, size)), size)).split("\n")[2] as string;
const textAt = (size: number): Promise<string> => sampleCheckpoint(sampleTiles(leaves.slice(0, size)), size);
const proofOf = async (old: number, size: number): Promise<string[]> => {
  const tiles = sampleTiles(leaves.slice(0, size));
  return proofLines(await proveConsistency(async (path) => tiles.get(path), old, size));
};

async function receipts(): Promise<Record<string, ReceiptVector>> {
  const good: ReceiptVector = {
    kind: "receipt",
    about: "a receipt that holds: two of three witnesses, ten seconds old",
    policy: samplePolicy(),
    origin: SAMPLE_LOG.name,
    own: [],
    leaf: toHex(leaves[INDEX] as Uint8Array),
    seed: toHex(SEED),
    event: EVENT,
    now: NOW,
    maxAgeSeconds: 600,
    proof: await sampleReceipt(leaves, INDEX, ["w1", "w2"], NOW - 10),
    want: "ok",
  };
  const text = await textAt(leaves.length);
  const withNote = (note: string): string => formatProof({ ...parseProof(good.proof), checkpoint: note });
  const withHashes = (change: (hashes: Uint8Array[]) => Uint8Array[]): string => {
    const proof = parseProof(good.proof);
    return formatProof({ ...proof, hashes: change(proof.hashes) });
  };
  const logLine = signNote(text, SAMPLE_LOG.name, SAMPLE_LOG.seed);
  const [w1, w2] = SAMPLE_WITNESSES as [(typeof SAMPLE_WITNESSES)[0], (typeof SAMPLE_WITNESSES)[0]];
  const other = sampleKey("log.alderia.example", "log");
  const otherText = text.replace(SAMPLE_LOG.name, other.name);
  const cosign = (who: typeof w1, what: string, at = NOW - 10): string =>
    cosignNote(what, who.name, who.seed, at);
  const fault = (about: string, want: string, change: Partial<ReceiptVector>): ReceiptVector => ({
    ...good,
    about,
    want,
    ...change,
  });
  return {
    receipt_good: good,
    cosignature_of_other_log: fault(
      "w2's line is its cosignature of another log's checkpoint",
      "log/bad-signature",
      {
        proof: withNote(joinNote(text, [logLine, cosign(w1, text), cosign(w2, otherText)])),
      },
    ),
    cosignature_time_altered: fault("w2's line says another time than it signed", "log/bad-signature", {
      proof: withNote(joinNote(text, [logLine, cosign(w1, text), laterByOneSecond(cosign(w2, text))])),
    }),
    cosignature_twice: fault("one witness stands there twice and counts once", "log/no-quorum", {
      proof: withNote(joinNote(text, [logLine, cosign(w1, text), cosign(w1, text)])),
    }),
    cosigner_unknown: fault(
      "the second cosignature is by a witness that the policy does not know",
      "log/no-quorum",
      {
        proof: withNote(
          joinNote(text, [
            logLine,
            cosign(w1, text),
            cosign({ ...w2, ...sampleKey("w9.example/witness", "witness") }, text),
          ]),
        ),
      },
    ),
    cosigner_own: fault("one of the two witnesses is run by the log's own State", "log/no-quorum", {
      own: ["w1"],
    }),
    quorum_short: fault("one witness where two are needed", "log/no-quorum", {
      proof: withNote(sampleNote(text, ["w3"], NOW - 10)),
    }),
    log_signature_missing: fault("cosigned, but not signed by the log", "log/no-signature", {
      proof: withNote(joinNote(text, [cosign(w1, text), cosign(w2, text)])),
    }),
    log_signature_by_cosigner_type: fault(
      "the log's key signed as a cosigner (0x04) instead of as a log (0x01)",
      "log/no-signature",
      {
        proof: withNote(
          joinNote(text, [
            cosignNote(text, SAMPLE_LOG.name, SAMPLE_LOG.seed, NOW),
            cosign(w1, text),
            cosign(w2, text),
          ]),
        ),
      },
    ),
    origin_unknown: fault("a log that the policy does not know", "log/unknown-origin", {
      proof: withNote(
        joinNote(otherText, [
          signNote(otherText, other.name, other.seed),
          cosign(w1, otherText),
          cosign(w2, otherText),
        ]),
      ),
    }),
    origin_of_other_state: fault("a known log, but not the sender's", "log/unknown-origin", {
      origin: other.name,
    }),
    root_altered: fault("one bit of the root in the checkpoint is another", "log/bad-signature", {
      proof: good.proof.replace(text.split("\n")[2] as string, flipFirst(text.split("\n")[2] as string)),
    }),
    size_altered: fault("the size in the checkpoint is another", "log/bad-signature", {
      proof: good.proof.replace(`\n${leaves.length}\n`, `\n${leaves.length + 1}\n`),
    }),
    inclusion_hash_altered: fault("one bit of a proof hash is another", "log/not-included", {
      proof: withHashes((hashes) =>
        hashes.map((hash, i) => (i === 1 ? hash.map((b, j) => (j === 0 ? b ^ 1 : b)) : hash)),
      ),
    }),
    inclusion_too_short: fault("the last proof hash is missing", "log/not-included", {
      proof: withHashes((hashes) => hashes.slice(0, -1)),
    }),
    inclusion_too_long: fault("a proof hash too many", "log/not-included", {
      proof: withHashes((hashes) => [...hashes, new Uint8Array(32)]),
    }),
    index_off_by_one: fault("the index is the neighbour's", "log/not-included", {
      proof: good.proof.replace("index 6", "index 7"),
    }),
    index_leading_zero: fault("the index is written 06", "log/proof-malformed", {
      proof: good.proof.replace("index 6", "index 06"),
    }),
    header_of_other_version: fault("the proof says v2", "log/proof-malformed", {
      proof: good.proof.replace("@v1", "@v2"),
    }),
    note_without_last_newline: fault("the note's last line does not end", "log/note-malformed", {
      proof: good.proof.slice(0, -1),
    }),
    stale: fault("the cosignatures are one second too old", "log/stale", { maxAgeSeconds: 9 }),
    stale_by_one_of_two: fault("one of the two cosignatures is too old", "log/stale", {
      proof: withNote(joinNote(text, [logLine, cosign(w1, text), cosign(w2, text, NOW - 601)])),
    }),
    from_future: fault("the cosignatures are 301 seconds ahead", "log/from-future", {
      proof: withNote(sampleNote(text, ["w1", "w2"], NOW + 301)),
    }),
    leaf_of_other_event: fault(
      "the leaf is in the log but commits to another event",
      "log/commitment-mismatch",
      { event: '{"request":"another"}' },
    ),
    seed_of_other_event: fault("the seed is another event's", "log/commitment-mismatch", {
      seed: toHex(new Uint8Array(32).fill(8)),
    }),
    leaf_not_the_logged_one: fault(
      "the leaf opens to the event but is not the one at this index",
      "log/not-included",
      {
        seed: toHex(new Uint8Array(32).fill(9)),
        leaf: toHex(makeLeaf(new Uint8Array(32).fill(9), utf8(EVENT))),
      },
    ),
  };
}

async function requests(): Promise<Record<string, WitnessVector>> {
  const state = { size: 7, root: await rootAt(7) };
  const noteAt = async (size: number): Promise<string> => sampleNote(await textAt(size), [], 0);
  const good: WitnessVector = {
    kind: "witness",
    about: "the tree grows from 7 to 11 leaves",
    log: SAMPLE_LOG.vkey,
    state,
    body: formatAddCheckpoint(7, await proofOf(7, 11), await noteAt(11)),
    want: 200,
  };
  const fault = (about: string, want: number, change: Partial<WitnessVector>): WitnessVector => ({
    ...good,
    about,
    want,
    ...change,
  });
  const text = await textAt(11);
  const other = sampleKey("log.alderia.example", "log");
  const strange = text.replace(SAMPLE_LOG.name, other.name);
  const emptyOther = `${SAMPLE_LOG.name}\n0\n${toBase64(new Uint8Array(32))}\n`;
  return {
    witness_grows: good,
    witness_first: fault("the first checkpoint of a log", 200, {
      state: null,
      body: formatAddCheckpoint(0, [], await noteAt(11)),
    }),
    witness_again: fault("the same checkpoint again", 200, {
      body: formatAddCheckpoint(7, [], await noteAt(7)),
    }),
    size_shrinks: fault("the tree has fewer leaves than the witness has seen", 400, {
      body: formatAddCheckpoint(7, [], await noteAt(5)),
    }),
    old_size_behind: fault("the log thinks the witness saw 5 leaves; it saw 7", 409, {
      body: formatAddCheckpoint(5, await proofOf(5, 11), await noteAt(11)),
    }),
    old_size_ahead: fault("the log thinks the witness saw 9 leaves; it saw 7", 409, {
      body: formatAddCheckpoint(9, await proofOf(9, 11), await noteAt(11)),
    }),
    root_differs: fault("the same size with another root", 422, {
      state: { size: 7, root: await rootAt(6) },
      body: formatAddCheckpoint(7, [], await noteAt(7)),
    }),
    history_differs: fault("the log grew from another tree than the witness saw", 422, {
      state: { size: 7, root: await rootAt(6) },
    }),
    proof_missing: fault("no consistency proof", 422, { body: formatAddCheckpoint(7, [], await noteAt(11)) }),
    proof_superfluous: fault("a proof from the empty tree", 422, {
      state: null,
      body: formatAddCheckpoint(0, await proofOf(7, 11), await noteAt(11)),
    }),
    empty_tree_other_root: fault("no leaves, but not the hash of nothing", 422, {
      state: null,
      body: formatAddCheckpoint(0, [], sampleNote(emptyOther, [], 0)),
    }),
    witness_unknown_origin: fault("a log the witness does not watch", 404, {
      body: formatAddCheckpoint(
        7,
        await proofOf(7, 11),
        joinNote(strange, [signNote(strange, other.name, other.seed)]),
      ),
    }),
    witness_signature_false: fault("the log's signature is over another text", 403, {
      body: formatAddCheckpoint(
        7,
        await proofOf(7, 11),
        joinNote(text, [signNote(strange, SAMPLE_LOG.name, SAMPLE_LOG.seed)]),
      ),
    }),
    witness_signature_by_other: fault("signed by another log only", 403, {
      body: formatAddCheckpoint(
        7,
        await proofOf(7, 11),
        joinNote(text, [signNote(text, other.name, other.seed)]),
      ),
    }),
    old_line_missing: fault("no old size", 400, { body: good.body.split("\n").slice(1).join("\n") }),
    root_of_31_bytes: fault("the root in the checkpoint is too short", 400, {
      body: formatAddCheckpoint(
        7,
        await proofOf(7, 11),
        sampleNote(`${SAMPLE_LOG.name}\n11\n${toBase64(new Uint8Array(31))}\n`, [], 0),
      ),
    }),
  };
}

/** A cosignature line whose time is one second later than what was signed. */
function laterByOneSecond(line: string): string {
  const [dash, name, encoded] = line.trimEnd().split(" ") as [string, string, string];
  const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  bytes[11] = (bytes[11] as number) + 1;
  return `${dash} ${name} ${toBase64(bytes)}\n`;
}

function flipFirst(base64: string): string {
  return (base64.startsWith("A") ? "B" : "A") + base64.slice(1);
}

/** All vectors by name. */
export async function logVectors(): Promise<Record<string, ReceiptVector | WitnessVector>> {
  return { ...(await receipts()), ...(await requests()) };
}

/** Where they lie. */
export const VECTOR_FOLDER = resolve(import.meta.dirname, "../../spec/vectors/log");

if (import.meta.main) {
  mkdirSync(VECTOR_FOLDER, { recursive: true });
  for (const [name, vector] of Object.entries(await logVectors()))
    writeFileSync(join(VECTOR_FOLDER, `${name}.json`), `${JSON.stringify(vector, null, 2)}\n`);
}
