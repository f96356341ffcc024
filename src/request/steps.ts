import { Problem } from "../base/problem.ts";
import type { Case, Status } from "./case.ts";

/**
 * Which step may follow which status, per side. Everything not listed is refused: the receiving node applies the same
 * table to what a peer says, so a peer cannot move a case where its law has not gone.
 */
const ALLOWED: Record<Case["side"], Record<string, readonly Status[]>> = {
  requesting: {
    accept: ["sent"],
    // What the other side says of a request may be here before the receipt for the request is: it has arrived all the same.
    register: ["approved", "sent", "registered"],
    deficient: ["approved", "sent", "registered", "under-review"],
    open: ["approved", "sent", "registered", "under-review"],
    preserve: [
      "approved",
      "sent",
      "registered",
      "under-review",
      "deficient",
      "granted",
      "authorised",
      "served",
      "produced",
      "held",
      "released",
      "received",
      "closed",
    ],
    decide: ["approved", "sent", "registered", "under-review"],
    announce: ["approved", "sent", "registered", "under-review", "granted"],
    receive: ["released"],
    close: ["received", "declined", "nothing-held", "registered", "under-review", "sent", "granted"],
    withdraw: ["approved", "sent", "registered", "under-review", "deficient", "granted"],
  },
  requested: {
    open: ["registered", "under-review"],
    deficient: ["registered", "under-review"],
    // Preservation runs on its own clock: what is missing, or a closed file, does not undo it (Art 42(4)).
    preserve: ["registered", "under-review", "deficient", "granted", "authorised", "served", "closed"],
    decide: ["under-review"],
    authorise: ["granted"],
    serve: ["authorised"],
    produce: ["served"],
    hold: ["produced"],
    release: ["held"],
    acknowledge: ["released"],
    close: ["received", "declined", "nothing-held", "registered", "under-review"],
    withdraw: [
      "registered",
      "under-review",
      "deficient",
      "granted",
      "authorised",
      "served",
      "produced",
      "held",
      // What crosses the withdrawal on its way: both sides end as withdrawn.
      "released",
      "declined",
      "nothing-held",
      "closed",
    ],
  },
};

export type Step =
  | "accept"
  | "register"
  | "deficient"
  | "open"
  | "preserve"
  | "decide"
  | "announce"
  | "receive"
  | "close"
  | "withdraw"
  | "authorise"
  | "serve"
  | "produce"
  | "hold"
  | "release"
  | "acknowledge";

/** Whether a step is allowed now. */
export function mayStep(current: Case, step: Step): boolean {
  return (ALLOWED[current.side][step] ?? []).includes(current.status);
}

/** Throws Problem `request/step-not-allowed` unless the step is allowed now. */
export function demandStep(current: Case, step: Step): void {
  if (!mayStep(current, step)) {
    throw new Problem(
      "request/step-not-allowed",
      `The step "${step}" is not allowed while the case is "${current.status}".`,
      current.ref,
      "Open the case again to see where it stands now and who acts next.",
    );
  }
}
