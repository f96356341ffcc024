import canonicalize from "canonicalize";
import { equalBytes, fromUtf8, utf8 } from "./bytes.ts";
import { Problem } from "./problem.ts";

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The bytes of a value in the JSON Canonicalization Scheme (RFC 8785): the one spelling Comity signs and sends. */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("value has no JSON form");
  return utf8(text);
}

/**
 * Reads JSON that must already stand in canonical form, and so can have only one meaning: duplicate keys, numbers
 * that do not survive, lone surrogates, other spacing are all refused. Call it after the signature over the same
 * bytes has been verified, never before. Throws Problem `json/not-canonical` or `json/invalid`.
 */
export function parseCanonical(bytes: Uint8Array, where: string): Json {
  const value = parseJson(bytes, where);
  if (!isCanonical(value, bytes)) {
    throw new Problem(
      "json/not-canonical",
      "The JSON is not in canonical form (RFC 8785).",
      where,
      "Ask the sender to send the exact bytes it signed.",
    );
  }
  return value;
}

/** A lone surrogate, or a number no double holds, has no canonical form at all. */
function isCanonical(value: Json, bytes: Uint8Array): boolean {
  try {
    return equalBytes(canonicalBytes(value), bytes);
  } catch {
    return false;
  }
}

/** Reads JSON that a person or a tool of this node wrote. Throws Problem `json/invalid`. */
export function parseJson(bytes: Uint8Array, where: string): Json {
  try {
    return JSON.parse(fromUtf8(bytes)) as Json;
  } catch {
    throw new Problem(
      "json/invalid",
      "This is not JSON in UTF-8.",
      where,
      "Check the file or ask the sender again.",
    );
  }
}
