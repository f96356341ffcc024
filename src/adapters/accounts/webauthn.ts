import {
  type CredentialInfo,
  type RegistrationInfo,
  type RegistrationJSON,
  parsers,
  server,
} from "@passwordless-id/webauthn";
import * as asn1js from "asn1js";
import { z } from "zod";
import { concat, fromBase64Url, toBase64Url } from "../../base/bytes.ts";
import type { Credential } from "../../party/directory.ts";

/**
 * What a browser's authenticator says, read strictly, and checked by a WebAuthn library (W3C Web Authentication
 * Level 3, sections 7.1 and 7.2). User verification is always demanded: whoever acts for a State has shown a PIN, a
 * finger or a face to the device, for this one act.
 */

export type Passkey = Extract<Credential, { kind: "passkey" }>;

// The library's client writes base64url with padding, browsers themselves write it without.
const encoded = z.string().regex(/^[A-Za-z0-9_-]+={0,2}$/);
const envelope = {
  id: encoded,
  rawId: encoded,
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()),
};

const Assertion = z.strictObject({
  ...envelope,
  response: z.strictObject({
    authenticatorData: encoded,
    clientDataJSON: encoded,
    signature: encoded,
    userHandle: encoded.optional(),
  }),
});
export type Assertion = z.infer<typeof Assertion>;

const Registration = z.strictObject({
  ...envelope,
  response: z.strictObject({
    attestationObject: encoded,
    authenticatorData: encoded,
    clientDataJSON: encoded,
    publicKey: encoded,
    publicKeyAlgorithm: z.number().int(),
    transports: z.array(z.string().max(40)).max(10),
  }),
  user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string().optional() }),
});
export type Registration = z.infer<typeof Registration>;

/** Longest assertion or registration that is read, in characters of JSON. Real ones stay under 4000. */
export const MAX_WEBAUTHN_TEXT = 16_000;

/** The assertion a text spells; null where it is none, has a field we do not know, or could be spelled otherwise. */
export function readAssertion(text: string): Assertion | null {
  return readStrictly(text, Assertion);
}

/** The registration a text spells; null where it is none or has a field we do not know. */
export function readRegistration(text: string): Registration | null {
  return readStrictly(text, Registration);
}

function readStrictly<T extends z.ZodType<{ id: string; rawId: string }>>(
  text: string,
  schema: T,
): z.infer<T> | null {
  if (text.length > MAX_WEBAUTHN_TEXT) return null;
  try {
    const value: unknown = JSON.parse(text);
    // One spelling only, so that a duplicate key cannot mean one thing here and another at a peer.
    if (JSON.stringify(value) !== text) return null;
    const parsed = schema.safeParse(value);
    return parsed.success && withoutPadding(parsed.data.rawId) === parsed.data.id ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * Whether this is an assertion by this credential over this challenge, made on the credential's own site by a person
 * whom the device verified. Site (origin and relying party id) and key come from the credential as it is listed, so
 * any node can check any State's officer.
 *
 * A signature counter that does not rise is no error: a passkey that is kept in sync across an officer's devices
 * reports zero for ever, and we demand a fresh challenge or a digest never signed before instead.
 */
export async function isAssertionBy(
  assertion: Assertion,
  passkey: Passkey,
  challenge: Uint8Array,
): Promise<boolean> {
  try {
    // A page inside another site's frame may not ask an officer to sign.
    if (parsers.parseClient(assertion.response.clientDataJSON).crossOrigin === true) return false;
    const algorithm = passkey.algorithm as CredentialInfo["algorithm"];
    const { userHandle, ...response } = assertion.response;
    const signature =
      algorithm === "ES256" ? inFixedPlaces(response.signature) : assertion.response.signature;
    await server.verifyAuthentication(
      {
        id: assertion.id,
        rawId: assertion.rawId,
        type: assertion.type,
        clientExtensionResults: {},
        response: { ...response, signature, ...(userHandle === undefined ? {} : { userHandle }) },
      },
      { id: passkey.kid, publicKey: passkey.publicKey, algorithm, transports: [] },
      { challenge: toBase64Url(challenge), origin: passkey.origin, domain: passkey.rpId, userVerified: true },
    );
    return true;
  } catch {
    // The library says by an error, of many kinds, that something does not hold.
    return false;
  }
}

/** What a registration says, if it was made on this site for this challenge by a verified user; else null. */
export async function checkedRegistration(
  registration: Registration,
  site: { origin: string; rpId: string },
  challenge: Uint8Array,
): Promise<RegistrationInfo | null> {
  try {
    const { publicKeyAlgorithm, publicKey } = registration.response;
    // A key the verifier could not read later must not be enrolled now.
    await server.parseCryptoKey(parsers.getAlgoName(publicKeyAlgorithm), publicKey);
    const { authenticatorAttachment: _, ...made } = registration;
    return await server.verifyRegistration(made as RegistrationJSON, {
      challenge: toBase64Url(challenge),
      origin: site.origin,
      domain: site.rpId,
      userVerified: true,
    });
  } catch {
    return null;
  }
}

/**
 * An ECDSA signature (RFC 3279, section 2.2.3) with both numbers written in 33 bytes. The library (2.4.0) takes the
 * numbers from fixed places, and one in 128 honest signatures has a number shorter than 32 bytes and would be refused.
 * Throws RangeError where it is no such signature.
 */
function inFixedPlaces(signature: string): string {
  const bytes = fromBase64Url(withoutPadding(signature));
  const { offset, result } = asn1js.fromBER(bytes);
  const numbers = result instanceof asn1js.Sequence ? result.valueBlock.value : [];
  if (offset !== bytes.length || numbers.length !== 2) throw new RangeError("not an ECDSA signature");
  const [r, s] = numbers.map((number) => {
    if (!(number instanceof asn1js.Integer)) throw new RangeError("not an ECDSA signature");
    return number.valueBlock.valueHexView.slice();
  }) as [Uint8Array, Uint8Array];
  const header = new Uint8Array([0x30, 2 * 35]);
  return toBase64Url(concat(header, in33Bytes(r), in33Bytes(s)));
}

function in33Bytes(number: Uint8Array): Uint8Array {
  if (number.length > 33 || (number.length === 33 && number[0] !== 0))
    throw new RangeError("number too long");
  return concat(new Uint8Array([0x02, 33]), new Uint8Array(33 - number.length), number);
}

/** base64url as the directory writes it: without padding (RFC 4648, section 5). */
export function withoutPadding(text: string): string {
  return text.replace(/=+$/, "");
}
