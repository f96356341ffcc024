import { fromBase64, toBase64 } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { type NoteKey, type OpenedNote, LOG_KEY, openNote } from "./note.ts";

/** A checkpoint: what a log states about its tree (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** The log's name: a schema-less URL. */
  origin: string;
  /** Number of leaves. */
  size: number;
  /** Root hash, 32 bytes. */
  root: Uint8Array;
  /** Further lines, which nobody audits; our logs write none. */
  extensions: string[];
}

/** A checkpoint signed by its log, with the cosignatures of known witnesses. */
export interface SignedCheckpoint extends Checkpoint {
  note: OpenedNote;
}

/** The note text of a checkpoint without extension lines. */
export function formatCheckpoint({ origin, size, root }: Omit<Checkpoint, "extensions">): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads the text of a checkpoint that was verified (or, by a witness, is about to be). Throws `log/checkpoint-malformed`. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin, size, root, ...extensions] = linesOf(text);
  if (!origin || !size || !root || extensions.includes(""))
    throw malformed("Three non-empty lines are needed.");
  if (!/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)))
    throw malformed("The size is not a decimal number that we can hold.");
  return { origin, size: Number(size), root: rootHash(root), extensions };
}

/**
 * Verifies a checkpoint: signed by the log whose origin it names, every signature by a known witness holding.
 * Throws Problem `log/unknown-origin` where no given log key has this origin as its name, `log/no-signature` where
 * that log has not signed, and what `openNote` and `parseCheckpoint` throw. Keys of type 0x01 are the logs',
 * keys of type 0x04 the witnesses'.
 */
export function openCheckpoint(note: string, keys: readonly NoteKey[]): SignedCheckpoint {
  const origin = note.slice(0, note.indexOf("\n"));
  const logKeys = keys.filter((key) => key.type === LOG_KEY && key.name === origin);
  if (logKeys.length === 0)
    throw new Problem(
      "log/unknown-origin",
      "The checkpoint is by a log that is not known here.",
      "checkpoint",
      "Add the log's key to the policy, or refuse what it vouches for.",
    );
  const opened = openNote(note, [...logKeys, ...keys.filter((key) => key.type !== LOG_KEY)]);
  if (!opened.verified.some((each) => logKeys.includes(each.key)))
    throw new Problem(
      "log/no-signature",
      "The log has not signed this checkpoint.",
      origin,
      "Ask the log for its checkpoint; cosignatures alone prove nothing.",
    );
  return { ...parseCheckpoint(opened.text), note: opened };
}

function linesOf(text: string): string[] {
  if (!text.endsWith("\n")) throw malformed("The last line does not end.");
  return text.slice(0, -1).split("\n");
}

function rootHash(encoded: string): Uint8Array {
  try {
    const root = fromBase64(encoded);
    if (root.length === 32) return root;
  } catch {
    // Falls through to the same refusal as a wrong length.
  }
  throw malformed("The root hash is not 32 bytes in base64.");
}

function malformed(what: string): Problem {
  return new Problem(
    "log/checkpoint-malformed",
    what,
    "checkpoint",
    "Compare it with C2SP tlog-checkpoint; the log must sign it anew.",
  );
}
