import { concat } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { AEAD_TAG, aeadOpen, aeadSealInto } from "../crypto/chacha.ts";
import { hkdf } from "../crypto/hash.ts";

/**
 * The payload of an age v1 file (C2SP age, section "Payload"): STREAM over ChaCha20-Poly1305 in chunks of 64 KiB.
 * Chunk i has the nonce `i` (11 bytes, big endian) and a byte that is 1 for the last chunk only, so chunks can be
 * neither moved, nor dropped, nor cut off at the end. The header is not ours: see `adapters/sealing`.
 */

/** Plaintext bytes of every chunk but the last. */
export const CHUNK = 65_536;
/** Bytes of a chunk as it is stored. */
export const SEALED_CHUNK = CHUNK + AEAD_TAG;
/** Bytes of the nonce that stands before the chunks. */
export const PAYLOAD_NONCE = 16;
/** Bytes of an age file key. */
export const FILE_KEY = 16;

const EMPTY = new Uint8Array(0);

/** The key of a payload, from the file key and the nonce that stands before the chunks. */
export function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  if (fileKey.length !== FILE_KEY || nonce.length !== PAYLOAD_NONCE)
    throw new RangeError("an age file key and a payload nonce have 16 bytes each");
  return hkdf(fileKey, "payload", 32, nonce);
}

/** The nonce of chunk `index`, counted from 0. */
export function chunkNonce(index: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(3, BigInt(index));
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Seals one chunk into `out`, which takes the plaintext's length and the tag. */
export function sealChunkInto(
  key: Uint8Array,
  index: number,
  last: boolean,
  plaintext: Uint8Array,
  out: Uint8Array,
): void {
  aeadSealInto(key, chunkNonce(index, last), plaintext, out);
}

/**
 * One chunk of plaintext. Throws Problem `seal/truncated` where it verifies but chunks must follow it, and
 * `seal/broken` where it does not verify (altered or moved) or ended the payload while more bytes follow.
 */
export function openChunk(key: Uint8Array, index: number, last: boolean, sealed: Uint8Array): Uint8Array {
  const { plaintext, fault } = tryChunk(key, index, last, sealed);
  if (fault) throw fault;
  return plaintext;
}

function tryChunk(
  key: Uint8Array,
  index: number,
  last: boolean,
  sealed: Uint8Array,
): { plaintext: Uint8Array; fault?: Problem } {
  const where = `chunk ${index + 1}`;
  const plaintext = aeadOpen(key, chunkNonce(index, last), sealed);
  if (plaintext === null) {
    // The other flag tells an altered chunk from a whole one in a file that was cut off or added to.
    const other = aeadOpen(key, chunkNonce(index, !last), sealed);
    if (other === null) return { plaintext: EMPTY, fault: broken("This part was altered or moved.", where) };
    return {
      // A short chunk can only be a last one, so nothing of it counts.
      plaintext: sealed.length === SEALED_CHUNK ? other : EMPTY,
      fault: last ? truncated(where) : broken("Bytes follow the end of the payload.", where),
    };
  }
  // An empty last chunk is allowed only where it is the whole (C2SP age): otherwise one text would have two spellings.
  if (last && index > 0 && plaintext.length === 0)
    return { plaintext, fault: broken("The last chunk is empty.", where) };
  return { plaintext };
}

/** Where each chunk of a payload lies; nothing in it is verified. */
export interface Chunks {
  /** How many chunks there are: at least one. */
  count: number;
  /** Bytes of the plaintext. */
  plainSize: number;
}

/**
 * The chunks of so many payload bytes (without the nonce). Throws Problem `seal/truncated` where no plaintext has a
 * payload of this length.
 */
export function chunksOf(payloadSize: number): Chunks {
  const count = Math.ceil(payloadSize / SEALED_CHUNK);
  const rest = payloadSize - (count - 1) * SEALED_CHUNK;
  const impossible = count < 1 || rest < AEAD_TAG || (count > 1 && rest === AEAD_TAG);
  if (impossible) throw truncated("length");
  return { count, plainSize: payloadSize - count * AEAD_TAG };
}

/** Payload bytes (without the nonce) of so many bytes of plaintext. */
export function payloadSize(plainSize: number): number {
  return plainSize + Math.max(1, Math.ceil(plainSize / CHUNK)) * AEAD_TAG;
}

/** The chunks that hold the plaintext from `start` to before `end`: first, and one past the last. */
export function chunkRange(start: number, end: number): { first: number; past: number } {
  const first = Math.floor(start / CHUNK);
  return { first, past: Math.max(first + 1, Math.ceil(end / CHUNK)) };
}

/** Seals a whole plaintext that fits in memory: nonce and chunks. `nonce` is 16 fresh random bytes. */
export function sealPayload(fileKey: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const key = payloadKey(fileKey, nonce);
  const out = new Uint8Array(PAYLOAD_NONCE + payloadSize(plaintext.length));
  out.set(nonce);
  const { count } = chunksOf(out.length - PAYLOAD_NONCE);
  for (let index = 0; index < count; index++) {
    const chunk = plaintext.subarray(index * CHUNK, (index + 1) * CHUNK);
    sealChunkInto(key, index, index === count - 1, chunk, out.subarray(PAYLOAD_NONCE + index * SEALED_CHUNK));
  }
  return out;
}

/** Opens nonce and chunks, one after the other: each piece it yields has been verified. Throws as `openChunk`. */
export function* openPayload(fileKey: Uint8Array, payload: Uint8Array): Generator<Uint8Array> {
  if (payload.length < PAYLOAD_NONCE) throw truncated("payload");
  const key = payloadKey(fileKey, payload.subarray(0, PAYLOAD_NONCE));
  const body = payload.subarray(PAYLOAD_NONCE);
  const count = Math.max(1, Math.ceil(body.length / SEALED_CHUNK));
  for (let index = 0; index < count; index++) {
    const chunk = body.subarray(index * SEALED_CHUNK, (index + 1) * SEALED_CHUNK);
    const { plaintext, fault } = tryChunk(key, index, index === count - 1, chunk);
    if (plaintext.length > 0) yield plaintext;
    if (fault) throw fault;
  }
}

/** The whole plaintext of nonce and chunks. Throws Problem `seal/broken` or `seal/truncated`. */
export function openWholePayload(fileKey: Uint8Array, payload: Uint8Array): Uint8Array {
  chunksOf(payload.length - PAYLOAD_NONCE);
  return concat(...openPayload(fileKey, payload));
}

function truncated(where: string): Problem {
  return new Problem(
    "seal/truncated",
    "The end of the sealed file is missing.",
    where,
    "Fetch the sealed file again.",
  );
}

function broken(what: string, where: string): Problem {
  return new Problem("seal/broken", what, where, "Fetch the sealed file again and compare its digest.");
}
