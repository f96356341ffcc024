import { fromBase64, toBase64 } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";

/** A proof that a leaf is in a log, which anybody can check offline (C2SP tlog-proof). */
export interface TlogProof {
  /** Index of the leaf, from 0. */
  index: number;
  /** The inclusion proof, the leaf's sibling first. */
  hashes: Uint8Array[];
  /** The checkpoint with its signatures, verbatim. */
  checkpoint: string;
  /** Bytes of the application, which nothing authenticates. */
  extra?: Uint8Array;
}

const HEADER = "c2sp.org/tlog-proof@v1";
/** Longest proof text we read, in UTF-16 units. */
const MAX_PROOF = 65_536;
/** A tree of 2^53 leaves has no longer inclusion proof; the specification allows 63. */
const MAX_HASHES = 63;

/** The text of a proof. */
export function formatProof(proof: TlogProof): string {
  const extra = proof.extra ? [`extra ${toBase64(proof.extra)}`] : [];
  return [HEADER, ...extra, `index ${proof.index}`, ...proof.hashes.map(toBase64), "", proof.checkpoint].join(
    "\n",
  );
}

/** Reads the text of a proof; nothing in it is verified. Throws Problem `log/proof-malformed`. */
export function parseProof(text: string): TlogProof {
  const cut = text.indexOf("\n\n");
  if (text.length > MAX_PROOF || cut < 0)
    throw malformed("No checkpoint follows the hashes, or the text is too long.");
  const [header, ...lines] = text.slice(0, cut).split("\n");
  if (header !== HEADER) throw malformed(`The first line is not ${HEADER}.`);
  const extra = lines[0]?.startsWith("extra ") ? base64(lines.shift()?.slice(6) ?? "", undefined) : undefined;
  const index = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? "")?.[1];
  if (index === undefined || !Number.isSafeInteger(Number(index))) throw malformed("There is no index line.");
  if (lines.length > MAX_HASHES) throw malformed("There are more hashes than any tree has levels.");
  const hashes = lines.map((line) => base64(line, 32));
  const checkpoint = text.slice(cut + 2);
  if (checkpoint === "") throw malformed("There is no checkpoint.");
  return { index: Number(index), hashes, checkpoint, ...(extra ? { extra } : {}) };
}

function base64(text: string, length: number | undefined): Uint8Array {
  try {
    const bytes = fromBase64(text);
    if (length === undefined || bytes.length === length) return bytes;
  } catch {
    // Falls through to the same refusal as a wrong length.
  }
  throw malformed("A hash or the extra line is not base64 of the right length.");
}

function malformed(what: string): Problem {
  return new Problem(
    "log/proof-malformed",
    what,
    "proof",
    "Ask for the proof again; compare it with C2SP tlog-proof.",
  );
}
