import * as nodeCrypto from "node:crypto";
import { concat, fromHex } from "../base/bytes.ts";

// The fixed DER prefixes of an Ed25519 key (RFC 8410): what follows is the 32-byte key itself.
const SPKI = fromHex("302a300506032b6570032100");
const PKCS8 = fromHex("302e020100300506032b657004220420");

/** Verifies an Ed25519 signature (RFC 8032) with node:crypto, the one verifier Comity uses on the server. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = nodeCrypto.createPublicKey({
    key: Buffer.from(concat(SPKI, publicKey)),
    format: "der",
    type: "spki",
  });
  return nodeCrypto.verify(null, message, key, signature);
}

/** Signs with the 32-byte Ed25519 seed. Deterministic: the same seed and message give the same 64 bytes. */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(nodeCrypto.sign(null, message, privateKey(seed)));
}

/** The 32-byte public key of a seed. */
export function publicKeyOfSeed(seed: Uint8Array): Uint8Array {
  const spki = nodeCrypto.createPublicKey(privateKey(seed)).export({ format: "der", type: "spki" });
  return new Uint8Array(spki.subarray(SPKI.length));
}

function privateKey(seed: Uint8Array): nodeCrypto.KeyObject {
  if (seed.length !== 32) throw new RangeError("an Ed25519 seed has 32 bytes");
  return nodeCrypto.createPrivateKey({ key: Buffer.from(concat(PKCS8, seed)), format: "der", type: "pkcs8" });
}
