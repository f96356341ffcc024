import { Hono } from "hono";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { html } from "hono/html";
import { noteFault } from "../../adapters/faults.ts";
import { Problem, isProblem } from "../../base/problem.ts";
import { mountCases } from "./case-routes.ts";
import type { DeskDeps } from "./deps.ts";
import { mountDrafts } from "./draft-routes.ts";
import { demandOwnForm, mountFrame, uiFor } from "./frame.ts";
import { inboxPage } from "./inbox-page.ts";
import { type Page, document } from "./layout.ts";
import { openingJobs } from "./opening-jobs.ts";
import { problemBox } from "./parts.ts";
import { publicPage, startPage } from "./public-pages.ts";
import { casesFrom, openDrafts, publishedNow } from "./rows-read.ts";
import { securityHeaders } from "./security.ts";
import { mountSigning } from "./sign-routes.ts";
import { type Seated, type Ui, stateName } from "./ui.ts";

/** The most bytes a form may send: room to be told that a field is too long, and for the text of an order. */
const FORM_LIMIT = 8 * 1024 * 1024;

/** What the routes share. */
export interface Desk {
  deps: DeskDeps;
  jobs: ReturnType<typeof openingJobs>;
  /** The page's language, clock, person and token. */
  uiOf(c: Context): Promise<Ui>;
  /** The same for somebody who is signed in; a redirect to sign in otherwise. */
  seated(c: Context, then: (ui: Seated) => Promise<Response> | Response): Promise<Response>;
  /** A form of somebody who is signed in, sent from a page of ours. */
  posted(c: Context, then: (ui: Seated, form: FormData) => Promise<Response> | Response): Promise<Response>;
  page(c: Context, ui: Ui, page: Page, status?: 200 | 403 | 404 | 422 | 500): Response | Promise<Response>;
}

/** The web app of a State's node: public pages, sign-in, and the desk. */
export function deskApp(deps: DeskDeps): Hono {
  const app = new Hono();
  const desk = makeDesk(deps);
  app.use(securityHeaders);
  app.use(bodyLimit({ maxSize: FORM_LIMIT, onError: (c) => tooLarge(desk, c) }));
  app.onError((error, c) => showError(desk, error, c));
  app.route("/account", deps.accounts.app);
  mountFrame(app, () => deps);
  mountPublic(app, desk);
  mountInbox(app, desk);
  mountDrafts(app, desk);
  mountCases(app, desk);
  mountSigning(app, desk);
  // Not `notFound`: that of an app inside another app is never asked.
  app.all("*", async (c) => {
    const ui = await desk.uiOf(c);
    return desk.page(
      c,
      ui,
      { title: ui.say("title.not-found"), body: html`<p class="lead">${ui.say("not-found.text")}</p>` },
      404,
    );
  });
  return app;
}

function makeDesk(deps: DeskDeps): Desk {
  const uiOf = (c: Context): Promise<Ui> => uiFor(deps, c);
  const seated: Desk["seated"] = async (c, then) => {
    const ui = await uiOf(c);
    return ui.officer ? then({ ...ui, officer: ui.officer }) : c.redirect("/account", 303);
  };
  return {
    deps,
    jobs: openingJobs(),
    uiOf,
    seated,
    posted: (c, then) =>
      seated(c, async (ui) => {
        const form = await c.req.formData();
        demandOwnForm(deps, c, form);
        return then(ui, form);
      }),
    page: (c, ui, page, status = 200) => c.html(document(ui, page), status),
  };
}

function mountPublic(app: Hono, desk: Desk): void {
  app.get("/", async (c) => {
    const ui = await desk.uiOf(c);
    const title = ui.say("title.start", { state: stateName(ui, desk.deps.engine.config.state) });
    return desk.page(c, ui, { title, body: startPage(ui) });
  });
  app.get("/public", async (c) => {
    const ui = await desk.uiOf(c);
    const body = publicPage(ui, await publishedNow(desk.deps.engine));
    return desk.page(c, ui, { title: ui.say("title.public"), body, islands: ["verify-record"] });
  });
}

function mountInbox(app: Hono, desk: Desk): void {
  app.get("/desk", (c) =>
    desk.seated(c, async (ui) => {
      const { engine } = desk.deps;
      const { cases, more } = await casesFrom(engine, c.req.query("after") ?? null);
      const body = inboxPage(ui, { cases, drafts: await openDrafts(engine), more });
      return desk.page(c, ui, { title: ui.say("title.inbox"), body, wide: true });
    }),
  );
}

async function tooLarge(desk: Desk, c: Context): Promise<Response> {
  return showError(
    desk,
    new Problem(
      "web/form-too-large",
      "The form is larger than 8 MB.",
      "form",
      "Shorten it and send it again.",
    ),
    c,
  );
}

/** A problem as a page. Anything else is a fault of ours: it is said without detail, and the operator's log has it. */
async function showError(desk: Desk, error: Error, c: Context): Promise<Response> {
  const ui = await desk.uiOf(c);
  const known = isProblem(error)
    ? error
    : new Problem(
        "web/fault",
        "Something went wrong on this node.",
        c.req.path.slice(0, 100),
        "Try again; if it fails again, tell the operator.",
      );
  if (!isProblem(error)) noteFault(error, "desk");
  const status = statusOf(known.code, isProblem(error));
  return desk.page(c, ui, { title: ui.say("title.problem"), body: problemBox(ui, known) }, status);
}

function statusOf(code: string, known: boolean): 403 | 404 | 422 | 500 {
  if (!known) return 500;
  if (/\/(no-case|no-draft|no-item|no-file)$/.test(code)) return 404;
  return /^web\/(other-site|form-token)$|no-mandate$/.test(code) ? 403 : 422;
}
