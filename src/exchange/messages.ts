import { z } from "zod";
import { canonicalBytes, parseCanonical } from "../base/canonical.ts";
import { Problem } from "../base/problem.ts";
import { RequestContent } from "../request/content.ts";

/**
 * What nodes and providers say to each other. A message is one canonical JSON document, signed as an act over exactly
 * these bytes, numbered without gaps in its stream, chained by digest to the one before (spec/exchange.md).
 */

const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const party = z.string().min(3).max(60);
const ref = z.string().regex(/^[A-Z]{2}-[A-Z]{2}-\d{4}-\d{4,}$/);
const short = z.string().max(500);
const long = z.string().max(20_000);

export const OfficerSignatureSchema = z.strictObject({
  officer: z.string().max(100),
  kid: z.string().max(200),
  kind: z.enum(["sandbox-key", "passkey"]),
  digest,
  proof: z.string().max(20_000),
});

const sealedFile = z.strictObject({
  digest,
  size: z.number().int().nonnegative(),
  slices: z
    .array(z.strictObject({ digest, size: z.number().int().positive() }))
    .min(1)
    .max(100_000),
});

const evidenceItem = z.strictObject({
  id: z.string().max(60),
  sealed: sealedFile,
  manifest: digest,
  files: z
    .array(
      z.strictObject({
        name: z.string().max(500),
        size: z.number().int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(10_000),
  custody: z.array(z.string().max(30_000)).max(200),
});

const revealed = z.strictObject({
  address: z.string().max(60),
  state: z.string().max(2),
  provider: z.string().max(100),
});

/** An officer's act as it was signed: the exact document and the signature over its digest. */
const signedOfficerAct = z.strictObject({ act: long, signature: OfficerSignatureSchema });

/** Body of each kind of message between nodes, and between a node and a provider. */
export const BODIES = {
  /** Requesting to requested Party: the request, with what author and approver signed. */
  request: z.strictObject({ content: RequestContent, author: signedOfficerAct, approver: signedOfficerAct }),
  /** The requested Party's later receipts for a request: on a desk, opened. */
  receipt: z.strictObject({ stage: z.enum(["on-desk", "opened"]), role: short }),
  /** What is missing; the request keeps its number. */
  deficient: z.strictObject({
    missing: z
      .array(z.strictObject({ field: short, why: short }))
      .min(1)
      .max(50),
    act: signedOfficerAct,
  }),
  /** State of preservation. */
  preservation: z.strictObject({
    state: z.enum(["ordered", "confirmed", "lapsed", "released", "cannot"]),
    expires: day,
    provider: short,
    providerReference: short.nullable(),
  }),
  /** The decision with its reasons (40(25)). */
  decision: z.strictObject({
    outcome: z.enum(["granted", "declined", "postponed"]),
    grounds: z.array(z.strictObject({ id: short, pinpoint: short, explanation: long })).max(30),
    reasons: long,
    conditions: z.array(short).max(30),
    act: signedOfficerAct,
  }),
  /** A sealed item is released to the requesting Party, who may now fetch its slices. */
  evidence: z.strictObject({
    item: evidenceItem,
    revealed: z.array(revealed).max(50),
    act: signedOfficerAct,
  }),
  /** Nothing is held, or the provider cannot comply: the requested Party says so without more. */
  nothing: z.strictObject({ reason: z.enum(["nothing-held", "cannot-comply"]) }),
  /** The requesting Party has the item; the chain of custody goes on. */
  received: z.strictObject({
    item: z.string().max(60),
    custody: z.array(z.string().max(30_000)).min(1).max(10),
  }),
  /** The request is no longer needed (40(26)). May overtake the request itself. */
  withdrawal: z.strictObject({ reason: long, act: signedOfficerAct }),
  /** Requested Party's node to a provider: a verifiable order. */
  order: z.strictObject({
    measure: z.enum(["preserve", "produce"]),
    what: long,
    selectors: z
      .array(
        z.strictObject({
          kind: short,
          value: short,
          port: z.number().int().optional(),
          at: instant.optional(),
        }),
      )
      .max(50),
    period: z.strictObject({ from: instant, to: instant }).nullable(),
    legalBasis: short,
    authority: z
      .strictObject({ issuer: short, kind: short, number: short, date: day, scope: short, digest })
      .nullable(),
    preserveUntil: day.nullable(),
    sealTo: z.array(z.strictObject({ state: z.string(), recipient: z.string().max(4000) })).max(4),
    secrecyUntil: instant.nullable(),
  }),
  /** Requested Party's node to the same provider: the order is carried out no further. */
  recall: z.strictObject({ order: digest, reason: z.enum(["withdrawn", "declined"]) }),
  /** Provider to the requested Party's node. */
  reply: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("preserved"), order: digest, providerReference: short }),
    z.strictObject({ kind: z.literal("produced"), order: digest, item: evidenceItem }),
    z.strictObject({
      kind: z.literal("cannot"),
      order: digest,
      reason: z.enum([
        "no-account",
        "wrong-entity",
        "not-specific",
        "conflict-of-laws",
        "out-of-retention",
        "looks-wrong",
      ]),
      note: short,
    }),
  ]),
} as const;

