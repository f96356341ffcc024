import { z } from "zod";
import { Problem } from "../base/problem.ts";
import { recipientAt, stateOf } from "../party/directory.ts";
import { type Case, advance } from "../request/case.ts";
import { demandStep } from "../request/steps.ts";
import { opinionOf } from "../request/opinion-of.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import type { SignedOfficerAct } from "./messages.ts";
import { type OfficerAct, saysOf } from "./officer-act.ts";
import { endMeasures } from "./recall.ts";
import { custodianOf, orderBody } from "./receive-request.ts";
import { read, together, write } from "./rows.ts";
import type { Wants } from "./store-port.ts";
import { send, wantsToSend } from "./streams.ts";

/** The requested side, at the desk: open, say what is missing, decide with reasons, authorise, and so order production. */

const text = (max: number) => z.string().trim().min(1).max(max);

export const Says = {
  open: z.strictObject({}),
  deficient: z.strictObject({
    missing: z
      .array(z.strictObject({ field: text(200), why: text(500) }))
      .min(1)
      .max(50),
  }),
  decide: z.strictObject({
    outcome: z.enum(["granted", "declined", "postponed"]),
    grounds: z.array(z.strictObject({ id: text(20), pinpoint: text(60), explanation: text(10_000) })).max(30),
    reasons: text(20_000),
    conditions: z.array(text(500)).max(30),
  }),
  authorise: z.strictObject({
    issuer: text(300),
    /** The kind of authority in the words of the State's sheet: `judge`, `prosecutor`, … */
    kind: text(100),
    number: text(100),
    date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
    scope: text(500),
    digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  }),
  close: z.strictObject({}),
};

/** What an act on a case takes: the case, the stream to the peer, and the custodian's stream. */
export function wantsForCaseAct(config: Config, current: Case): Wants {
  return together(
    wantsToSend(config.self, current.peer, current.ref),
    ...providersOf(config, current).map((provider) => wantsToSend(config.self, provider, current.ref)),
    {
      locks: [`case:${current.ref}`],
      rows: [["case", current.ref]],
    },
  );
}

/** Whom an act in this case may have to be told to: the custodian, and who has orders of the case. */
function providersOf(config: Config, current: Case): string[] {
  if (current.side !== "requested") return [];
  const custodian = custodianOf(config, current.content);
  return [...new Set([...(custodian ? [custodian] : []), ...current.orders.map((order) => order.provider)])];
}

/** An officer takes the case: from here on a named person has it. The other side learns that it was opened. */
export function openCase(context: Context, act: OfficerAct): Case {
  const current = caseOf(context, act.subject);
  saysOf(act, Says.open);
  if (current.examiner === act.officer && current.status === "under-review") return current;
  demandStep(current, "open");
  if (current.receipts.opened === null)
    send(context, current.peer, "receipt", current.ref, { stage: "opened", role: "examiner" });
  return put(
    context,
    advance(current, line(context, act, "case.opened"), {
      status: "under-review",
      owner: "decider",
      examiner: act.officer,
      receipts: { ...current.receipts, opened: current.receipts.opened ?? context.now },
    }),
  );
}

/** What is missing goes back as a list; the request keeps its number. */
export function markDeficient(context: Context, act: OfficerAct, signed: SignedOfficerAct): Case {
  const current = caseOf(context, act.subject);
  const { missing } = saysOf(act, Says.deficient);
  if (current.status === "deficient" && JSON.stringify(current.missing) === JSON.stringify(missing))
    return current;
  demandStep(current, "deficient");
  send(context, current.peer, "deficient", current.ref, { missing, act: signed });
  return put(
    context,
    advance(current, line(context, act, "request.deficient", { count: String(missing.length) }), {
      status: "deficient",
      owner: "author",
      missing,
    }),
  );
}

/**
 * The decision, with reasons (40(25)). A ground must be open in the law's own list for this measure and pair; a closed
 * or forbidden one cannot be chosen, and the error says why.
 */
export function decideRequest(context: Context, act: OfficerAct, signed: SignedOfficerAct): Case {
  const current = caseOf(context, act.subject);
  const says = saysOf(act, Says.decide);
  if (current.decision?.signature.digest === signed.signature.digest) return current;
  // A postponed request waits for its decision still (Art 40(27)).
  if (current.decision && current.decision.outcome !== "postponed") {
    throw new Problem(
      "request/decided",
      "This case has been decided already.",
      current.ref,
      "Open the case to see the decision.",
    );
  }
  demandStep(current, "decide");
  demandOpenGrounds(context, current, says);
  send(context, current.peer, "decision", current.ref, { ...says, act: signed });
  const granted = says.outcome === "granted";
  const declined = says.outcome === "declined";
  const status = granted ? "granted" : declined ? "declined" : "under-review";
  return put(
    context,
    advance(
      declined ? endMeasures(context, current, "declined") : current,
      line(context, act, `decision.${says.outcome}`, {
        grounds: says.grounds.map((ground) => ground.pinpoint).join(", "),
      }),
      {
        status,
        owner: granted
          ? current.content.measure === "preservation"
            ? "nobody"
            : "authorising-authority"
          : declined
            ? "nobody"
            : "decider",
        decision: { ...says, at: context.now, officer: act.officer, signature: signed.signature },
      },
    ),
  );
}

