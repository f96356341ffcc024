import { join } from "node:path";
import { toHex, utf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import { sha256 } from "../../crypto/hash.ts";
import { makeFolder, writeDurably } from "../../adapters/log/durable.ts";
import { readIfThere } from "../../adapters/log/file-log.ts";
import { openCheckpoint } from "../../log/checkpoint.ts";
import { type NoteKey, noteOfBytes } from "../../log/note.ts";
import type { WitnessState } from "../../log/witness.ts";

/** What a witness remembers: one file for each origin, the newest checkpoint it cosigned, as it serves it. */
export interface WitnessStore {
  load(origin: string): Promise<(WitnessState & { note: string }) | undefined>;
  /** Durable when it resolves. */
  save(origin: string, note: string): Promise<void>;
}

/** SHA-256 of an origin in hexadecimal: the name of its file and of its monitoring path (C2SP tlog-witness). */
export function originHash(origin: string): string {
  return toHex(sha256(utf8(origin)));
}

/**
 * Opens the folder and reads every log's file once. Throws Problem `witness/store-damaged` where one does not carry
 * this witness's and the log's own signatures: a witness that forgot must not go on as if it had never seen the log.
 */
export async function openStore(
  folder: string,
  logs: readonly NoteKey[],
  self: NoteKey,
): Promise<WitnessStore> {
  await makeFolder(folder);
  const store: WitnessStore = {
    load: async (origin) => {
      const bytes = await readIfThere(fileOf(folder, origin));
      return bytes && readState(bytes, origin, logs, self);
    },
    save: async (origin, note) => writeDurably(fileOf(folder, origin), utf8(note)),
  };
  for (const log of logs) await store.load(log.name);
  return store;
}

function fileOf(folder: string, origin: string): string {
  return join(folder, originHash(origin));
}

function readState(
  bytes: Uint8Array,
  origin: string,
  logs: readonly NoteKey[],
  self: NoteKey,
): WitnessState & { note: string } {
  try {
    const note = noteOfBytes(bytes);
    const checkpoint = openCheckpoint(note, [...logs, self]);
    const own = checkpoint.note.verified.some((each) => each.key === self);
    if (own && checkpoint.origin === origin) return { size: checkpoint.size, root: checkpoint.root, note };
  } catch {
    // Whatever is wrong with it, the answer is the same.
  }
  throw new Problem(
    "witness/store-damaged",
    "What this witness remembers of a log cannot be verified.",
    origin,
    "Stop the witness, keep the file, and restore it only from a copy that is as new as its last cosignature.",
  );
}
