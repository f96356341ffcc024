import type { Day, Instant } from "../base/time.ts";
import type { StateCode } from "../base/ids.ts";
import type { RequestContent } from "./content.ts";

/**
 * A case is one request as one node sees it. Both sides hold one under the same shared reference; each moves by what
 * its own officers do and by what the other side's signed messages say. Numbers are kept for ever: a withdrawn,
 * declined or deficient case never gives its reference back.
 */

/** Where the case stands (users.md B.9). The two sides use the same words. */
export const STATUSES = [
  "drafted",
  "approved",
  "sent",
  "registered",
  "under-review",
  "deficient",
  "granted",
  "declined",
  "authorised",
  "served",
  "produced",
  "nothing-held",
  "held",
  "released",
  "received",
  "closed",
  "withdrawn",
] as const;
export type Status = (typeof STATUSES)[number];

/** Who must act next, as a role word of the glossary. */
export type Owner =
  | "author"
  | "approver"
  | "node"
  | "requested-authority"
  | "examiner"
  | "decider"
  | "authorising-authority"
  | "provider"
  | "releaser"
  | "receiver"
  | "nobody";

/** One line of the timeline: what happened, when, who did it. Codes are translated by the message catalogue. */
export interface TimelineEntry {
  at: Instant;
  /** For example `request.approved`; a key of the catalogue under `timeline.`. */
  what: string;
  /** Officer id, node id or provider id. */
  by: string;
  /** Short public facts, never case content: a day, a reference, a ground's id. */
  facts: Record<string, string>;
}

/** A clock the owner and the other side both see. */
export interface Clock {
  /** For example `preservation`, `hold`, `secrecy`. */
  id: string;
  ends: Instant | Day;
  pinpoint: string;
  /** Set when it no longer runs. */
  stopped: Instant | null;
}

/** An officer's signature over the digest of an act, as it travels and is kept. */
export interface OfficerSignature {
  officer: string;
  kid: string;
  kind: "sandbox-key" | "passkey";
  /** Digest of the act document the officer saw (`sha256:…`). */
  digest: string;
  /** Compact JWS for a sandbox key; base64url of the WebAuthn assertion for a passkey. */
  proof: string;
}

/** Preservation beside the case, on its own clock. It becomes neither retention nor disclosure by itself. */
export interface Preservation {
  state: "ordered" | "confirmed" | "extended" | "lapsed" | "released" | "cannot";
  orderedAt: Instant;
  confirmedAt: Instant | null;
  expires: Day;
  providerReference: string | null;
  provider: string | null;
}

/** The requested Party's decision. */
export interface Decision {
  outcome: "granted" | "partly" | "declined" | "postponed";
  at: Instant;
  officer: string;
  grounds: { id: string; pinpoint: string; explanation: string }[];
  reasons: string;
  conditions: string[];
  signature: OfficerSignature;
}

/** The reference of the order, warrant or decision that the requested Party's law demands for the measure. */
export interface AuthorityReference {
  issuer: string;
  kind: string;
  number: string;
  date: Day;
  scope: string;
  /** Digest of the order's text, which stays with the requested Party. */
  digest: string;
  officer: string;
  at: Instant;
}

/** A sealed item of evidence under this case. */
export interface Item {
  id: string;
  sealed: { digest: string; size: number; slices: { digest: string; size: number }[] };
  manifest: string;
  /** The chain of custody so far: exact texts of signed acts. */
  custody: string[];
  /** Where the item stands on this node. */
  state: "held" | "released" | "announced" | "received" | "opened";
  holdUntil: Instant | null;
  files: { name: string; size: number; sha256: string }[];
}

/** A provider in another State that the data revealed (Convention Art 43(1)). */
export interface RevealedProvider {
  address: string;
  state: StateCode;
  provider: string;
}

export interface Case {
  ref: string;
  side: "requesting" | "requested";
  /** The draft it grew from, on the requesting side. */
  draft: string | null;
  requesting: StateCode;
  requested: StateCode;
  /** The other side's node. */
  peer: string;
  content: RequestContent;
  contentDigest: string;
  status: Status;
  since: Instant;
  owner: Owner;
  author: OfficerSignature;
  approver: OfficerSignature;
  /** Receipts for the request message: accepted (durable and checked), on a desk, opened. */
  receipts: { accepted: Instant | null; onDesk: Instant | null; opened: Instant | null };
  examiner: string | null;
  missing: { field: string; why: string }[];
  preservation: Preservation | null;
  decision: Decision | null;
  authority: AuthorityReference | null;
  /** Orders served in this case: whose answer may move it. */
  orders: { digest: string; provider: string; measure: "preserve" | "produce" }[];
  item: Item | null;
  revealed: RevealedProvider[];
  clocks: Clock[];
  timeline: TimelineEntry[];
  withdrawn: { at: Instant; reason: string } | null;
}

/** The case with one more line and, if given, another status and owner. */
export function advance(current: Case, entry: TimelineEntry, change: Partial<Case> = {}): Case {
  const status = change.status ?? current.status;
  return {
    ...current,
    ...change,
    since: status === current.status ? current.since : entry.at,
    timeline: [...current.timeline, entry],
  };
}

/** The clocks with one started, replacing a clock of the same name. */
export function startClock(clocks: readonly Clock[], clock: Clock): Clock[] {
  return [...clocks.filter((each) => each.id !== clock.id), clock];
}

/** The clocks with one stopped at an instant. */
export function stopClock(clocks: readonly Clock[], id: string, at: Instant): Clock[] {
  return clocks.map((each) => (each.id === id && each.stopped === null ? { ...each, stopped: at } : each));
}
