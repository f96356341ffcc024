import { hash } from "node:crypto";

/**
 * Stands in for `jose` at the level `fake`, as far as `src/crypto/acts.ts` uses it: the same shapes, and a signature
 * that is the SHA-256 of public key, protected header and payload. A changed bit or another key fails as it would in
 * earnest; nothing leaves this thread and nothing is drawn by chance.
 */

type Jwk = Readonly<Record<string, unknown>>;
type Header = Record<string, unknown>;

interface FakeKey {
  /** The public part, which private and public key share. */
  material: string;
  alg: string;
  canSign: boolean;
}

interface Rules {
  algorithms: readonly string[];
}

interface Verified {
  payload: Uint8Array;
  protectedHeader: Header;
}

/** Reads a key. Throws TypeError where it is none that acts are signed with, as the library does. */
export async function importJWK(jwk: Jwk, alg: string): Promise<FakeKey> {
  const { kty, x, y, d, pub, priv } = jwk;
  if (kty === "EC" && alg === "ES256" && typeof x === "string" && typeof y === "string")
    return { material: `${x}.${y}`, alg, canSign: typeof d === "string" };
  if (kty === "AKP" && jwk["alg"] === alg && typeof pub === "string")
    return { material: pub, alg, canSign: typeof priv === "string" };
  throw new TypeError("not a key for this algorithm");
}

function signatureOf(key: FakeKey, header: string, payload: string): string {
  return hash("sha256", `${key.material}.${header}.${payload}`, "base64url");
}

function encoded(data: Uint8Array | string): string {
  return Buffer.from(data as string).toString("base64url");
}

function signed(key: FakeKey, header: Header, payload: string): { protected: string; signature: string } {
  if (!key.canSign || header["alg"] !== key.alg) throw new TypeError("this key cannot sign so");
  const text = encoded(JSON.stringify(header));
  return { protected: text, signature: signatureOf(key, text, payload) };
}

/** A signature on its way into the general form. */
class Signature {
  readonly key: FakeKey;
  header: Header = {};

  constructor(key: FakeKey) {
    this.key = key;
  }

  setProtectedHeader(header: Header): this {
    this.header = header;
    return this;
  }
}

export class GeneralSign {
  readonly payload: string;
  readonly signatures: Signature[] = [];

  constructor(payload: Uint8Array) {
    this.payload = encoded(payload);
  }

  addSignature(key: FakeKey): Signature {
    const signature = new Signature(key);
    this.signatures.push(signature);
    return signature;
  }

  async sign(): Promise<{ payload: string; signatures: { protected: string; signature: string }[] }> {
    if (this.signatures.length === 0) throw new TypeError("at least one signature must be added");
    const signatures = this.signatures.map(({ key, header }) => signed(key, header, this.payload));
    return { payload: this.payload, signatures };
  }
}

export class CompactSign {
  readonly payload: string;
  header: Header = {};

  constructor(payload: Uint8Array) {
    this.payload = encoded(payload);
  }

  setProtectedHeader(header: Header): this {
    this.header = header;
    return this;
  }

  async sign(key: FakeKey): Promise<string> {
    const one = signed(key, this.header, this.payload);
    return `${one.protected}.${this.payload}.${one.signature}`;
  }
}

/** Throws Error unless one of the signatures is by this key. */
export async function generalVerify(
  jws: { payload: string; signatures: readonly { protected: string; signature: string }[] },
  key: FakeKey,
  rules: Rules,
): Promise<Verified> {
  for (const one of jws.signatures) {
    const found = verified(one.protected, jws.payload, one.signature, key, rules);
    if (found) return found;
  }
  throw new Error("signature verification failed");
}

/** Throws Error unless the signature is by this key. */
export async function compactVerify(jws: string, key: FakeKey, rules: Rules): Promise<Verified> {
  const [header = "", payload = "", signature = "", ...rest] = jws.split(".");
  const found = rest.length === 0 ? verified(header, payload, signature, key, rules) : null;
  if (!found) throw new Error("signature verification failed");
  return found;
}

function verified(
  header: string,
  payload: string,
  signature: string,
  key: FakeKey,
  rules: Rules,
): Verified | null {
  if (signatureOf(key, header, payload) !== signature) return null;
  const protectedHeader = JSON.parse(Buffer.from(header, "base64url").toString()) as Header;
  if (protectedHeader["alg"] !== key.alg || !rules.algorithms.includes(key.alg)) return null;
  return { payload: new Uint8Array(Buffer.from(payload, "base64url")), protectedHeader };
}
