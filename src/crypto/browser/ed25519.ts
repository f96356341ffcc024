import { ed25519 } from "@noble/curves/ed25519.js";

/** The exports of ../ed25519.ts for browsers. A bundler puts this file in its place. */

/**
 * Verifies an Ed25519 signature (RFC 8032) with noble, in its strict mode. It refuses nothing that node:crypto takes.
 * Beyond that it takes some signatures that a key's own holder made on purpose with points of small order (noble checks
 * the cofactored equation, OpenSSL the other); the server's answer is the one that counts.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** Signs with the 32-byte Ed25519 seed. Deterministic: the same seed and message give the same 64 bytes. */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  if (seed.length !== 32) throw new RangeError("an Ed25519 seed has 32 bytes");
  return ed25519.sign(message, seed);
}

/** The 32-byte public key of a seed. */
export function publicKeyOfSeed(seed: Uint8Array): Uint8Array {
  if (seed.length !== 32) throw new RangeError("an Ed25519 seed has 32 bytes");
  return ed25519.getPublicKey(seed);
}
