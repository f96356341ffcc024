import { z } from "zod";
import { Problem } from "../base/problem.ts";
import { type Case, advance } from "../request/case.ts";
import { demandStep } from "../request/steps.ts";
import type { Context } from "./context.ts";
import { caseOf, line, put } from "./examine-case.ts";
import type { SignedOfficerAct } from "./messages.ts";
import { type OfficerAct, saysOf } from "./officer-act.ts";
import { letGo } from "./recall.ts";
import { send } from "./streams.ts";

const Says = z.strictObject({ reason: z.string().trim().min(1).max(4000) });

/** The requesting Party promptly says that it no longer needs the assistance (Art 40(26)). The number stays for ever. */
export function withdrawRequest(context: Context, act: OfficerAct, signed: SignedOfficerAct): Case {
  const current = caseOf(context, act.subject);
  const { reason } = saysOf(act, Says);
  if (current.status === "withdrawn") return current;
  if (current.side !== "requesting")
    throw new Problem(
      "request/not-ours",
      "Only the requesting Party withdraws a request.",
      current.ref,
      "Decline it with reasons, or consult the other side.",
    );
  demandStep(current, "withdraw");
  send(context, current.peer, "withdrawal", current.ref, { reason, act: signed });
  return put(
    context,
    advance(letGo(context, current), line(context, act, "request.withdrawn"), {
      status: "withdrawn",
      owner: "nobody",
      withdrawn: { at: context.now, reason },
    }),
  );
}
