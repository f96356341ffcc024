import * as nodeCrypto from "node:crypto";

/**
 * Stands in for `src/crypto/ed25519.ts` at the level `fake`: the same functions over one hash. Whoever knows a public key
 * could forge here; nobody in the simulated world does, and every change of key, message or signature is still seen.
 */

/** Told apart from the real module by this name alone. */
export const FAKE = true;

/** Whether these are the 64 bytes that the key's owner would have made for exactly this message. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  return Buffer.compare(signatureOf(publicKey, message), signature) === 0;
}

/** Throws RangeError as the real one does. */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return signatureOf(publicKeyOfSeed(seed), message);
}

export function publicKeyOfSeed(seed: Uint8Array): Uint8Array {
  if (seed.length !== 32) throw new RangeError("an Ed25519 seed has 32 bytes");
  return new Uint8Array(nodeCrypto.hash("sha256", seed, "buffer"));
}

function signatureOf(publicKey: Uint8Array, message: Uint8Array): Uint8Array {
  const said = new Uint8Array(32 + message.length);
  said.set(publicKey);
  said.set(message, 32);
  return new Uint8Array(nodeCrypto.hash("sha512", said, "buffer"));
}
