import { Problem } from "../base/problem.ts";

/** Longest age header we look for: some hundred post-quantum recipients of 1.6 KB each. */
export const MAX_HEADER = 1_048_576;

const NEWLINE = 0x0a;
const DASH = 0x2d;

/**
 * Bytes of an age header: up to and with the newline after the line that begins `---`. Stanza lines begin with `->`
 * and their bodies are base64, which has no dash, so the first such line is the last of the header. Nothing else of
 * the header is read here. Throws Problem `seal/malformed` where there is no such line.
 */
export function headerSize(file: Uint8Array): number {
  for (let at = 0; at >= 0 && at < Math.min(file.length, MAX_HEADER);) {
    const end = file.indexOf(NEWLINE, at);
    if (end < 0) break;
    if (file[at] === DASH && file[at + 1] === DASH && file[at + 2] === DASH) return end + 1;
    at = end + 1;
  }
  throw malformed();
}

/** The refusal of what is no age file. */
export function malformed(): Problem {
  return new Problem(
    "seal/malformed",
    "This is not a sealed file (age v1).",
    "header",
    "Ask the sender for the sealed file again.",
  );
}
