import { fromUtf8, utf8 } from "../base/bytes.ts";
import { parseCanonical } from "../base/canonical.ts";
import { Problem, isProblem } from "../base/problem.ts";
import { verifyAct } from "../crypto/acts.ts";
import { keysOfParty, partyOf } from "../party/directory.ts";
import { type Case, advance } from "../request/case.ts";
import type { Context } from "./context.ts";
import type { Kit } from "./engine.ts";
import { Receipt } from "./messages.ts";
import { type Outgoing, bodyOf, read, together, write } from "./rows.ts";
import type { Row } from "./store-port.ts";

/** What an answered message means for its sender: its tries end, and its case learns of it. */

/**
 * Ends the tries of a message. Throws Problem `receipt/unverified` or `receipt/other-message` where the answer is no
 * receipt for it: then nothing is known, and it is sent again.
 */
export async function noteReceipt(kit: Kit, row: Row, answer: Uint8Array): Promise<void> {
  const message = bodyOf("outbox", row);
  const { act, receipt } = await verifiedReceipt(kit, message, answer);
  await kit.run(
    together({
      locks: [`outbox:${row.key}`, `case:${message.ref}`],
      rows: [
        ["outbox", row.key],
        ["case", message.ref],
      ],
    }),
    (context) => {
      const known = read(context.tx, "outbox", row.key);
      if (!known || known.receipt) return;
      const done: Outgoing = { ...known, receipt: act, lastProblem: receipt.code, sealed: null };
      write(context.tx, "outbox", row.key, message.stream, done, { status: "done" });
      noteOnCase(context, message, receipt);
    },
  );
}

/** Ends the tries of a message with a receipt that its receiver told again; false where it is none for it. */
export async function tryReceipt(kit: Kit, row: Row, receipt: string): Promise<boolean> {
  if (row.status === "done") return true;
  try {
    await noteReceipt(kit, row, utf8(receipt));
    return true;
  } catch (error) {
    if (isProblem(error) && error.code.startsWith("receipt/")) return false;
    throw error;
  }
}

/** Only the receiver's own signature, by keys in force now, over exactly this message, ends the tries. */
async function verifiedReceipt(
  kit: Kit,
  message: Outgoing,
  answer: Uint8Array,
): Promise<{ act: string; receipt: Receipt }> {
  const { to } = message;
  const keys = keysOfParty(partyOf(kit.config.directory, to), kit.ports.now());
  try {
    const act = fromUtf8(answer);
    const { payload } = await verifyAct(act, "comity-receipt", keys, to);
    const receipt = Receipt.parse(parseCanonical(payload, to));
    if (receipt.digest === message.digest && receipt.stream === message.stream && receipt.seq === message.seq)
      return { act, receipt };
  } catch {
    throw new Problem(
      "receipt/unverified",
      "The answer is no receipt that the receiver signed with its keys in force.",
      to,
      "The message is sent again by itself; compare the receiver's keys with its State's list if it stays.",
    );
  }
  throw new Problem(
    "receipt/other-message",
    "The receipt is for another message.",
    to,
    "The message is sent again by itself; look at the receiver's program if it stays.",
  );
}

function noteOnCase(context: Context, message: Outgoing, receipt: Receipt): void {
  const current = read(context.tx, "case", message.ref);
  if (!current) return;
  const next =
    receipt.outcome === "refused"
      ? refused(current, message, receipt)
      : message.kind === "request"
        ? accepted(current, message, receipt)
        : current;
  if (next !== current) write(context.tx, "case", message.ref, "cases", next, { status: next.status });
}

function accepted(current: Case, message: Outgoing, receipt: Receipt): Case {
  const entry = {
    at: receipt.at,
    what: "request.accepted",
    by: message.to,
    facts: { reference: message.ref },
  };
  const receipts = { ...current.receipts, accepted: receipt.at };
  // Withdrawn before it was accepted: it stays so.
  if (current.status !== "approved") return advance(current, entry, { receipts });
  return advance(current, entry, { receipts, status: "sent", owner: "requested-authority" });
}

/** A refusal goes to a person, except in a case in which nothing more is to be done. */
function refused(current: Case, message: Outgoing, receipt: Receipt): Case {
  const facts = { code: receipt.code ?? "", kind: message.kind };
  const entry = { at: receipt.at, what: "message.refused", by: message.to, facts };
  if (isOver(current)) return advance(current, entry);
  const unsent = message.kind === "request" && (current.status === "approved" || current.status === "sent");
  const owner = current.side === "requesting" ? ("author" as const) : ("examiner" as const);
  return advance(current, entry, { owner, ...(unsent ? { status: "deficient" as const } : {}) });
}

function isOver({ status }: Case): boolean {
  return status === "withdrawn" || status === "declined" || status === "nothing-held" || status === "closed";
}