function demandOpenGrounds(context: Context, current: Case, says: z.infer<typeof Says.decide>): void {
  if (says.outcome === "granted") return;
  if (says.grounds.length === 0)
    throw new Problem(
      "decision/no-ground",
      "A refusal or postponement stands on a cited ground.",
      "grounds",
      "Choose at least one open ground, or grant.",
    );
  const opinion = opinionOf(current.content, context.now, context.config.law);
  for (const ground of says.grounds) {
    const known = opinion.grounds.find((each) => each.id === ground.id);
    if (!known || known.status === "closed" || known.status === "forbidden") {
      throw new Problem(
        "decision/ground-closed",
        known ? `${known.pinpoint}: ${known.why}` : "The law knows no such ground here.",
        `grounds.${ground.id}`,
        "Choose a ground that is open for this measure between these two States.",
      );
    }
  }
}

/**
 * The authority reference the State's sheet demands for this measure is entered, and the order leaves for the
 * provider. Without it nothing is produced.
 */
export function authoriseMeasure(context: Context, act: OfficerAct): Case {
  const { config, now } = context;
  const current = caseOf(context, act.subject);
  const says = saysOf(act, Says.authorise);
  if (current.authority && current.status !== "granted") return current;
  demandStep(current, "authorise");
  const opinion = opinionOf(current.content, now, config.law);
  const demanded = opinion.authorisation.requestedState;
  if (demanded !== "not known" && demanded !== says.kind) {
    throw new Problem(
      "authority/wrong-kind",
      `The law of ${config.state} demands: ${demanded}.`,
      "kind",
      "Enter the reference of an authority of that kind.",
    );
  }
  const provider = custodianOf(config, current.content);
  if (!provider)
    throw new Problem(
      "authority/no-custodian",
      "No provider of this State is known to hold the data.",
      current.ref,
      "Name the custodian in consultation with the requesting Party, or answer that nothing is held.",
    );
  const authorised = advance(
    current,
    line(context, act, "measure.authorised", { kind: says.kind, number: says.number }),
    { authority: { ...says, officer: act.officer, at: now }, status: "authorised" },
  );
  const sealTo = [current.requesting, config.state].map((state) => ({
    state,
    recipient: recipientAt(stateOf(config.directory, state), now),
  }));
  const order = send(
    context,
    provider,
    "order",
    current.ref,
    orderBody(authorised, {
      measure: "produce",
      preserveUntil: null,
      legalBasis: opinion.instrument.chosen ?? "domestic",
      sealTo,
    }),
  );
  return put(
    context,
    advance(
      authorised,
      { at: now, what: "order.served", by: config.self, facts: { provider } },
      {
        status: "served",
        owner: "provider",
        orders: [...authorised.orders, { digest: order.digest, provider, measure: "produce" as const }],
      },
    ),
  );
}

/** Closes a case in which nothing more is to be done. */
export function closeCase(context: Context, act: OfficerAct): Case {
  const current = caseOf(context, act.subject);
  saysOf(act, Says.close);
  if (current.status === "closed") return current;
  demandStep(current, "close");
  return put(
    context,
    advance(current, line(context, act, "case.closed"), { status: "closed", owner: "nobody" }),
  );
}

/** The case. Throws Problem `request/no-case`. */
export function caseOf(context: Context, ref: string): Case {
  const current = read(context.tx, "case", ref);
  if (!current)
    throw new Problem(
      "request/no-case",
      "There is no such case at this node.",
      ref.slice(0, 60),
      "Check the reference.",
    );
  return current;
}

/** Writes the case and returns it. */
export function put(context: Context, current: Case): Case {
  write(context.tx, "case", current.ref, "cases", current, { status: current.status });
  return current;
}

/** A timeline line for an officer's act. */
export function line(
  context: Context,
  act: OfficerAct,
  what: string,
  facts: Record<string, string> = {},
): { at: string; what: string; by: string; facts: Record<string, string> } {
  return { at: context.now, what, by: act.officer, facts };
}
