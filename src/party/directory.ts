import { z } from "zod";
import { Problem } from "../base/problem.ts";
import type { StateCode } from "../base/ids.ts";
import type { Instant } from "../base/time.ts";
import type { VerifyingKey } from "../crypto/acts.ts";

/**
 * The directory: who may speak for whom, with which key, since when. Each State publishes one signed list of its
 * authorities, officers, providers and keys (in the manner of ETSI TS 119 602); a node pins the lists of its peers.
 * Keys bind to States only here, never in a message.
 */

const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const jwk = z.record(z.string(), z.string());

/** Validity of a listed thing: from an instant; `until` when it was withdrawn. Nothing listed is ever deleted. */
const validity = { from: instant, until: instant.nullable() };

const actKey = z.strictObject({
  kid: z.string().min(1).max(100),
  alg: z.enum(["ES256", "ML-DSA-65"]),
  jwk,
  /** The certificate itself (DER, base64) and the base64url SHA-256 of it, for ES256 keys of authorities. */
  x5c: z.array(z.string()).optional(),
  x5tS256: z.string().optional(),
  ...validity,
});

const hopKey = z.strictObject({ kid: z.string(), alg: z.enum(["ed25519", "ml-dsa-65"]), jwk, ...validity });

/** Every act carries two signatures, so a list without both kinds of keys could not be verified by anybody. */
function bothAlgorithms(keys: readonly { alg: string }[]): boolean {
  return keys.some((key) => key.alg === "ES256") && keys.some((key) => key.alg === "ML-DSA-65");
}

const credential = z.discriminatedUnion("kind", [
  /** An ES256 key held for the officer by a sandbox; never accepted outside one. */
  z.strictObject({ kind: z.literal("sandbox-key"), kid: z.string(), jwk }),
  /** A WebAuthn credential: id and public key as the authenticator gave them (base64url), the site it is bound to. */
  z.strictObject({
    kind: z.literal("passkey"),
    kid: z.string(),
    publicKey: z.string(),
    algorithm: z.string(),
    rpId: z.string(),
    origin: z.string(),
  }),
]);

/** What an officer may do; a mandate is what the receiving node checks too. */
export const MANDATES = [
  "draft",
  "approve",
  "examine",
  "decide",
  "authorise",
  "release",
  "receive",
  "contact-point",
  "oversee",
] as const;
export type Mandate = (typeof MANDATES)[number];

const officer = z.strictObject({
  id: z.string().min(1).max(100),
  /** How the officer is shown to others: a role and a number, or a name, as the State decides. */
  name: z.string().min(1).max(200),
  role: z.string().min(1).max(100),
  authority: z.string(),
  mandates: z.array(z.enum(MANDATES)),
  credentials: z.array(credential),
  ...validity,
});

const authority = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["central-authority", "contact-point", "prosecutor", "court", "police", "oversight"]),
  /** For call-back: never taken from a message. */
  phone: z.string(),
  languages: z.array(z.string()),
});

const provider = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Where the State's node reaches the provider's desk; null when it has none. */
  url: z.string().nullable(),
  /** Address ranges the provider has announced (CIDR), to find who holds an address. */
  ranges: z.array(z.string()),
  keys: z.array(actKey),
  hopKeys: z.array(hopKey),
  /** age recipient of the provider's desk; null when it has none. */
  recipient: z.string().nullable(),
});

/** One State's list. */
export const StateEntry = z.strictObject({
  format: z.literal("comity/state-list/v1"),
  state: z.string().regex(/^[A-Z]{2}$/),
  name: z.string(),
  sequence: z.number().int().positive(),
  issued: instant,
  node: z.strictObject({
    id: z.string().regex(/^node\.[a-z]{2}$/),
    url: z.string(),
    actKeys: z.array(actKey).refine(bothAlgorithms, "an ES256 and an ML-DSA-65 key are needed"),
    hopKeys: z.array(hopKey),
    /** age recipients of the authority (post-quantum hybrid, `age1pq1…`): what messages and evidence are sealed to. */
    ageRecipients: z.array(z.strictObject({ recipient: z.string(), ...validity })),
    /** The verifier key of the node's log (C2SP vkey), the quorum file others must hold it to, and which witnesses are the State's own (they never count). */
    log: z.strictObject({ vkey: z.string(), policy: z.string(), ownWitnesses: z.array(z.string()) }),
  }),
  authorities: z.array(authority),
  officers: z.array(officer),
  providers: z.array(provider),
});
export type StateEntry = z.infer<typeof StateEntry>;
export type Officer = StateEntry["officers"][number];
export type Provider = StateEntry["providers"][number];
export type Credential = Officer["credentials"][number];
export type Authority = StateEntry["authorities"][number];

/** All lists a node has pinned, by State. */
export interface Directory {
  states: ReadonlyMap<StateCode, StateEntry>;
}

/** A directory of these lists. Throws Problem `party/duplicate-state` where two lists speak for one State or node. */
export function directoryOf(entries: readonly StateEntry[]): Directory {
  const states = new Map<StateCode, StateEntry>();
  for (const entry of entries) {
    const clash =
      states.has(entry.state) || [...states.values()].some((each) => each.node.id === entry.node.id);
    if (clash)
      throw new Problem(
        "party/duplicate-state",
        "Two lists speak for the same State or node.",
        entry.state,
        "Remove the list that is not pinned.",
      );
    states.set(entry.state, entry);
  }
  return { states };
}

/** The list of a State. Throws Problem `party/unknown-state`. */
export function stateOf(directory: Directory, state: StateCode): StateEntry {
  const entry = directory.states.get(state);
  if (!entry)
    throw new Problem(
      "party/unknown-state",
      `The State ${state} is not in the directory.`,
      "state",
      "Choose a State from the directory, or pin its signed list first.",
    );
  return entry;
}

