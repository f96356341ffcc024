import { type KeyObject, createHash, generateKeyPairSync, sign } from "node:crypto";
import { toBase64Url, utf8 } from "../../src/base/bytes.ts";

/** An authenticator in software, for tests: makes registrations and assertions as a browser hands them over. */

export interface Site {
  rpId: string;
  origin: string;
}

export interface Faults {
  /** Signs without having asked for a PIN, finger or face. */
  unverified?: boolean;
  /** Made by a page inside another site's frame. */
  crossOrigin?: boolean;
  /** The `type` of the client data, instead of the right one. */
  type?: string;
  /** Accepts a signature only if this holds: for picking rare ones. */
  signatureIs?(signature: Uint8Array): boolean;
}

export interface SoftPasskey {
  kid: string;
  /** The public key (SPKI, base64url) as a registration and the directory carry it. */
  publicKey: string;
  register(site: Site, challenge: string, faults?: Faults): string;
  assert(site: Site, challenge: string, faults?: Faults): string;
}

let made = 0;

/** A passkey on a new software device. */
export function softPasskey(): SoftPasskey {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = createHash("sha256")
    .update(`passkey ${(made += 1)}`)
    .digest();
  const kid = toBase64Url(new Uint8Array(id));
  const spki = toBase64Url(new Uint8Array(publicKey.export({ type: "spki", format: "der" })));
  return {
    kid,
    publicKey: spki,
    register: (site, challenge, faults = {}) => registration(kid, spki, site, challenge, faults),
    assert: (site, challenge, faults = {}) => assertion(kid, privateKey, site, challenge, faults),
  };
}

function registration(kid: string, spki: string, site: Site, challenge: string, faults: Faults): string {
  const authenticatorData = toBase64Url(authData(site, faults, Buffer.alloc(18)));
  return JSON.stringify({
    ...envelope(kid),
    response: {
      attestationObject: "AA",
      authenticatorData,
      clientDataJSON: toBase64Url(clientData("webauthn.create", site, challenge, faults)),
      publicKey: spki,
      publicKeyAlgorithm: -7,
      transports: ["internal"],
    },
    user: { id: "u", name: "officer" },
  });
}

function assertion(kid: string, key: KeyObject, site: Site, challenge: string, faults: Faults): string {
  const client = clientData("webauthn.get", site, challenge, faults);
  const data = authData(site, faults);
  const signed = Buffer.concat([data, createHash("sha256").update(client).digest()]);
  let signature = sign("sha256", signed, key);
  while (faults.signatureIs && !faults.signatureIs(signature)) signature = sign("sha256", signed, key);
  return JSON.stringify({
    ...envelope(kid),
    response: {
      authenticatorData: toBase64Url(data),
      clientDataJSON: toBase64Url(client),
      signature: toBase64Url(new Uint8Array(signature)),
    },
  });
}

function envelope(kid: string) {
  return {
    clientExtensionResults: {},
    id: kid,
    rawId: kid,
    type: "public-key",
    authenticatorAttachment: "platform",
  };
}

function clientData(type: string, site: Site, challenge: string, faults: Faults): Uint8Array {
  const { origin } = site;
  return utf8(
    JSON.stringify({
      type: faults.type ?? type,
      challenge,
      origin,
      crossOrigin: faults.crossOrigin ?? false,
    }),
  );
}

// Authenticator data (WebAuthn section 6.1): hash of the relying party id, flags, counter, and what is attested.
function authData(site: Site, faults: Faults, attested: Buffer = Buffer.alloc(0)): Uint8Array {
  const flags = 0x01 | (faults.unverified ? 0 : 0x04) | (attested.length ? 0x40 : 0);
  const hash = createHash("sha256").update(site.rpId).digest();
  return new Uint8Array(Buffer.concat([hash, Buffer.from([flags, 0, 0, 0, 0]), attested]));
}

/** The proof of an act as the desk's page sends it: base64url of the assertion's JSON. */
export function proofOf(assertionText: string): string {
  return toBase64Url(utf8(assertionText));
}

/** An attribute of the first element in a page that has it. */
export function attribute(page: string, name: string): string {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(page)?.[1]?.replaceAll("&quot;", '"') ?? "";
}

/** The value of a hidden field in a page. */
export function hidden(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";
}
