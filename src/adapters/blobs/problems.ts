import { Problem } from "../../base/problem.ts";

/** The hexadecimal part of a digest, safe as a file name. Throws Problem `blob/digest-malformed`. */
export function hexOf(digest: string): string {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  if (hex) return hex;
  throw new Problem(
    "blob/digest-malformed",
    "This is not a digest.",
    digest.slice(0, 80),
    "Write it as sha256: and 64 digits.",
  );
}

export function missing(digest: string): Problem {
  return new Problem("blob/missing", "These bytes are not in the store.", digest, "Fetch or upload them.");
}

export function differs(digest: string): Problem {
  return new Problem(
    "blob/digest-differs",
    "The bytes have another digest than they were sent under.",
    digest,
    "Send them again; if it happens again, compare the file at its source.",
  );
}
