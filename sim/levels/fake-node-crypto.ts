import { hash } from "node:crypto";

/** What `src/crypto/hash.ts` takes of `node:crypto`, with a derivation that is one hash and no key object. */
export { createHash, hash } from "node:crypto";

/** In the place of HKDF: SHA-512 over secret, salt and label. Like it, the same bytes for the same question. */
export function hkdfSync(
  _digest: string,
  secret: Uint8Array,
  salt: Uint8Array,
  label: string,
  length: number,
): ArrayBuffer {
  const said = hash("sha512", `${binary(secret)}/${binary(salt)}/${label}`, "binary");
  if (length > said.length) throw new RangeError("the level fake derives 64 bytes at most");
  return Uint8Array.from({ length }, (_, i) => said.charCodeAt(i)).buffer;
}

function binary(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
