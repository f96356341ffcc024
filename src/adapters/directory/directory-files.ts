import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { canonicalBytes, parseCanonical, parseJson } from "../../base/canonical.ts";
import { Problem } from "../../base/problem.ts";
import { type VerifyingKey, peekPayload, verifyAct } from "../../crypto/acts.ts";
import { digestOf } from "../../crypto/hash.ts";
import { type Directory, StateEntry, actKeysAt, directoryOf } from "../../party/directory.ts";

/**
 * The directory on disk: one signed list per State (`AL.json`), and `pins.json`, which says by whose keys each list
 * must be signed. A pin is made once, by people who compared fingerprints; a list that its pinned keys did not sign is
 * not read.
 */

/** Fingerprints of the act keys of each State: `sha256:` over the canonical public JWK. */
export const Pins = z.record(z.string(), z.array(z.string().regex(/^sha256:[0-9a-f]{64}$/)).min(1));
export type Pins = z.infer<typeof Pins>;

/** The fingerprint of a public key. */
export function fingerprint(jwk: Record<string, unknown>): string {
  return digestOf(canonicalBytes(jwk));
}

/** The pins a list asks for: the fingerprints of the act keys in it. */
export function pinsOf(entry: StateEntry): string[] {
  return entry.node.actKeys.map((key) => fingerprint(key.jwk));
}

/** Reads and verifies one list. Throws Problem `directory/…` or `act/…`. */
export async function readList(
  text: string,
  pins: readonly string[] | undefined,
  name: string,
): Promise<StateEntry> {
  const parsed = StateEntry.safeParse(parseJson(peekPayload(text, name), name));
  if (!parsed.success)
    throw new Problem(
      "directory/invalid",
      `The list has a fault at ${parsed.error.issues[0]?.path.join(".") ?? "its root"}.`,
      name,
      "Ask the State for its current list.",
    );
  const entry = parsed.data;
  if (!pins)
    throw new Problem(
      "directory/not-pinned",
      `No pin for ${entry.state} is in pins.json.`,
      name,
      "Compare the fingerprints with the State's authority by another way, then pin them.",
    );
  const keys = actKeysAt(entry, entry.issued).filter((key) =>
    pins.includes(fingerprint(key.jwk as Record<string, unknown>)),
  );
  if (keys.length < 2)
    throw new Problem(
      "directory/pin-differs",
      `The list of ${entry.state} carries other keys than those pinned.`,
      name,
      "Do not use it. Ask the State's authority by another way.",
    );
  const verified = await verifyAct(text, "comity-state-list", keys as VerifyingKey[], name);
  return StateEntry.parse(parseCanonical(verified.payload, name));
}

/** Reads all pinned lists of a folder. */
export async function readDirectory(folder: string): Promise<{ directory: Directory; lists: string[] }> {
  const pins = Pins.parse(parseJson(readFileSync(join(folder, "pins.json")), "pins.json"));
  const entries: StateEntry[] = [];
  const lists: string[] = [];
  for (const name of readdirSync(folder)
    .filter((each) => /^[A-Z]{2}\.json$/.test(each))
    .sort()) {
    const text = readFileSync(join(folder, name), "utf8");
    const entry = await readList(text, pins[name.slice(0, 2)], name);
    if (`${entry.state}.json` !== name)
      throw new Problem(
        "directory/invalid",
        "The list is that of another State than its file name says.",
        name,
        "Rename it.",
      );
    entries.push(entry);
    lists.push(text);
  }
  return { directory: directoryOf(entries), lists };
}