/** Whether a listed thing is in force at an instant: from inclusive, until exclusive. */
export function inForce(listed: { from: Instant; until: Instant | null }, at: Instant): boolean {
  return listed.from <= at && (listed.until === null || at < listed.until);
}

/** The keys with which a node's acts must verify at an instant: one per algorithm, the newest in force. */
export function actKeysAt(entry: StateEntry, at: Instant): VerifyingKey[] {
  return newestPerAlgorithm(entry.node.actKeys.filter((key) => inForce(key, at)));
}

/** The keys of a provider at an instant. */
export function providerKeysAt(provider: Provider, at: Instant): VerifyingKey[] {
  return newestPerAlgorithm(provider.keys.filter((key) => inForce(key, at)));
}

function newestPerAlgorithm(keys: readonly z.infer<typeof actKey>[]): VerifyingKey[] {
  const newest = new Map<string, z.infer<typeof actKey>>();
  for (const key of keys) {
    const known = newest.get(key.alg);
    if (!known || known.from < key.from) newest.set(key.alg, key);
  }
  return [...newest.values()].map((key) => ({
    kid: key.kid,
    alg: key.alg,
    jwk: key.jwk,
    ...(key.x5tS256 ? { x5tS256: key.x5tS256 } : {}),
  }));
}

/** The officer of a State by id, in force at an instant. Throws Problem `party/unknown-officer`. */
export function officerOf(entry: StateEntry, id: string, at: Instant): Officer {
  const officer = entry.officers.find((each) => each.id === id && inForce(each, at));
  if (!officer)
    throw new Problem(
      "party/unknown-officer",
      "No such officer holds a mandate in this State's list now.",
      id,
      "Ask the State's authority to list the officer, then send again.",
    );
  return officer;
}

/** Throws Problem `party/no-mandate` unless the officer holds the mandate. */
export function demandMandate(officer: Officer, mandate: Mandate): void {
  if (!officer.mandates.includes(mandate)) {
    throw new Problem(
      "party/no-mandate",
      `This officer has no mandate to ${mandate}.`,
      officer.id,
      "Let an officer with that mandate do it.",
    );
  }
}

/** The age recipient to seal to at an instant: the newest in force. Throws Problem `party/no-recipient`. */
export function recipientAt(entry: StateEntry, at: Instant): string {
  const usable = entry.node.ageRecipients
    .filter((each) => inForce(each, at))
    .sort((a, b) => (a.from < b.from ? 1 : -1));
  const newest = usable[0];
  if (!newest)
    throw new Problem(
      "party/no-recipient",
      `No sealing key of ${entry.state} is in force.`,
      entry.state,
      "Ask the State to list a sealing key.",
    );
  return newest.recipient;
}

/** Who stands behind a party id: a State's node, or a provider in a State's list. */
export type Party =
  | { kind: "node"; id: string; entry: StateEntry }
  | { kind: "provider"; id: string; entry: StateEntry; provider: Provider };

/** The party with this id. Throws Problem `party/unknown-party`. */
export function partyOf(directory: Directory, id: string): Party {
  for (const entry of directory.states.values()) {
    if (entry.node.id === id) return { kind: "node", id, entry };
    const provider = entry.providers.find((each) => each.id === id);
    if (provider) return { kind: "provider", id, entry, provider };
  }
  throw new Problem(
    "party/unknown-party",
    "This party is not in the directory.",
    id.slice(0, 60),
    "Pin the signed list of its State, then try again.",
  );
}

/** The keys with which a party's acts must verify at an instant. */
export function keysOfParty(party: Party, at: Instant): VerifyingKey[] {
  return party.kind === "node" ? actKeysAt(party.entry, at) : providerKeysAt(party.provider, at);
}

/** The keys of a party's hop signatures (RFC 9421) at an instant. */
export function hopKeysAt(party: Party, at: Instant): StateEntry["node"]["hopKeys"] {
  return (party.kind === "node" ? party.entry.node.hopKeys : party.provider.hopKeys).filter((key) =>
    inForce(key, at),
  );
}

/** Where a party's machine is reached: its base address, never taken from a message. Null where it has none. */
export function addressOf(party: Party): string | null {
  return party.kind === "node" ? party.entry.node.url : party.provider.url;
}

/** What messages to a party are sealed to. Throws Problem `party/no-recipient`. */
export function recipientOf(party: Party, at: Instant): string {
  if (party.kind === "node") return recipientAt(party.entry, at);
  if (party.provider.recipient) return party.provider.recipient;
  throw new Problem(
    "party/no-recipient",
    "This provider has no sealing key in the directory.",
    party.id,
    "Reach the provider by another way, or ask it to enrol.",
  );
}

/** Providers of any State whose announced ranges hold an IPv4 address. */
export function holdersOf(directory: Directory, address: string): { state: StateCode; provider: Provider }[] {
  const found: { state: StateCode; provider: Provider }[] = [];
  for (const entry of directory.states.values()) {
    for (const provider of entry.providers) {
      if (provider.ranges.some((range) => inRange(address, range)))
        found.push({ state: entry.state, provider });
    }
  }
  return found;
}

function inRange(address: string, range: string): boolean {
  const [base = "", bits = "32"] = range.split("/");
  const a = ipv4(address);
  const b = ipv4(base);
  if (a === null || b === null) return false;
  const shift = 2 ** (32 - Number(bits));
  return Math.floor(a / shift) === Math.floor(b / shift);
}

function ipv4(text: string): number | null {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}
