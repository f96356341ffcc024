import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { type Problem, isProblem } from "../../base/problem.ts";
import type { Draft } from "../../exchange/rows.ts";
import { demandMandate } from "../../party/directory.ts";
import type { RequestContent } from "../../request/content.ts";
import { opinionOf } from "../../request/opinion-of.ts";
import { preservationOf } from "../../request/prefill.ts";
import { contentView } from "./content-view.ts";
import type { Desk } from "./desk.ts";
import { type FormValues, formValues, readForm, valueOf, valuesOfContent, withRow } from "./form-values.ts";
import { opinionView } from "./opinion-view.ts";
import { type Child, type Html, panel, problemBox, said, tokenField, when } from "./parts.ts";
import type { FormView } from "./request-fields.ts";
import { opinionFragment, requestForm } from "./request-form.ts";
import { caseBy, draftBy, preservationsTo } from "./rows-read.ts";
import { type Seated, partyName } from "./ui.ts";

/** Writing a request: new, pre-filled, saved, shown to an approver, sent back. */
export function mountDrafts(app: Hono, desk: Desk): void {
  const saved: Saved = new Map();
  app.get("/desk/requests/new", (c) => desk.seated(c, (ui) => newForm(desk, c, ui)));
  app.post("/desk/requests/new", (c) =>
    desk.posted(c, (ui, form) => takeForm(desk, c, ui, formValues(form), { draft: null, saved })),
  );
  app.get("/desk/drafts/:id", (c) => desk.seated(c, (ui) => showDraft(desk, c, ui)));
  app.post("/desk/drafts/:id", (c) =>
    desk.posted(c, async (ui, form) => {
      const draft = await draftBy(desk.deps.engine, c.req.param("id"));
      return takeForm(desk, c, ui, formValues(form), { draft, saved });
    }),
  );
  app.post("/desk/opinion", (c) =>
    desk.posted(c, (ui, form) => c.html(opinionFragment(ui, viewOf(desk, ui, formValues(form), NOTHING)))),
  );
}

const NOTHING = { action: "", draft: null, nonce: null, problem: null, references: [], told: true };

interface Beside {
  action: string;
  draft: Draft | null;
  nonce: string | null;
  problem: Problem | null;
  references: FormView["references"];
  /** Whether the form is told what cannot be read in it: not before anything was typed. */
  told: boolean;
}

function viewOf(desk: Desk, ui: Seated, values: FormValues, beside: Beside): FormView {
  const { content, problems } = readForm(values, desk.deps.engine.config.state);
  return {
    values,
    opinion: opinionOf(content, ui.now, desk.deps.engine.config.law),
    problems: beside.told ? problems : [],
    problem: beside.problem,
    action: beside.action,
    returned: beside.draft?.returned ?? [],
    nonce: beside.nonce,
    references: beside.references,
  };
}

/** Renders the form with what was typed, whatever it was. */
async function formPage(
  desk: Desk,
  c: Context,
  ui: Seated,
  values: FormValues,
  beside: Partial<Beside>,
): Promise<Response> {
  const references = await preservationsTo(desk.deps.engine, valueOf(values, "requested"));
  const view = viewOf(desk, ui, values, { ...NOTHING, references, ...beside });
  const failed = view.problem !== null || view.problems.length > 0;
  return desk.page(
    c,
    ui,
    {
      title: beside.draft ? ui.say("title.draft") : ui.say("title.new"),
      body: requestForm(ui, view),
      islands: ["live-opinion"],
      trail: [{ text: ui.say("nav.inbox"), href: "/desk" }],
      wide: true,
    },
    failed ? 422 : 200,
  );
}

async function newForm(desk: Desk, c: Context, ui: Seated): Promise<Response> {
  demandMandate(ui.officer, "draft");
  const from = c.req.query("from");
  const values = from
    ? valuesOfContent(await prefilled(desk, ui, from, c.req.query("address") ?? ""))
    : startValues(desk, ui);
  const nonce = Buffer.from(desk.deps.engine.ports.entropy(16)).toString("hex");
  return formPage(desk, c, ui, values, { action: "/desk/requests/new", nonce, told: false });
}

function startValues(desk: Desk, ui: Seated): FormValues {
  const entry = desk.deps.engine.config.directory.states.get(desk.deps.engine.config.state);
  const authority = entry?.authorities.find((each) => each.id === ui.officer.authority)?.name ?? "";
  return new Map([
    ["measure", ["preservation"]],
    ["authority", [authority]],
  ]);
}

async function prefilled(desk: Desk, ui: Seated, ref: string, address: string): Promise<RequestContent> {
  const origin = await caseBy(desk.deps.engine, ref);
  const provider = origin.revealed.find((each) => each.address === address)?.provider ?? "";
  const words = {
    subject: ui.say("prefill.subject", { provider: partyName(ui, provider), reference: ref }).slice(0, 200),
    reason: ui.say("prefill.reason", { reference: ref }),
  };
  return preservationOf(origin, address, words, (content) => {
    const { chosen, proposed } = opinionOf(content, ui.now, desk.deps.engine.config.law).instrument;
    return chosen ?? proposed;
  });
}

