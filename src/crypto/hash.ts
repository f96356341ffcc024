import * as nodeCrypto from "node:crypto";

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  // As one character a byte: a Buffer of its own for 32 bytes costs three times the hash.
  const digest = nodeCrypto.hash("sha256", data, "binary");
  const out = new Uint8Array(32);
  for (let i = 0; i < 32; i++) out[i] = digest.charCodeAt(i);
  return out;
}

/** SHA-256 as `sha256:` and 64 hexadecimal digits: how a digest is written in every document of Comity. */
export function digestOf(data: Uint8Array): Digest {
  return `sha256:${nodeCrypto.hash("sha256", data, "hex")}`;
}

/** A digest with the name of its function. */
export type Digest = `sha256:${string}`;

/** A SHA-256 (or SHA-512) that is fed piece by piece. */
export interface RunningHash {
  update(data: Uint8Array): void;
  /** The digest in hexadecimal; call once. */
  hex(): string;
}

/** Starts a running hash, for data that does not fit in memory. */
export function runningHash(algorithm: "sha256" | "sha512"): RunningHash {
  const hash = nodeCrypto.createHash(algorithm);
  return { update: (data) => void hash.update(data), hex: () => hash.digest("hex") };
}

/** HKDF with SHA-256 (RFC 5869): `length` bytes from a secret, an optional salt and a label. */
export function hkdf(
  secret: Uint8Array,
  label: string,
  length = 32,
  salt: Uint8Array = new Uint8Array(0),
): Uint8Array {
  return new Uint8Array(nodeCrypto.hkdfSync("sha256", secret, salt, label, length));
}
