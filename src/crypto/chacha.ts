import * as nodeCrypto from "node:crypto";

/** Bytes of the tag that ChaCha20-Poly1305 appends. */
export const AEAD_TAG = 16;

const ALGORITHM = "chacha20-poly1305";

/**
 * ChaCha20-Poly1305 (RFC 8439) without associated data, into a place that exists already: `out` takes ciphertext and
 * tag. `key` has 32 bytes, `nonce` 12.
 */
export function aeadSealInto(
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  out: Uint8Array,
): void {
  const cipher = nodeCrypto.createCipheriv(ALGORITHM, key, nonce, { authTagLength: AEAD_TAG });
  out.set(cipher.update(plaintext), 0);
  cipher.final();
  out.set(cipher.getAuthTag(), plaintext.length);
}

/** The plaintext of ciphertext and tag; null where the tag does not fit, and then nothing of it was released. */
export function aeadOpen(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < AEAD_TAG) return null;
  const decipher = nodeCrypto.createDecipheriv(ALGORITHM, key, nonce, { authTagLength: AEAD_TAG });
  decipher.setAuthTag(sealed.subarray(sealed.length - AEAD_TAG));
  const plaintext = decipher.update(sealed.subarray(0, sealed.length - AEAD_TAG));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return plaintext;
}
