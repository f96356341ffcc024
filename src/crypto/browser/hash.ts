import { hkdf as nobleHkdf } from "@noble/hashes/hkdf.js";
import { sha256 as nobleSha256, sha512 as nobleSha512 } from "@noble/hashes/sha2.js";
import { toHex, utf8 } from "../../base/bytes.ts";
import type { Digest, RunningHash } from "../hash.ts";

/** The exports of ../hash.ts for browsers. A bundler puts this file in its place; both must give the same bytes. */

/** SHA-256 (FIPS 180-4), 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return nobleSha256(data);
}

/** SHA-256 as `sha256:` and 64 hexadecimal digits: how a digest is written in every document of Comity. */
export function digestOf(data: Uint8Array): Digest {
  return `sha256:${toHex(sha256(data))}`;
}

/** Starts a running hash, for data that does not fit in memory. */
export function runningHash(algorithm: "sha256" | "sha512"): RunningHash {
  const hash = algorithm === "sha256" ? nobleSha256.create() : nobleSha512.create();
  return { update: (data) => void hash.update(data), hex: () => toHex(hash.digest()) };
}

/** HKDF with SHA-256 (RFC 5869): `length` bytes from a secret, an optional salt and a label. */
export function hkdf(
  secret: Uint8Array,
  label: string,
  length = 32,
  salt: Uint8Array = new Uint8Array(0),
): Uint8Array {
  return nobleHkdf(nobleSha256, secret, salt, utf8(label), length);
}

export type { Digest, RunningHash };
