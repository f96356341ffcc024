import { utf8 } from "../base/bytes.ts";
import { Problem, isProblem } from "../base/problem.ts";
import { toMillis } from "../base/time.ts";
import { digestOf } from "../crypto/hash.ts";
import { ENVELOPE_LIMIT, admit } from "./admit.ts";
import type { Kit } from "./engine.ts";
import { isByKeysInForce } from "./own-keys.ts";
import { refuseIfHalted } from "./halt.ts";
import { hearFrom } from "./outbox.ts";
import { type Incoming, messageKey, read, together, write } from "./rows.ts";
import { type Admitted, type Reception, takeMessage, wantsForMessage } from "./step.ts";

/** A message that comes: admitted, taken in once, answered with a receipt that is the same for every duplicate. */

export async function receiveOnce(kit: Kit, from: string, sealed: Uint8Array): Promise<string> {
  if (sealed.length > ENVELOPE_LIMIT)
    throw new Problem(
      "message/too-large",
      "The envelope is larger than any message.",
      from,
      "Send evidence in slices, not in the message.",
    );
  const admitted = await admitOrNote(kit, from, sealed);
  const reception = await kit.run(wantsForMessage(kit.config, admitted), (context) =>
    takeMessage(context, admitted),
  );
  await hearFrom(kit, from);
  if (reception.kind === "received" || reception.kind === "duplicate")
    return signedReceipt(kit, reception.incoming);
  if (reception.kind === "conflict" || reception.kind === "broken-chain") await keepAsEvidence(kit, admitted);
  if (reception.kind === "gap" || reception.kind === "too-far") noteGap(kit, from);
  throw whyNotTaken(reception, admitted);
}

/** A sender speaks only after what has our receipt: where that is not here, we may have forgotten it. */
function noteGap(kit: Kit, from: string): void {
  kit.volatile.behind.add(from);
  kit.wake("fetch");
}

/** The problem to the sender's face: the stream has not moved. */
function whyNotTaken(
  reception: Exclude<Reception, { kind: "received" | "duplicate" }>,
  { message }: Admitted,
): Problem {
  switch (reception.kind) {
    case "conflict":
      return new Problem(
        "stream/conflict",
        "Another message was received under this number.",
        `${message.stream}/${message.seq}`,
        "Both are kept as evidence; a person must look at it.",
      );
    case "too-far":
      return new Problem(
        "stream/too-far",
        `Messages are taken in up to number ${reception.until} until an earlier one comes.`,
        message.stream,
        "Send the earliest message that has no receipt first.",
      );
    case "gap":
      return new Problem(
        "stream/gap",
        `Message ${reception.missing} of the stream comes first.`,
        message.stream,
        "Send the earlier message again.",
      );
    case "broken-chain":
      return new Problem(
        "stream/broken-chain",
        "The message is not the neighbour that another message of the stream names.",
        message.stream,
        "Both are kept as evidence; a person must look at it.",
      );
  }
}

/** A message that fails at the door leaves a line on the record: who, when, which code, and the digest of the bytes. */
async function admitOrNote(kit: Kit, from: string, sealed: Uint8Array): ReturnType<typeof admit> {
  try {
    return await admit(kit.ports, kit.config, from, sealed);
  } catch (error) {
    if (isProblem(error) && !error.code.startsWith("evidence/slices"))
      await noteRefusal(kit, from, digestOf(sealed), error.code);
    throw error;
  }
}

/** How often a line on refusals is written anew at most: who floods the door must not keep the disk busy. */
const REFUSAL_PAUSE = 60_000;

async function noteRefusal(kit: Kit, from: string, digest: string, code: string): Promise<void> {
  const key = `${from.slice(0, 60)}/${code}`;
  const { refusals } = kit.volatile;
  const now = toMillis(kit.ports.now());
  const last = refusals.get(key);
  if (last && Math.abs(now - last.at) < REFUSAL_PAUSE) {
    last.unwritten++;
    return;
  }
  const count = 1 + (last?.unwritten ?? 0);
  refusals.set(key, { at: now, unwritten: 0 });
  await kit.run(together({ locks: [`refusal:${key}`], rows: [["refusal", key]] }), (context) => {
    const known = read(context.tx, "refusal", key);
    write(context.tx, "refusal", key, "refusals", {
      at: context.now,
      from: from.slice(0, 60),
      digest,
      code,
      count: (known?.count ?? 0) + count,
    });
  });
}

/** Two signed messages that cannot both be true: the one that came second is kept whole beside the first. */
async function keepAsEvidence(kit: Kit, { message, digest, act }: Admitted): Promise<void> {
  const key = `${messageKey(message.stream, message.seq)}/${digest}`;
  await kit.run(together({ locks: [`conflict:${key}`], rows: [["conflict", key]] }), (context) => {
    const { stream, seq } = message;
    write(context.tx, "conflict", key, "conflicts", { at: context.now, stream, seq, digest, act });
  });
}

/**
 * The receipt is signed, stored, and only then sent: each duplicate gets the same bytes. When the keys under it are no
 * longer in force the sender could not verify it, so the same payload is signed anew: what was said stays.
 */
export async function signedReceipt(kit: Kit, incoming: Incoming): Promise<string> {
  const { payload, act } = incoming.receipt;
  if (act && isByKeysInForce(kit, act)) return act;
  refuseIfHalted(kit);
  const fresh = await kit.ports.sign("comity-receipt", utf8(payload), kit.ports.now());
  const key = messageKey(incoming.stream, incoming.seq);
  return kit.run(together({ locks: [`inbox:${key}`], rows: [["inbox", key]] }), (context) => {
    const known = read(context.tx, "inbox", key) as Incoming;
    const kept = known.receipt.act;
    if (kept && (isByKeysInForce(kit, kept) || !isByKeysInForce(kit, fresh))) return kept;
    write(context.tx, "inbox", key, known.stream, { ...known, receipt: { payload, act: fresh } });
    return fresh;
  });
}
