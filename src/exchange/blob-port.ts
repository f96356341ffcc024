/**
 * Where sealed bytes lie: slices of sealed files, each under its digest (`sha256:…`). A store never holds bytes that
 * have another digest than the one they are asked for by.
 */
export interface BlobStore {
  /** Whether these bytes are here, durably. */
  has(digest: string): Promise<boolean>;
  /** How many bytes they are; null where they are not here. */
  size(digest: string): Promise<number | null>;
  /**
   * Keeps bytes under their digest; resolves when they survive a power cut. Idempotent. A piece is done with when the
   * next is asked for. Throws Problem `blob/digest-differs` (nothing is kept then) or `blob/digest-malformed`.
   */
  put(bytes: Uint8Array | AsyncIterable<Uint8Array>, digest: string): Promise<void>;
  /** The bytes in pieces, of which each holds until the next is asked for. Throws Problem `blob/missing`. */
  open(digest: string): Promise<AsyncIterable<Uint8Array>>;
  /** Forgets bytes; nothing happens where they are not here. */
  remove(digest: string): Promise<void>;
  /**
   * Joins slices, in order, into one file at `out`, which appears only if each slice still has its digest. Throws
   * Problem `blob/missing` or `blob/digest-differs`.
   */
  assemble(slices: readonly { digest: string }[], out: string): Promise<void>;
}
