import { peekPayload, verifyAct } from "../../crypto/acts.ts";
import { parseCanonical } from "../../base/canonical.ts";
import { digestOf } from "../../crypto/hash.ts";
import { utf8 } from "../../base/bytes.ts";
import { StateEntry, actKeysAt } from "../../party/directory.ts";
import { pinsOf, readList } from "../directory/directory-files.ts";
import { folderProblem } from "./layout.ts";

/**
 * A State's list, verified by the keys in itself: it says that whoever made the list holds these keys, not that it is
 * the State. Throws Problem `folder/list-malformed` or `act/…`.
 */
export async function readSelfSigned(text: string, where: string): Promise<StateEntry> {
  const claimed = parseEntry(peekPayload(text, where), where);
  const { payload } = await verifyAct(text, "comity-state-list", actKeysAt(claimed, claimed.issued), where);
  return parseEntry(payload, where);
}

/** Whether a list is signed by the keys of the list that the reader has from elsewhere. */
export async function isTrusted(text: string, entry: StateEntry, trust: readonly string[]): Promise<boolean> {
  for (const each of trust) {
    if (each === text || each === fingerprintOf(text)) return true;
    const other = each.startsWith("sha256:") ? null : await readSelfSigned(each, "trust").catch(() => null);
    if (other?.state !== entry.state) continue;
    const signed = await readList(text, pinsOf(other), entry.state).then(
      () => true,
      () => false,
    );
    if (signed) return true;
  }
  return false;
}

/** What two people compare to know that they have the same list: the digest of its exact text. */
export function fingerprintOf(text: string): string {
  return digestOf(utf8(text));
}

function parseEntry(payload: Uint8Array, where: string): StateEntry {
  const parsed = StateEntry.safeParse(parseCanonical(payload, where));
  if (parsed.success) return parsed.data;
  throw folderProblem("list-malformed", "This is not a State's list.", where);
}
