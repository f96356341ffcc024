import { randomBytes } from "node:crypto";
import { concat } from "../../base/bytes.ts";
import { headerSize } from "../../seal/header.ts";
import { PAYLOAD_NONCE, openWholePayload, sealPayload } from "../../seal/stream.ts";
import { type RecipientRules, newHeader, openHeader } from "./header.ts";

/** Seals bytes that fit in memory (a message, up to a few MB) as one age file. Throws as `newHeader`. */
export async function sealBytes(
  bytes: Uint8Array,
  recipients: readonly string[],
  rules: RecipientRules = {},
): Promise<Uint8Array> {
  const { header, fileKey } = await newHeader(recipients, rules);
  return concat(header, sealPayload(fileKey, randomBytes(PAYLOAD_NONCE), bytes));
}

/**
 * Opens what `sealBytes` or any age tool made. Throws Problem `seal/malformed`, `seal/not-addressed`, and, only where
 * it is addressed to one of the identities, `seal/broken` or `seal/truncated`.
 */
export async function openBytes(sealed: Uint8Array, identities: readonly string[]): Promise<Uint8Array> {
  const size = headerSize(sealed);
  const fileKey = await openHeader(sealed.subarray(0, size), identities);
  return openWholePayload(fileKey, sealed.subarray(size));
}
