import { z } from "zod";
import { newId, sharedReference } from "../base/ids.ts";
import { Problem } from "../base/problem.ts";
import { type StateEntry, officerOf, stateOf } from "../party/directory.ts";
import { type Case, advance } from "../request/case.ts";
import { type RequestContent, contentDigest } from "../request/content.ts";
import { opinionOf } from "../request/opinion-of.ts";
import type { Context } from "./context.ts";
import type { SignedOfficerAct } from "./messages.ts";
import { keepLinkedPreservation, wantsToKeep } from "./linked-preservation.ts";
import { type OfficerAct, saysOf } from "./officer-act.ts";
import { type Draft, insert, read, together, write } from "./rows.ts";
import type { Wants } from "./store-port.ts";
import { send, wantsToSend } from "./streams.ts";

/** The requesting side before sending: draft, submit, approve or return. Four eyes: the author never approves. */

const Says = {
  submit: z.strictObject({ contentDigest: z.string() }),
  approve: z.strictObject({ contentDigest: z.string() }),
  return: z.strictObject({ note: z.string().min(1).max(4000) }),
};

export function wantsToSaveDraft(id: string | null): Wants {
  return together(id ? { locks: [`draft:${id}`], rows: [["draft", id]] } : {});
}

/** Saves what an officer has written so far. A draft may be incomplete; what it lacks is the opinion's to say. */
export function saveDraft(
  context: Context,
  officer: string,
  id: string | null,
  content: RequestContent,
): Draft {
  const { now, config } = context;
  if (content.requesting !== config.state)
    throw new Problem(
      "request/wrong-state",
      "A request is written in the name of this node's own State.",
      "requesting",
      `Set it to ${config.state}.`,
    );
  stateOf(config.directory, content.requested);
  const known = id ? draftOf(context, id) : null;
  if (known && known.officer !== officer)
    throw new Problem(
      "request/not-author",
      "Only the author changes a draft.",
      known.id,
      "Send it back to the author with a note.",
    );
  if (known && known.state !== "editing")
    throw new Problem(
      "request/not-editable",
      "This draft has been submitted and can no longer be changed.",
      known.id,
      "Ask the approver to return it.",
    );
  const draft: Draft = known
    ? { ...known, content, saved: now }
    : {
        id: newId("draft", context.chance("draft")),
        content,
        officer,
        state: "editing",
        saved: now,
        submitted: null,
        returned: [],
        ref: null,
      };
  putDraft(context, draft, known === null);
  return draft;
}

export function wantsForDraftAct(act: OfficerAct): Wants {
  return together({ locks: [`draft:${act.subject}`], rows: [["draft", act.subject]] });
}

/** The author signs the draft and hands it to an approver. Refused while something required is missing. */
export function submitRequest(context: Context, act: OfficerAct, signed: SignedOfficerAct): Draft {
  const draft = draftOf(context, act.subject);
  if (draft.officer !== act.officer)
    throw new Problem(
      "request/not-author",
      "Only the author submits a draft.",
      draft.id,
      "Let the author submit it.",
    );
  if (draft.state === "submitted") return draft;
  if (draft.state !== "editing")
    throw new Problem(
      "request/not-editable",
      "This draft was sent already.",
      draft.id,
      "Open the case it became.",
    );
  demandSameContent(draft, saysOf(act, Says.submit).contentDigest);
  demandComplete(context, draft.content);
  const submitted: Draft = { ...draft, state: "submitted", submitted: signed };
  putDraft(context, submitted);
  return submitted;
}

/** An approver sends a draft back to its author with a note. */
export function returnRequest(context: Context, act: OfficerAct): Draft {
  const draft = draftOf(context, act.subject);
  if (draft.state !== "submitted")
    throw new Problem(
      "request/not-submitted",
      "This draft does not wait for approval.",
      draft.id,
      "Open your inbox again.",
    );
  const { note } = saysOf(act, Says.return);
  const returned: Draft = {
    ...draft,
    state: "editing",
    submitted: null,
    returned: [...draft.returned, { at: context.now, officer: act.officer, note }],
  };
  putDraft(context, returned);
  return returned;
}

export function wantsToApprove(
  act: OfficerAct,
  self: string,
  draft: Draft,
  peer: string,
  now: string,
): Wants {
  const linked = draft.content.preservationReference;
  return together(
    wantsForDraftAct(act),
    wantsToSend(self, peer, ...(linked ? [linked] : [])),
    wantsToKeep(draft.content),
    {
      locks: [countKey(draft.content, now)],
      rows: [["count", countKey(draft.content, now)]],
    },
  );
}

/**
 * The second officer approves: the request gets the reference both sides will use, and lies in the outbox. It leaves
 * once its commitment is in the log and witnessed. Approving twice does it once.
 */
