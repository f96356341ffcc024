import { fromBase64 } from "../base/bytes.ts";
import { Problem, isProblem } from "../base/problem.ts";
import { type SignedCheckpoint, openCheckpoint } from "./checkpoint.ts";
import { LOG_KEY, type NoteKey, cosignNote, joinNote } from "./note.ts";
import { emptyRoot, verifyConsistency } from "./tree.ts";

/** The newest checkpoint a witness has cosigned for one origin. */
export interface WitnessState {
  size: number;
  root: Uint8Array;
}

/** Who the witness is, and which logs it knows (keys of type 0x01, named by their origins). */
export interface WitnessConfig {
  name: string;
  seed: Uint8Array;
  logs: readonly NoteKey[];
}

/** A request to add-checkpoint, cut into its parts; nothing has been verified. */
export interface AddCheckpoint {
  old: number;
  proof: Uint8Array[];
  checkpoint: string;
  origin: string;
}

/** What the witness answers. `next` must be durable before the answer leaves (C2SP tlog-witness). */
export interface WitnessAnswer {
  status: 200 | 400 | 403 | 404 | 409 | 422;
  contentType: "text/plain; charset=utf-8" | "text/x.tlog.size";
  body: string;
  /** The new state, with the note to serve to monitors: the log's verified signatures and this cosignature. */
  next?: WitnessState & { note: string };
}

const MAX_PROOF_LINES = 63;

/** Reads the body of add-checkpoint. Throws Problem `log/request-malformed`, which the witness answers with 400. */
export function parseAddCheckpoint(body: string): AddCheckpoint {
  const cut = body.indexOf("\n\n");
  if (cut < 0) throw malformed("An empty line must follow the proof.");
  const [first = "", ...lines] = body.slice(0, cut).split("\n");
  const old = Number(/^old (0|[1-9]\d*)$/.exec(first)?.[1] ?? "none");
  if (!Number.isSafeInteger(old)) throw malformed("The first line must be `old` and a size.");
  if (lines.length > MAX_PROOF_LINES) throw malformed("A proof has at most 63 lines.");
  const checkpoint = body.slice(cut + 2);
  return {
    old,
    proof: lines.map(hashLine),
    checkpoint,
    origin: checkpoint.slice(0, checkpoint.indexOf("\n")),
  };
}

/** The body of add-checkpoint, as a log sends it. */
export function formatAddCheckpoint(old: number, proof: readonly string[], checkpoint: string): string {
  return [`old ${old}`, ...proof, "", checkpoint].join("\n");
}

/**
 * Decides on a checkpoint (C2SP tlog-witness, add-checkpoint). `state` is what the witness last cosigned for the
 * request's origin, undefined for never; it must not change until `next` is stored. `seconds` since 1970 go into the
 * cosignature.
 */
export function decideAddCheckpoint(
  config: WitnessConfig,
  state: WitnessState | undefined,
  request: AddCheckpoint,
  seconds: number,
): WitnessAnswer {
  const opened = openForWitness(config, request);
  if ("status" in opened) return opened;
  const { old, proof } = request;
  const { size, root, note } = opened;
  const known = state ?? { size: 0, root: emptyRoot() };
  if (old > size) return answer(400, "the old size is larger than the checkpoint's");
  if (old !== known.size) return { status: 409, contentType: "text/x.tlog.size", body: `${known.size}\n` };
  if (size === 0 && !verifyConsistency(0, emptyRoot(), 0, root, []))
    return answer(422, "the root of an empty tree is another");
  if (!verifyConsistency(known.size, known.root, size, root, proof))
    return answer(422, "the consistency proof does not hold");
  const line = cosignNote(note.text, config.name, config.seed, seconds);
  const logLines = note.verified.map((each) => each.line);
  return {
    ...answer(200, ""),
    body: line,
    next: { size, root, note: joinNote(note.text, [...logLines, line]) },
  };
}

function openForWitness(config: WitnessConfig, request: AddCheckpoint): SignedCheckpoint | WitnessAnswer {
  try {
    return openCheckpoint(
      request.checkpoint,
      config.logs.filter((key) => key.type === LOG_KEY),
    );
  } catch (cause) {
    if (isProblem(cause, "log/unknown-origin")) return answer(404, "unknown log");
    if (isProblem(cause, "log/bad-signature") || isProblem(cause, "log/no-signature"))
      return answer(403, "no valid signature by a key of this log");
    if (isProblem(cause)) return answer(400, cause.message);
    throw cause;
  }
}

function answer(status: WitnessAnswer["status"], why: string): WitnessAnswer {
  return { status, contentType: "text/plain; charset=utf-8", body: `${why}\n` };
}

function hashLine(line: string): Uint8Array {
  try {
    const hash = fromBase64(line);
    if (hash.length === 32) return hash;
  } catch {
    // Falls through to the same refusal as a wrong length.
  }
  throw malformed("A proof line is not a hash of 32 bytes in base64.");
}

function malformed(what: string): Problem {
  return new Problem(
    "log/request-malformed",
    what,
    "add-checkpoint",
    "Compare the request with C2SP tlog-witness.",
  );
}
