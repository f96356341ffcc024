import {
  concat,
  endsInZeroBits,
  equalBytes,
  fromBase64,
  fromLooseBase64,
  fromUtf8,
  toBase64,
  toHex,
  utf8,
} from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { signEd25519, publicKeyOfSeed, verifyEd25519 } from "../crypto/ed25519.ts";
import { sha256 } from "../crypto/hash.ts";

/**
 * Signed notes (C2SP signed-note) with the two kinds of key Comity uses: Ed25519 by a log (0x01) and the timestamped
 * Ed25519 cosignature by a witness (0x04, C2SP tlog-cosignature). A note's text means nothing before `openNote`.
 */

/** A log's signature over the note text. */
export const LOG_KEY = 0x01;
/** A witness's cosignature, which carries its time. */
export const COSIGNER_KEY = 0x04;
type KeyType = typeof LOG_KEY | typeof COSIGNER_KEY;

/** A verifier key: who may sign, and how. */
export interface NoteKey {
  name: string;
  /** Eight hexadecimal digits; together with the name it says which key a line claims. */
  id: string;
  type: KeyType;
  publicKey: Uint8Array;
}

/** One signature line, unverified. */
export interface NoteSignature {
  name: string;
  id: string;
  /** What follows the key id. */
  bytes: Uint8Array;
  /** Whether the line spells its bytes in the one canonical base64; a line by a known key must. */
  canonical: boolean;
  /** The line as it stands, with its newline. */
  line: string;
}

/** A note cut into its parts; nothing has been verified. */
export interface ParsedNote {
  /** The text with its final newline. */
  text: string;
  signatures: NoteSignature[];
}

/** A signature that holds. */
export interface VerifiedSignature {
  key: NoteKey;
  line: string;
  /** Seconds since 1970 as the cosigner states them; only cosignatures have a time. */
  time?: number;
}

/** A note at least one given key has signed. */
export interface OpenedNote {
  text: string;
  /** One per key, in the order of the note. */
  verified: VerifiedSignature[];
  /** Lines by keys that were not given. */
  unknown: NoteSignature[];
}

/** Longest note we read, in UTF-16 units: room for the checkpoint and 100 signatures of any kind in use. */
const MAX_NOTE = 1_000_000;
/** Most signature lines we read; the specification asks for at least 16. */
const MAX_SIGNATURES = 100;
const LINE = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/u;
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** Cuts a note at its last empty line. Throws Problem `log/note-malformed`. */
export function parseNote(note: string): ParsedNote {
  const cut = note.lastIndexOf("\n\n");
  if (note.length > MAX_NOTE || CONTROL.test(note) || !isWellFormed(note) || cut < 0 || !note.endsWith("\n"))
    throw malformed();
  const lines = note.slice(cut + 2, -1).split("\n");
  if (note.length === cut + 2 || lines.length > MAX_SIGNATURES) throw malformed();
  return { text: note.slice(0, cut + 1), signatures: lines.map(parseLine) };
}

/** The note in bytes, as a string. Throws Problem `log/note-malformed` where it is not UTF-8. */
export function noteOfBytes(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch {
    throw malformed();
  }
}

/**
 * Verifies a note against the keys one trusts. Lines by other keys are ignored, even if they share a name or an id
 * with a known one; a line whose name and id are known must hold. Throws Problem `log/bad-signature` where one does
 * not, `log/no-signature` where no given key signed, `log/key-ambiguous` where two given keys share name and id.
 */
export function openNote(note: string, keys: readonly NoteKey[]): OpenedNote {
  const { text, signatures } = parseNote(note);
  const out: OpenedNote = { text, verified: [], unknown: [] };
  const seen = new Set<NoteKey>();
  for (const signature of signatures) {
    const key = keyFor(signature, keys);
    if (!key) out.unknown.push(signature);
    if (!key || seen.has(key)) continue;
    seen.add(key);
    out.verified.push(verifyLine(text, signature, key));
  }
  if (out.verified.length === 0)
    throw new Problem(
      "log/no-signature",
      "No key that is trusted here has signed this note.",
      signatures.map((each) => each.name).join(", "),
      "Compare the signers with the keys in the policy.",
    );
  return out;
}

