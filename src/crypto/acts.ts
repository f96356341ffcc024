import { CompactSign, GeneralSign, compactVerify, generalVerify, importJWK, type JWK } from "jose";
import { fromBase64Url, fromUtf8, isBase64Url, utf8 } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { type Instant, toInstant } from "../base/time.ts";

/**
 * Signed acts: JAdES (ETSI TS 119 182-1) in the general JSON form, over the exact bytes that are sent. Two signatures
 * stand side by side: ES256 with the authority's certificate (baseline B: `x5c`, `x5t#S256`, `iat`), and ML-DSA-65
 * against the day when elliptic curves fall. A verifier that knows both keys demands both.
 */

/** What an act is, in the protected header's `typ`, so that a signature over one kind can never pass for another. */
export type ActType =
  | "comity-message"
  | "comity-receipt"
  | "comity-custody"
  | "comity-order"
  | "comity-reply"
  | "comity-state-list"
  | "comity-manifest"
  | "comity-officer";

/** A private key as the keyring hands it over for signing. */
export interface SigningKey {
  kid: string;
  alg: "ES256" | "ML-DSA-65";
  jwk: JWK;
  /** DER certificates, base64, the signer's own first; ES256 only. */
  x5c?: string[];
  /** base64url SHA-256 of the signer's certificate; ES256 only. */
  x5tS256?: string;
}

/** A public key as the directory lists it. */
export interface VerifyingKey {
  kid: string;
  alg: "ES256" | "ML-DSA-65";
  jwk: JWK;
  x5tS256?: string;
}

/** What a verified act says. */
export interface VerifiedAct {
  type: ActType;
  payload: Uint8Array;
  signedAt: Instant;
  kids: string[];
}

/** Signs with all keys given, in order, and returns the general JSON serialisation as text. */
export async function signAct(
  type: ActType,
  payload: Uint8Array,
  keys: readonly SigningKey[],
  at: Instant,
): Promise<string> {
  const signer = new GeneralSign(payload);
  for (const key of keys) {
    signer.addSignature(await importJWK(key.jwk, key.alg)).setProtectedHeader({
      alg: key.alg,
      typ: type,
      kid: key.kid,
      iat: Math.floor(Date.parse(at) / 1000),
      ...(key.x5c ? { x5c: key.x5c } : {}),
      ...(key.x5tS256 ? { "x5t#S256": key.x5tS256 } : {}),
    });
  }
  return JSON.stringify(await signer.sign());
}

interface GeneralJws {
  payload: string;
  signatures: { protected: string; signature: string }[];
}

/**
 * Verifies an act: every key given must have signed, with the right `typ`, no unprotected header, no critical
 * extension, the certificate digest the directory knows, and all with the same `iat`.
 * Throws Problem `act/malformed`, `act/wrong-type`, `act/key-missing` or `act/bad-signature`; `where` names the message.
 */
export async function verifyAct(
  text: string,
  type: ActType,
  keys: readonly VerifyingKey[],
  where: string,
): Promise<VerifiedAct> {
  const jws = readGeneral(text, where);
  if (keys.length === 0)
    throw new Problem(
      "act/key-missing",
      "No key is known that could verify this act.",
      where,
      "Enrol the signer's keys in the directory.",
    );
  const times = new Set<number>();
  for (const key of keys) times.add(await verifyOne(jws, type, key, where));
  if (times.size !== 1)
    throw new Problem(
      "act/malformed",
      "The signatures of this act name different times.",
      where,
      "Ask the sender to sign it again.",
    );
  const signedAt = toInstant(([...times][0] as number) * 1000);
  return { type, payload: fromBase64Url(jws.payload), signedAt, kids: keys.map((key) => key.kid) };
}

/** The payload bytes of an act, unverified: only for finding out whose keys to verify with. */
export function peekPayload(text: string, where: string): Uint8Array {
  return fromBase64Url(readGeneral(text, where).payload);
}

/**
 * Which keys an act names and when it says it was signed, unverified: only for finding out which keys to verify with.
 * Throws Problem `act/malformed`.
 */
export function peekSigners(text: string, where: string): { kids: string[]; signedAt: Instant } {
  const headers = readGeneral(text, where).signatures.map((each) => headerOf(each.protected));
  const { iat } = headers[0] ?? {};
  if (!Number.isSafeInteger(iat) || (iat as number) < 0 || (iat as number) > 253_402_300_799) {
    throw new Problem(
      "act/malformed",
      "The act does not say when it was signed.",
      where,
      "Ask the sender to sign it again.",
    );
  }
  return {
    kids: headers.flatMap(({ kid }) => (kid === undefined ? [] : [kid])),
    signedAt: toInstant((iat as number) * 1000),
  };
}

