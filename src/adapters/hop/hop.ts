import { createPublicKey, randomBytes, sign, verify, type KeyObject } from "node:crypto";
import { appendSignature, createSignature, isSignatureError, verifySignature } from "http-message-sig";
import { fromHex, toBase64 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import type { Instant } from "../../base/time.ts";
import { toMillis } from "../../base/time.ts";
import { sha256 } from "../../crypto/hash.ts";
import { type Directory, type Party, hopKeysAt, partyOf } from "../../party/directory.ts";

/**
 * The hop: HTTP message signatures (RFC 9421) over method, target, Content-Digest (RFC 9530) and type, once with
 * Ed25519 and once with ML-DSA-65; both are required. They say which party is on the line; what the party says is
 * signed for itself, inside.
 */

const TAG = "comity-hop";
const LABELS = { ed25519: "ed", "ml-dsa-65": "pq" } as const;
/** Seconds a hop signature may be old or ahead. */
export const HOP_AGE = 300;

export interface HopKey {
  kid: string;
  alg: "ed25519" | "ml-dsa-65";
  key: KeyObject;
}

/** `sha-256=:…:` over a body, as RFC 9530 writes it. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${toBase64(sha256(body))}:`;
}

/** The same from a digest as Comity writes it (`sha256:…`). */
export function contentDigestOf(digest: string): string {
  return `sha-256=:${toBase64(fromHex(digest.replace("sha256:", "")))}:`;
}

function components(hasBody: boolean): string[] {
  return hasBody ? ["@method", "@target-uri", "content-digest", "content-type"] : ["@method", "@target-uri"];
}

/** Headers that sign a request as this party. `digest` is the value of Content-Digest; absent without a body. */
export async function signHop(
  keys: readonly HopKey[],
  request: { method: string; url: string; headers: Headers },
  now: Instant,
): Promise<Headers> {
  let headers = request.headers;
  const base = {
    kind: "request" as const,
    method: request.method,
    targetUri: request.url,
    fields: [...headers].map(([name, value]) => ({ name, value })),
  };
  for (const { kid, alg, key } of keys) {
    const fields = await createSignature(base, {
      label: LABELS[alg],
      components: components(headers.has("content-digest")),
      parameters: {
        created: Math.floor(toMillis(now) / 1000),
        nonce: randomBytes(16).toString("base64url"),
        alg,
        keyid: kid,
        tag: TAG,
      },
      signer: { algorithm: alg, sign: (data) => new Uint8Array(sign(null, data, key)) },
    });
    headers = appendSignature(headers, fields);
  }
  return headers;
}

/**
 * Which party signed a request. `url` is the address this party is listed under, with the path that was asked for.
 * The body, if there is one, must have the digest the signature covers; check that with `demandDigest` when it is read.
 * Throws Problem `hop/unsigned`, `hop/unknown-key`, `hop/bad-signature`.
 */
export async function verifyHop(
  directory: Directory,
  request: { method: string; url: string; headers: Headers },
  now: Instant,
): Promise<Party> {
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  const parties = [];
  for (const alg of ["ed25519", "ml-dsa-65"] as const)
    parties.push(await verifyOne(directory, request, alg, hasBody, now));
  const [first, second] = parties as [Party, Party];
  if (first.id !== second.id)
    throw new Problem(
      "hop/unknown-key",
      "The two hop signatures are by different parties.",
      first.id,
      "Sign both with the keys of one party.",
    );
  return first;
}

async function verifyOne(
  directory: Directory,
  request: { method: string; url: string; headers: Headers },
  alg: "ed25519" | "ml-dsa-65",
  hasBody: boolean,
  now: Instant,
): Promise<Party> {
  let party: Party | undefined;
  const descriptor = {
    kind: "request" as const,
    method: request.method,
    targetUri: request.url,
    fields: [...request.headers].map(([name, value]) => ({ name, value })),
  };
  try {
    await verifySignature(descriptor, {
      label: LABELS[alg],
      policy: {
        algorithms: [alg],
        requiredComponents: components(hasBody),
        requiredParameters: ["created", "keyid", "nonce", "tag"],
        maxAge: HOP_AGE,
        clockSkew: HOP_AGE,
        now: Math.floor(toMillis(now) / 1000),
        validate: (found) => found.parameters.tag === TAG,
      },
      resolveVerifier(candidate) {
        const found = ownerOf(directory, String(candidate.parameters.keyid), alg, now);
        party = found.party;
        return { algorithm: alg, verify: (data, signature) => verify(null, data, found.key, signature) };
      },
    });
  } catch (error) {
    throw reasonOf(error);
  }
  return party as Party;
}

function reasonOf(error: unknown): Problem {
  const cause = isSignatureError(error) && error.cause instanceof Problem ? error.cause : error;
  if (cause instanceof Problem) return cause;
  const unsigned =
    isSignatureError(error) &&
    (error.code === "MissingField" || error.code === "LabelMismatch" || error.code === "LabelRequired");
  return unsigned
    ? new Problem(
        "hop/unsigned",
        "The request is not signed with both hop signatures.",
        "Signature",
        "Sign it as spec/exchange.md says: labels ed and pq.",
      )
    : new Problem(
        "hop/bad-signature",
        "A hop signature does not hold for this request.",
        "Signature",
        "Check clock, target address and Content-Digest, and sign again.",
      );
}

function ownerOf(
  directory: Directory,
  keyid: string,
  alg: "ed25519" | "ml-dsa-65",
  now: Instant,
): { party: Party; key: KeyObject } {
  const party = partyOf(directory, keyid.split("/")[0] ?? "");
  const listed = hopKeysAt(party, now).find((each) => each.kid === keyid && each.alg === alg);
  if (!listed)
    throw new Problem(
      "hop/unknown-key",
      "This hop key is not enrolled, or not in force.",
      keyid.slice(0, 80),
      "Enrol the key in the State's list first.",
    );
  return { party, key: createPublicKey({ key: listed.jwk, format: "jwk" }) };
}

/** Throws Problem `hop/digest-differs` unless the signed Content-Digest is this digest (`sha256:…`). */
export function demandSignedDigest(headers: Headers, digest: string): void {
  if (!/^sha256:[0-9a-f]{64}$/.test(digest) || headers.get("content-digest") !== contentDigestOf(digest)) {
    throw new Problem(
      "hop/digest-differs",
      "The signed Content-Digest is not the one the path names.",
      "Content-Digest",
      "Put the slice under its own digest.",
    );
  }
}

/** Throws Problem `hop/digest-differs` unless the body has the Content-Digest that was signed. */
export function demandDigest(headers: Headers, body: Uint8Array): void {
  if (headers.get("content-digest") !== contentDigest(body)) {
    throw new Problem(
      "hop/digest-differs",
      "The body is not the one that was signed.",
      "Content-Digest",
      "Send it again; it was changed or cut on the way.",
    );
  }
}
