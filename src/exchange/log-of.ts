import { parseVkey } from "../log/note.ts";
import { type Policy, parsePolicy } from "../log/policy.ts";
import type { StateEntry } from "../party/directory.ts";

/** What is known of the log of a State's node, as its list has it. */
export interface KnownLog {
  /** The name of the log's key. */
  origin: string;
  /** The quorum others hold it to. */
  policy: Policy;
  /** Witnesses of the State itself, which never count. */
  ownWitnesses: readonly string[];
}

/** By the list they were read from: a list is never changed, only followed by another. */
const known = new WeakMap<StateEntry["node"]["log"], KnownLog>();

/** Reads the log of a State's list, once. Throws Problem `log/policy-malformed` or `log/vkey-…`. */
export function logOf({ node: { log } }: StateEntry): KnownLog {
  const before = known.get(log);
  if (before) return before;
  const { vkey, policy, ownWitnesses } = log;
  const read = { origin: parseVkey(vkey).name, policy: parsePolicy(policy), ownWitnesses };
  known.set(log, read);
  return read;
}
