import { Problem } from "../base/problem.ts";
import { partyOf } from "../party/directory.ts";
import { advance, stopClock } from "../request/case.ts";
import { demandStep } from "../request/steps.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { put } from "./examine-case.ts";
import type { MessageOf } from "./messages.ts";
import { endMeasures, wantsToRecall } from "./recall.ts";
import { caseWithPeer, wantsForNews } from "./receive-news.ts";
import { insert, read, together } from "./rows.ts";
import type { Wants } from "./store-port.ts";

/** The requesting Party no longer needs the assistance (Art 40(26)); it may say so before its request is here. */

export function wantsForWithdrawal(config: Config, message: MessageOf<"withdrawal">): Partial<Wants> {
  return together(wantsForNews(config, message), wantsToRecall(config, message.ref), {
    rows: [["tombstone", message.ref]],
  });
}

/** Nothing further is ordered, produced or released; what is out is called back; the number stays. */
export function receiveWithdrawal(context: Context, message: MessageOf<"withdrawal">): void {
  if (!read(context.tx, "case", message.ref)) return keepTombstone(context, message);
  const current = caseWithPeer(context, message);
  demandStep(current, "withdraw");
  const ended = endMeasures(context, current, "withdrawn");
  put(
    context,
    advance(
      ended,
      { at: message.created, what: "request.withdrawn", by: message.body.act.signature.officer, facts: {} },
      {
        status: "withdrawn",
        owner: "nobody",
        withdrawn: { at: message.created, reason: message.body.reason },
        clocks: stopClock(ended.clocks, "hold", context.now),
      },
    ),
  );
}

/**
 * The withdrawal of a request that has not come. Only the requesting Party of the reference may say so: the reference
 * itself names it. Throws Problem `request/wrong-sender` or `request/wrong-addressee`.
 */
function keepTombstone(context: Context, message: MessageOf<"withdrawal">): void {
  const { tx, config } = context;
  const { ref, from, created, body } = message;
  const [requesting, requested] = ref.split("-");
  if (requesting !== partyOf(config.directory, from).entry.state)
    throw new Problem(
      "request/wrong-sender",
      "The reference belongs to another requesting Party than the sender.",
      ref,
      "Only the requesting Party withdraws its request.",
    );
  if (requested !== config.state)
    throw new Problem(
      "request/wrong-addressee",
      "The reference belongs to a request to another State.",
      ref,
      "Send the withdrawal where the request went.",
    );
  if (read(tx, "tombstone", ref)) return;
  const tombstone = { ref, from, at: created, officer: body.act.signature.officer, reason: body.reason };
  insert(tx, "tombstone", ref, "tombstones", tombstone);
}