export function approveRequest(context: Context, act: OfficerAct, signed: SignedOfficerAct): Case | Draft {
  const { tx, config } = context;
  const draft = draftOf(context, act.subject);
  if (draft.state === "sent") return draft;
  if (draft.state !== "submitted" || !draft.submitted)
    throw new Problem(
      "request/not-submitted",
      "This draft does not wait for approval.",
      draft.id,
      "Let the author submit it first.",
    );
  demandFourEyes(draft.submitted, signed);
  demandSameContent(draft, saysOf(act, Says.approve).contentDigest);
  // The other side refuses a request whose author has left before it was made.
  officerOf(stateOf(config.directory, config.state), draft.submitted.signature.officer, context.now);
  demandComplete(context, draft.content);
  const requested = stateOf(config.directory, draft.content.requested);
  const ref = nextReference(context, draft.content);
  const current = newCase(context, draft, ref, requested, draft.submitted, signed);
  send(context, requested.node.id, "request", ref, {
    content: draft.content,
    author: draft.submitted,
    approver: signed,
  });
  insert(tx, "case", ref, "cases", current, { status: current.status });
  keepLinkedPreservation(context, current);
  putDraft(context, { ...draft, state: "sent", ref });
  return current;
}

/** Throws Problem `request/approved-by-author` unless two persons with two keys stand behind a request. */
export function demandFourEyes(author: SignedOfficerAct, approver: SignedOfficerAct): void {
  if (
    author.signature.officer === approver.signature.officer ||
    author.signature.kid === approver.signature.kid
  ) {
    throw new Problem(
      "request/approved-by-author",
      "The author of a request cannot approve it.",
      "approver",
      "Let a second officer with a mandate to approve look at it.",
    );
  }
}

function newCase(
  context: Context,
  draft: Draft,
  ref: string,
  requested: StateEntry,
  author: SignedOfficerAct,
  approver: SignedOfficerAct,
): Case {
  const { now, config } = context;
  const secrecy = draft.content.confidentiality;
  const base: Case = {
    ref,
    side: "requesting",
    draft: draft.id,
    requesting: config.state,
    requested: requested.state,
    peer: requested.node.id,
    content: draft.content,
    contentDigest: contentDigest(draft.content),
    status: "approved",
    since: now,
    owner: "node",
    author: author.signature,
    approver: approver.signature,
    receipts: { accepted: null, onDesk: null, opened: null },
    examiner: null,
    missing: [],
    preservation: null,
    decision: null,
    authority: null,
    orders: [],
    item: null,
    revealed: [],
    clocks: secrecy ? [{ id: "secrecy", ends: secrecy.until, pinpoint: "hanoi/40(20)", stopped: null }] : [],
    timeline: [{ at: draft.saved, what: "request.drafted", by: draft.officer, facts: {} }],
  } as unknown as Case;
  return advance(
    { ...base, withdrawn: null },
    { at: now, what: "request.approved", by: approver.signature.officer, facts: { reference: ref } },
  );
}

function countKey(content: RequestContent, now: string): string {
  return `reference/${content.requesting}-${content.requested}/${now.slice(0, 4)}`;
}

function nextReference(context: Context, content: RequestContent): string {
  const key = countKey(content, context.now);
  const count = (read(context.tx, "count", key)?.count ?? 0) + 1;
  write(context.tx, "count", key, "counts", { count });
  return sharedReference(content.requesting, content.requested, context.now.slice(0, 4), count);
}

function draftOf(context: Context, id: string): Draft {
  const draft = read(context.tx, "draft", id);
  if (!draft)
    throw new Problem(
      "request/no-draft",
      "There is no such draft.",
      id.slice(0, 60),
      "Open your inbox again.",
    );
  return draft;
}

function putDraft(context: Context, draft: Draft, fresh = false): void {
  const keep = fresh ? insert : write;
  keep(context.tx, "draft", draft.id, "drafts", draft, { status: draft.state });
}

function demandSameContent(draft: Draft, digest: string): void {
  if (contentDigest(draft.content) !== digest) {
    throw new Problem(
      "request/content-changed",
      "The draft is no longer what was signed.",
      draft.id,
      "Open it again, read it, and sign what it says now.",
    );
  }
}

function demandComplete(context: Context, content: RequestContent): void {
  const opinion = opinionOf(content, context.now, context.config.law);
  const missing = opinion.missing.filter((each) => each.severity === "required");
  const also = missing.map(
    (each) => new Problem("request/field-required", each.why, each.field, `Fill it in (${each.pinpoint}).`),
  );
  if (also.length || !opinion.canBeSent) {
    throw new Problem(
      "request/incomplete",
      also.length ? `${also.length} things that this request needs are missing.` : opinion.instrument.why,
      "content",
      "Complete the fields the opinion lists.",
      also,
    );
  }
}