/** What a button of the form asks for: another row, the opinion, to save, or to sign. */
async function takeForm(
  desk: Desk,
  c: Context,
  ui: Seated,
  values: FormValues,
  at: { draft: Draft | null; saved: Saved },
): Promise<Response> {
  const action = at.draft ? `/desk/drafts/${at.draft.id}` : "/desk/requests/new";
  const nonce = valueOf(values, "nonce") || null;
  const beside = { action, draft: at.draft, nonce };
  const asked = valueOf(values, "action");
  const row = /^remove-row-(\d{1,3})$/.exec(asked)?.[1];
  if (asked === "add-row") return formPage(desk, c, ui, withRow(values, "add"), { ...beside, told: false });
  if (row) return formPage(desk, c, ui, withRow(values, Number(row)), { ...beside, told: false });
  const { content, problems } = readForm(values, desk.deps.engine.config.state);
  if (asked === "opinion" || problems.length) return formPage(desk, c, ui, values, { ...beside, told: true });
  try {
    const id = await save(desk, ui, content, at, nonce);
    const next =
      asked === "submit" ? `/desk/review?verb=submit-request&subject=${id}` : `/desk/drafts/${id}?saved=1`;
    return c.redirect(next, 303);
  } catch (error) {
    if (!isProblem(error)) throw error;
    return formPage(desk, c, ui, values, { ...beside, problem: error });
  }
}

/** Saves one draft, also when the button of a new form is pressed twice: the second save waits for the first. */
async function save(
  desk: Desk,
  ui: Seated,
  content: RequestContent,
  at: { draft: Draft | null; saved: Saved },
  nonce: string | null,
): Promise<string> {
  demandMandate(ui.officer, "draft");
  const store = async (id: string | null) =>
    (await desk.deps.engine.saveDraft(ui.officer.id, id, content)).id;
  if (at.draft || !nonce) return store(at.draft?.id ?? null);
  const key = `${ui.officer.id}/${nonce}`;
  const before = at.saved.get(key)?.catch(() => null) ?? Promise.resolve(null);
  const now = before.then(store);
  remember(at.saved, key, now);
  return now;
}

/** Drafts that new forms became in this process, by officer and form. */
type Saved = Map<string, Promise<string>>;

/** Keeps the newest thousand. */
export function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > 1000 && oldest !== undefined) map.delete(oldest);
}

async function showDraft(desk: Desk, c: Context, ui: Seated): Promise<Response> {
  const draft = await draftBy(desk.deps.engine, c.req.param("id") ?? "");
  if (draft.state === "sent" && draft.ref)
    return c.redirect(`/desk/cases/${encodeURIComponent(draft.ref)}`, 303);
  if (draft.state === "editing" && draft.officer === ui.officer.id)
    return formPage(desk, c, ui, valuesOfContent(draft.content), {
      action: `/desk/drafts/${draft.id}`,
      draft,
      told: false,
    });
  return desk.page(c, ui, {
    title: ui.say("title.draft"),
    body: draftView(desk, ui, draft, null),
    trail: [{ text: ui.say("nav.inbox"), href: "/desk" }],
    wide: true,
  });
}

/** A draft as somebody sees it who does not write it: contents, opinion, and what they may do. */
export function draftView(desk: Desk, ui: Seated, draft: Draft, problem: Problem | null): Html {
  const { content } = draft;
  const opinion = opinionOf(content, ui.now, desk.deps.engine.config.law);
  return html`
    ${problem ? problemBox(ui, problem, true) : null}
    <p class="lead">${said(content.subject || ui.say("inbox.untitled"))}</p>
    <div class="split">
      <div class="split-main">
        ${panel(
          "author",
          ui.say("draft.author"),
          html`<p>
              ${said(partyName(ui, draft.officer))} ${when(ui, draft.saved, [desk.deps.engine.config.state])}
            </p>
            <p>${ui.say(`draft.${draft.state}`)}</p>`,
        )}
        ${contentView(ui, content, true)} ${approverPart(ui, draft)}
      </div>
      <aside class="split-side" aria-labelledby="opinion-title">
        <h2 id="opinion-title">${ui.say("opinion.title")}</h2>
        <p class="quiet">${ui.say("opinion.disclaimer")}</p>
        ${opinionView(ui, opinion, [content.requesting, content.requested], false)}
      </aside>
    </div>
  `;
}

function approverPart(ui: Seated, draft: Draft): Child {
  if (draft.state !== "submitted" || !ui.officer.mandates.includes("approve")) return null;
  if (draft.officer === ui.officer.id)
    return html`<p class="summary summary-info">${ui.say("draft.four-eyes")}</p>`;
  return panel(
    "approve",
    ui.say("draft.approve-title"),
    html`<p>${ui.say("draft.approve-text")}</p>
      <p>
        <a class="button primary" href="/desk/review?verb=approve-request&amp;subject=${draft.id}"
          >${ui.say("draft.approve")}</a
        >
      </p>
      <form method="post" action="/desk/drafts/${draft.id}/return">
        ${tokenField(ui)}
        <div class="field">
          <label for="f-note">${ui.say("draft.return-note")}</label>
          <textarea id="f-note" name="note" rows="3" required></textarea>
        </div>
        <button class="button">${ui.say("draft.return")}</button>
      </form>`,
    "panel-accent",
  );
}