function readGeneral(text: string, where: string): GeneralJws {
  const bad = () =>
    new Problem(
      "act/malformed",
      "This is not a signed act in general JWS form.",
      where,
      "Ask the sender to send it again.",
    );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw bad();
  }
  const jws = value as GeneralJws;
  if (
    typeof jws !== "object" ||
    jws === null ||
    typeof jws.payload !== "string" ||
    !Array.isArray(jws.signatures)
  )
    throw bad();
  if (
    Object.keys(jws).some((name) => name !== "payload" && name !== "signatures") ||
    jws.signatures.length > 4
  )
    throw bad();
  for (const each of jws.signatures) {
    if (typeof each !== "object" || each === null) throw bad();
    if (Object.keys(each).sort().join() !== "protected,signature") throw bad();
    // One spelling only: another base64url of the same bytes would be another message with the same meaning.
    for (const part of [each.protected, each.signature])
      if (typeof part !== "string" || !isBase64Url(part)) throw bad();
  }
  if (!isBase64Url(jws.payload) || JSON.stringify(jws) !== text) throw bad();
  return jws;
}

interface ActHeader {
  alg?: string;
  typ?: string;
  kid?: string;
  iat?: number;
  crit?: unknown;
  "x5t#S256"?: string;
}

async function verifyOne(jws: GeneralJws, type: ActType, key: VerifyingKey, where: string): Promise<number> {
  const found = jws.signatures.filter((each) => headerOf(each.protected).kid === key.kid);
  const one = found[0];
  if (!one || found.length !== 1) {
    throw new Problem(
      "act/key-missing",
      `The act is not signed by the key the directory lists (${key.kid}).`,
      where,
      "Check that the signer's key is enrolled and not withdrawn.",
    );
  }
  const header = headerOf(one.protected);
  if (header.typ !== type)
    throw new Problem(
      "act/wrong-type",
      `The act is signed as ${String(header.typ)}, not as ${type}.`,
      where,
      "A signature of one kind cannot serve for another.",
    );
  if (
    header.crit !== undefined ||
    header.alg !== key.alg ||
    (key.x5tS256 && header["x5t#S256"] !== key.x5tS256)
  ) {
    throw new Problem(
      "act/malformed",
      "The header of the signature is not one we accept.",
      where,
      "Compare algorithm, certificate and critical headers with spec/exchange.md.",
    );
  }
  if (!Number.isSafeInteger(header.iat))
    throw new Problem(
      "act/malformed",
      "The act does not say when it was signed.",
      where,
      "Ask the sender to sign it again.",
    );
  try {
    await generalVerify({ payload: jws.payload, signatures: [one] }, await importJWK(key.jwk, key.alg), {
      algorithms: [key.alg],
    });
  } catch {
    throw new Problem(
      "act/bad-signature",
      `The signature by ${key.kid} does not match the bytes.`,
      where,
      "The act was altered or damaged; ask for it again.",
    );
  }
  return header.iat as number;
}

function headerOf(encoded: string): ActHeader {
  try {
    const value: unknown = JSON.parse(fromUtf8(fromBase64Url(encoded)));
    return typeof value === "object" && value !== null ? (value as ActHeader) : {};
  } catch {
    return {};
  }
}

/** An officer's signature over the digest of what was on the screen: compact JWS, ES256, payload the digest text. */
export async function signDigest(digest: string, key: JWK, kid: string, at: Instant): Promise<string> {
  return new CompactSign(utf8(digest))
    .setProtectedHeader({ alg: "ES256", typ: "comity-officer", kid, iat: Math.floor(Date.parse(at) / 1000) })
    .sign(await importJWK(key, "ES256"));
}

/** Whether this compact JWS is the officer's signature over this digest. */
export async function verifyDigest(jws: string, digest: string, key: JWK, kid: string): Promise<boolean> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, await importJWK(key, "ES256"), {
      algorithms: ["ES256"],
    });
    return (
      protectedHeader.typ === "comity-officer" && protectedHeader.kid === kid && fromUtf8(payload) === digest
    );
  } catch {
    return false;
  }
}