/** The note of a text and its signature lines. */
export function joinNote(text: string, lines: readonly string[]): string {
  return `${text}\n${lines.join("")}`;
}

/** The signature line of a log (type 0x01) over a note text. The seed is the 32-byte Ed25519 seed. */
export function signNote(text: string, name: string, seed: Uint8Array): string {
  const id = keyIdBytes(name, LOG_KEY, publicKeyOfSeed(seed));
  return signatureLine(name, id, signEd25519(seed, utf8(text)));
}

/** The cosignature line of a witness (type 0x04) over a checkpoint's text at a time in whole seconds since 1970. */
export function cosignNote(text: string, name: string, seed: Uint8Array, seconds: number): string {
  const id = keyIdBytes(name, COSIGNER_KEY, publicKeyOfSeed(seed));
  return signatureLine(
    name,
    id,
    concat(timestamp(seconds), signEd25519(seed, cosignedMessage(text, seconds))),
  );
}

/** The text form of a verifier key, `name+id+key`. */
export function formatVkey(key: Pick<NoteKey, "name" | "type" | "publicKey">): string {
  const material = concat(Uint8Array.of(key.type), key.publicKey);
  return `${key.name}+${toHex(keyIdBytes(key.name, key.type, key.publicKey))}+${toBase64(material)}`;
}

/** The verifier key that belongs to a signing seed. */
export function keyOfSeed(name: string, type: KeyType, seed: Uint8Array): NoteKey {
  return noteKey(name, type, publicKeyOfSeed(seed));
}

/** A verifier key from its parts. */
export function noteKey(name: string, type: KeyType, publicKey: Uint8Array): NoteKey {
  return { name, id: toHex(keyIdBytes(name, type, publicKey)), type, publicKey };
}

/**
 * Reads a verifier key. Throws Problem `log/vkey-malformed`, `log/vkey-id` where the printed id is not the key's,
 * `log/vkey-unsupported` for types other than 0x01 and 0x04, `log/vkey-weak` for a public key of small order, under
 * which one signature fits many messages.
 */
export function parseVkey(text: string): NoteKey {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text);
  const [, name, id, encoded] = (match ?? []) as string[];
  if (name === undefined || id === undefined || encoded === undefined || !isKeyName(name))
    throw badVkey("malformed", "This is not a verifier key.");
  const material = decoded(encoded, () => badVkey("malformed", "The key part is not base64."));
  const [type, publicKey] = [material[0], material.subarray(1)];
  if (type !== LOG_KEY && type !== COSIGNER_KEY)
    throw badVkey("unsupported", "Only Ed25519 keys of types 0x01 and 0x04 are supported.");
  if (publicKey.length !== 32) throw badVkey("malformed", "An Ed25519 key has 32 bytes.");
  const key = noteKey(name, type, publicKey);
  if (key.id !== id) throw badVkey("id", `The key id should read ${key.id}.`);
  if (SMALL_ORDER.has(toHex(publicKey)))
    throw badVkey("weak", "The key is a point of small order and proves nothing.");
  return key;
}

function keyFor(signature: NoteSignature, keys: readonly NoteKey[]): NoteKey | undefined {
  const [key, another] = keys.filter((each) => each.name === signature.name && each.id === signature.id);
  if (another)
    throw new Problem(
      "log/key-ambiguous",
      "Two trusted keys share a name and a key id.",
      signature.name,
      "List each key once.",
    );
  return key;
}

