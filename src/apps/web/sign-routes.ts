import type { Context, Hono } from "hono";
import { Problem, isProblem } from "../../base/problem.ts";
import type { Json } from "../../base/canonical.ts";
import { type Verb, actDigest, readAct } from "../../exchange/officer-act.ts";
import type { SignedOfficerAct } from "../../exchange/messages.ts";
import { type RequestContent, contentDigest } from "../../request/content.ts";
import type { Desk } from "./desk.ts";
import { draftView, remember } from "./draft-routes.ts";
import { formValues, valueOf } from "./form-values.ts";
import { signedAct } from "./officer-signature.ts";
import { ownPath } from "./frame.ts";
import { type Review, actText, reviewPage } from "./review-page.ts";
import { caseBy, draftBy } from "./rows-read.ts";
import type { Seated } from "./ui.ts";

/** Review and signature: the page shows the act, and what is posted back is signed and carried out, once. */
export function mountSigning(app: Hono, desk: Desk): void {
  const done = new Map<string, Promise<string>>();
  app.get("/desk/review", (c) =>
    desk.seated(c, async (ui) => {
      const review = await plainReview(desk, ui, c.req.query("verb") ?? "", c.req.query("subject") ?? "");
      return showReview(desk, c, ui, review);
    }),
  );
  app.post("/desk/drafts/:id/return", (c) =>
    desk.posted(c, async (ui, form) => {
      const draft = await draftBy(desk.deps.engine, c.req.param("id"));
      const note = valueOf(formValues(form), "note").trim();
      if (!note) {
        const problem = new Problem(
          "web/field-empty",
          "The note to the author is missing.",
          "note",
          "Say what has to change.",
        );
        return desk.page(
          c,
          ui,
          { title: ui.say("title.draft"), body: draftView(desk, ui, draft, problem), wide: true },
          422,
        );
      }
      const back = `/desk/drafts/${draft.id}`;
      return showReview(desk, c, ui, {
        act: actText(ui, "return-request", draft.id, { note }),
        back,
        content: null,
      });
    }),
  );
  app.post("/desk/sign", (c) =>
    desk.posted(c, async (ui, form) => {
      const values = formValues(form);
      return sign(desk, c, ui, done, {
        act: valueOf(values, "act"),
        back: ownPath(valueOf(values, "back")),
        signature: valueOf(values, "signature"),
      });
    }),
  );
}

/** Shows an act for signing. */
export function showReview(
  desk: Desk,
  c: Context,
  ui: Seated,
  review: Review,
  status: 200 | 422 = 200,
): Response | Promise<Response> {
  return desk.page(
    c,
    ui,
    {
      title: ui.say("title.review"),
      body: reviewPage(ui, review),
      islands: ui.deps.accounts.signHere ? [] : ["account-sign-act"],
      trail: [{ text: ui.say("nav.inbox"), href: "/desk" }],
    },
    status,
  );
}

/** Acts that need no words of their own: what they say follows from the draft or the case. */
async function plainReview(desk: Desk, ui: Seated, verb: string, subject: string): Promise<Review> {
  const { engine } = desk.deps;
  if (verb === "submit-request" || verb === "approve-request") {
    const { content, id } = await draftBy(engine, subject);
    return make(ui, verb, id, { contentDigest: contentDigest(content) }, `/desk/drafts/${id}`, content);
  }
  if (verb === "open-case" || verb === "close-case") {
    const { ref } = await caseBy(engine, subject);
    return make(ui, verb, ref, {}, `/desk/cases/${encodeURIComponent(ref)}`, null);
  }
  if (verb === "open-evidence") {
    const { ref, item } = await caseBy(engine, subject);
    if (!item)
      throw new Problem("evidence/no-item", "There is no item in this case.", ref, "Open the case again.");
    const says = { item: item.id, sealed: item.sealed.digest };
    return make(ui, verb, ref, says, `/desk/cases/${encodeURIComponent(ref)}/custody`, null);
  }
  throw new Problem(
    "web/no-such-act",
    "There is no such act to sign here.",
    "verb",
    "Use the buttons of the case.",
  );
}

function make(
  ui: Seated,
  verb: Verb,
  subject: string,
  says: Record<string, Json>,
  back: string,
  content: RequestContent | null,
): Review {
  return { act: actText(ui, verb, subject, says), back, content };
}

/** Carries an act out once: a double click or a reload finds what the first one did. */
async function sign(
  desk: Desk,
  c: Context,
  ui: Seated,
  done: Map<string, Promise<string>>,
  form: { act: string; back: string; signature: string },
): Promise<Response> {
  const key = `${ui.officer.id}/${actDigest(form.act)}`;
  try {
    const running = done.get(key) ?? carryOut(desk, ui, form);
    remember(done, key, running);
    return c.redirect(await running, 303);
  } catch (error) {
    done.delete(key);
    if (!isProblem(error)) throw error;
    return showProblem(desk, c, ui, form, error);
  }
}

async function carryOut(desk: Desk, ui: Seated, form: { act: string; signature: string }): Promise<string> {
  const { verb, subject } = readAct(form.act);
  const signed = await signedAct(ui, form.act, form.signature);
  if (verb === "open-evidence") return openEvidence(desk, signed, subject);
  const result = await desk.deps.engine.act(signed);
  if (verb === "submit-request" || verb === "return-request") return "/desk";
  const ref = result.ref ?? subject;
  return `/desk/cases/${encodeURIComponent(ref)}`;
}

/** How long the page waits for the opening before it shows how far it is, in milliseconds. */
const PATIENCE = 1500;

async function openEvidence(desk: Desk, signed: SignedOfficerAct, ref: string): Promise<string> {
  await desk.jobs.start(ref, PATIENCE, (progress) => desk.deps.evidence.open(signed, progress));
  return `/desk/cases/${encodeURIComponent(ref)}/custody`;
}

/** An act that was refused is shown again with the reason; one that cannot even be read is shown as the reason alone. */
async function showProblem(
  desk: Desk,
  c: Context,
  ui: Seated,
  form: { act: string; back: string },
  problem: Problem,
): Promise<Response> {
  try {
    readAct(form.act);
  } catch {
    throw problem;
  }
  return showReview(desk, c, ui, { act: form.act, back: form.back, content: null, problem }, 422);
}
