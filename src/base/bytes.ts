/** Bytes and their spellings. Everything signed or hashed in Comity is a Uint8Array before it is anything else. */

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a string. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The string a UTF-8 byte sequence spells. Throws TypeError where the bytes are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return strictDecoder.decode(bytes);
}

/** One array holding all parts in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Whether two byte arrays are equal. Not constant time: use it for public values only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i++) out += HEX[bytes[i] as number];
  return out;
}

/** Bytes of a lower-case hexadecimal string. Throws RangeError where it is anything else. */
export function fromHex(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new RangeError("not lower-case hexadecimal of even length");
  const out = new Uint8Array(hex.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return out;
}

/** Bytes that become characters in one call; far below what any engine takes as arguments. */
const CHUNK = 1_024;

/** Standard base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode.apply(null, bytes.subarray(at, at + CHUNK) as unknown as number[]);
  return btoa(binary);
}

/** Bytes of standard base64. Refuses missing padding, white space and non-canonical trailing bits with RangeError. */
export function fromBase64(text: string): Uint8Array {
  const bytes = fromLooseBase64(text);
  if (!endsInZeroBits(text)) throw new RangeError("base64 is not canonical");
  return bytes;
}

/**
 * Bytes of standard base64 that may end in bits which are not zero, so that one array has several spellings. Refuses
 * missing padding and white space with RangeError.
 */
export function fromLooseBase64(text: string): Uint8Array {
  // atob skips white space and does without padding; then it gives fewer bytes than a text of this length spells.
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const binary = text.length % 4 === 0 ? decoded(text) : undefined;
  if (binary?.length !== (text.length / 4) * 3 - padding) throw new RangeError("not base64 with padding");
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
  return out;
}

/** The bytes as characters; undefined where atob takes the text for no base64 at all. */
function decoded(text: string): string | undefined {
  try {
    return atob(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether the last character of base64 or base64url, with or without padding, leaves no bits over: the one spelling of
 * its bytes that is canonical (RFC 4648, section 3.5). The text must be well formed.
 */
export function endsInZeroBits(text: string): boolean {
  const length = text.endsWith("==") ? text.length - 2 : text.endsWith("=") ? text.length - 1 : text.length;
  const last = text[length - 1] as string;
  if (length % 4 === 2) return "AQgw".includes(last);
  if (length % 4 === 3) return "AEIMQUYcgkosw048".includes(last);
  return true;
}

/** base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const URL_ALPHABET = /^[A-Za-z0-9_-]*$/;

/** Whether a text is what `toBase64Url` makes of some bytes: alphabet, length, and no bits left over. */
export function isBase64Url(text: string): boolean {
  return text.length % 4 !== 1 && endsInZeroBits(text) && URL_ALPHABET.test(text);
}

/** Bytes of base64url without padding. Throws RangeError where the text is anything else. */
export function fromBase64Url(text: string): Uint8Array {
  if (!URL_ALPHABET.test(text)) throw new RangeError("not base64url without padding");
  const padded = text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4);
  return fromBase64(padded);
}