function verifyLine(
  text: string,
  { bytes, canonical, line, name }: NoteSignature,
  key: NoteKey,
): VerifiedSignature {
  const cosigned = key.type === COSIGNER_KEY;
  const time = cosigned && bytes.length === 72 ? readTimestamp(bytes.subarray(0, 8)) : undefined;
  const message = time === undefined ? utf8(text) : cosignedMessage(text, time);
  const complete = cosigned === (time !== undefined);
  if (!canonical || !complete || !verifyEd25519(key.publicKey, message, bytes.subarray(cosigned ? 8 : 0)))
    throw new Problem(
      "log/bad-signature",
      "A signature by a trusted key does not match the text.",
      name,
      "The note was altered, or somebody else used the signer's name; ask the signer for the note again.",
    );
  return { key, line, ...(time === undefined ? {} : { time }) };
}

/** What a v1 cosignature signs (C2SP tlog-cosignature). */
function cosignedMessage(text: string, seconds: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${seconds}\n${text}`);
}

function timestamp(seconds: number): Uint8Array {
  if (!Number.isSafeInteger(seconds) || seconds <= 0)
    throw new RangeError("a cosignature needs a time in whole seconds after 1970");
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(seconds));
  return out;
}

/** Undefined for times no safe integer holds and for zero, which a cosignature must not carry. */
function readTimestamp(bytes: Uint8Array): number | undefined {
  const seconds = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0));
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : undefined;
}

function parseLine(line: string): NoteSignature {
  const [, name, encoded] = (LINE.exec(line) ?? []) as string[];
  if (name === undefined || encoded === undefined || !isKeyName(name)) throw malformed();
  if (encoded.length % 4 !== 0) throw malformed();
  // Lenient here, so that a stranger's odd spelling does not spoil the note; what is not canonical never verifies.
  const bytes = fromLooseBase64(encoded);
  if (bytes.length < 5) throw malformed();
  const canonical = endsInZeroBits(encoded);
  return { name, id: toHex(bytes.subarray(0, 4)), bytes: bytes.subarray(4), canonical, line: `${line}\n` };
}

function signatureLine(name: string, id: Uint8Array, signature: Uint8Array): string {
  return `— ${name} ${toBase64(concat(id, signature))}\n`;
}

/** SHA-256(name || 0x0A || type || public key), first four bytes. */
function keyIdBytes(name: string, type: KeyType, publicKey: Uint8Array): Uint8Array {
  if (!isKeyName(name)) throw new RangeError("a key name has no spaces, no plus and is not empty");
  return sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).subarray(0, 4);
}

function isKeyName(name: string): boolean {
  return name !== "" && !/[\s+\p{White_Space}]/u.test(name) && !CONTROL.test(name);
}

function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}

function decoded(text: string, fault: () => Problem): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    throw fault();
  }
}

function malformed(): Problem {
  return new Problem(
    "log/note-malformed",
    "This is not a signed note.",
    "note",
    "Fetch it again; compare with C2SP signed-note.",
  );
}

function badVkey(fault: string, what: string): Problem {
  return new Problem(
    `log/vkey-${fault}`,
    what,
    "vkey",
    "Copy the key again from where its owner publishes it.",
  );
}

/** Whether two keys wrap the same public key, whatever their names. */
export function samePublicKey(a: NoteKey, b: NoteKey): boolean {
  return equalBytes(a.publicKey, b.publicKey);
}

/** Every encoding, canonical or not, of the eight points of small order on edwards25519. */
const SMALL_ORDER: ReadonlySet<string> = new Set(
  [
    ["01", "00", "00"],
    ["01", "00", "80"],
    ["ec", "ff", "7f"],
    ["ec", "ff", "ff"],
    ["00", "00", "00"],
    ["00", "00", "80"],
    ["ed", "ff", "7f"],
    ["ed", "ff", "ff"],
    ["ee", "ff", "7f"],
    ["ee", "ff", "ff"],
  ]
    .map(([first, middle, last]) => `${first}${(middle as string).repeat(30)}${last}`)
    .concat(
      [
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc",
      ].flatMap((start) =>
        start.startsWith("c7") ? [`${start}7a`, `${start}fa`] : [`${start}05`, `${start}85`],
      ),
    ),
);