export type MessageKind = keyof typeof BODIES;
export type Body<K extends MessageKind> = z.infer<(typeof BODIES)[K]>;
export type EvidenceItem = z.infer<typeof evidenceItem>;
export type SignedOfficerAct = z.infer<typeof signedOfficerAct>;

/** The head of every message; the body is read by its kind. */
export const MessageHead = z.strictObject({
  format: z.literal("comity/message/v1"),
  kind: z.enum(Object.keys(BODIES) as [MessageKind, ...MessageKind[]]),
  from: party,
  to: party,
  stream: z.string().max(130),
  seq: z.number().int().positive(),
  /** Digest of the message before in this stream; null for the first. */
  prev: digest.nullable(),
  /** Numbers of this stream that are taken in first: what the same case, or the one it builds on, said last. */
  after: z.array(z.number().int().positive()).max(4),
  ref,
  created: instant,
  body: z.unknown(),
});

/** A message as read: the head, and the body by its kind. */
export type Message = { [K in MessageKind]: MessageOf<K> }[MessageKind];
export type MessageOf<K extends MessageKind> = Omit<z.infer<typeof MessageHead>, "kind" | "body"> & {
  kind: K;
  body: Body<K>;
};

/** The bytes that are signed, logged and sent. */
export function messageBytes(message: Message): Uint8Array {
  return canonicalBytes(message);
}

/**
 * Reads a message whose signature has been verified over the same bytes. Throws Problem `message/malformed` naming
 * the first field at fault (never its value), or `json/not-canonical`.
 */
export function readMessage(bytes: Uint8Array, where: string): Message {
  const outer = MessageHead.safeParse(parseCanonical(bytes, where));
  if (!outer.success) throw malformed(outer.error, where, "");
  if (!isAscendingBelow(outer.data.after, outer.data.seq)) throw malformed(null, where, "after");
  const body = BODIES[outer.data.kind].safeParse(outer.data.body);
  if (!body.success) throw malformed(body.error, where, "body.");
  return { ...outer.data, body: body.data } as Message;
}

/** Whether these numbers rise, each once, and end before `seq`: one set has one spelling, and nothing waits for itself. */
function isAscendingBelow(numbers: readonly number[], seq: number): boolean {
  return numbers.every((number, i) => number < (numbers[i + 1] ?? seq));
}

function malformed(error: z.ZodError | null, where: string, prefix: string): Problem {
  const issue = error?.issues[0];
  const path = issue ? `${prefix}${issue.path.join(".")}` : prefix;
  const unknown = issue?.code === "unrecognized_keys";
  return new Problem(
    unknown ? "message/unknown-field" : "message/malformed",
    `The message has ${unknown ? "a field we do not know" : "a field that is missing or of the wrong type"} at ${path || "its root"}.`,
    where,
    "Compare the message with spec/exchange.md.",
  );
}

/** What is sealed and sent: the signed act, and the trace without which nobody cooperates. */
export const Envelope = z.strictObject({
  format: z.literal("comity/envelope/v1"),
  act: z.string().max(8_000_000),
  /** Null only from providers, who keep no log of their own. */
  trace: z.strictObject({ seed: z.string().max(64), proof: z.string().max(60_000) }).nullable(),
});
export type Envelope = z.infer<typeof Envelope>;

/** What a receiver shows the sender again, inside the seal: the message as it came, and its receipt. */
export const Heard = z.strictObject({
  format: z.literal("comity/heard/v1"),
  act: z.string().max(8_000_000),
  receipt: z.string().max(100_000),
});
export type Heard = z.infer<typeof Heard>;

/** The answer to the call: `Heard`, sealed to the sender (base64). */
export const HeardAnswer = z.strictObject({ sealed: z.string().max(12_000_000) });

/** The receipt for a message: durable and checked. Signed, stored with the inbox row, the same for every duplicate. */
export const Receipt = z.strictObject({
  format: z.literal("comity/receipt/v1"),
  stream: z.string(),
  seq: z.number().int().positive(),
  digest,
  outcome: z.enum(["accepted", "refused"]),
  /** Why it was refused: a stable code. */
  code: z.string().nullable(),
  ref: z.string(),
  at: instant,
  /** Index of the receiver's own leaf for this message; null where the receiver keeps no log. */
  logIndex: z.number().int().nonnegative().nullable(),
});
export type Receipt = z.infer<typeof Receipt>;
