import { Hono } from "hono";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { html } from "hono/html";
import { Problem, isProblem } from "../../base/problem.ts";
import { loadAssets } from "./assets.ts";
import { mountCases } from "./case-routes.ts";
import type { DeskDeps } from "./deps.ts";
import { mountDrafts } from "./draft-routes.ts";
import { formValues, valueOf } from "./form-values.ts";
import { inboxPage } from "./inbox-page.ts";
import { type Page, document } from "./layout.ts";
import { openingJobs } from "./opening-jobs.ts";
import { problemBox } from "./parts.ts";
import { publicPage, startPage } from "./public-pages.ts";
import { casesFrom, openDrafts, publishedNow } from "./rows-read.ts";
import { languageFor } from "./say.ts";
import { demandSameSite, securityHeaders } from "./security.ts";
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
  mountAssets(app, desk);
  mountPublic(app, desk);
  mountSandbox(app, desk);
  mountInbox(app, desk);
  mountDrafts(app, desk);
  mountCases(app, desk);
  mountSigning(app, desk);
  app.notFound(async (c) => {
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

let assets: ReturnType<typeof loadAssets> | null = null;

function makeDesk(deps: DeskDeps): Desk {
  assets ??= loadAssets();
  const loaded = assets;
  const uiOf = async (c: Context): Promise<Ui> => {
    const cookies = c.req.header("Cookie");
    return {
      ...languageFor(c.req.header("Accept-Language")),
      deps,
      assets: await loaded,
      now: deps.now(),
      officer: await deps.accounts.officerOf(cookies),
      token: deps.accounts.formToken(cookies),
      path: c.req.path,
    };
  };
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

/** Throws Problem `web/other-site` or `web/form-token`. */
function demandOwnForm(deps: DeskDeps, c: Context, form: FormData): void {
  demandSameSite(c);
  const token = form.get("token");
  if (typeof token === "string" && deps.accounts.checkFormToken(c.req.header("Cookie"), token)) return;
  throw new Problem(
    "web/form-token",
    "This form does not belong to your session.",
    "form",
    "Go back, load the page again and send it once more.",
  );
}

function mountAssets(app: Hono, desk: Desk): void {
  app.get("/assets/:name", async (c) => {
    const { assets: known } = await desk.uiOf(c);
    const asset = known.get(c.req.param("name"));
    if (!asset) return c.notFound();
    return c.body(asset.body, 200, {
      "Content-Type": asset.type,
      "Cache-Control": "public, max-age=31536000, immutable",
    });
  });
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

/** The sandbox's clock; outside a sandbox there is no such page. */
function mountSandbox(app: Hono, desk: Desk): void {
  const { sandbox } = desk.deps;
  if (!sandbox) return;
  app.post("/sandbox/advance", async (c) => {
    const form = await c.req.formData();
    demandOwnForm(desk.deps, c, form);
    const values = formValues(form);
    const hours = Number(valueOf(values, "hours"));
    if (!(hours > 0 && hours <= 2400))
      throw new Problem(
        "web/hours",
        "The number of hours is not between 1 and 2400.",
        "hours",
        "Write a number of hours.",
      );
    await sandbox.advance(Math.round(hours * 3_600_000));
    return c.redirect(ownPath(valueOf(values, "back")), 303);
  });
}

/** A path on this site, or the start page: a form field never sends anybody elsewhere. */
export function ownPath(path: string): string {
  return /^\/(?![/\\])[\w\-./~%?=&+]*$/.test(path) ? path : "/";
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
  if (!isProblem(error)) console.error(error);
  const status = statusOf(known.code, isProblem(error));
  return desk.page(c, ui, { title: ui.say("title.problem"), body: problemBox(ui, known) }, status);
}

function statusOf(code: string, known: boolean): 403 | 404 | 422 | 500 {
  if (!known) return 500;
  if (/\/(no-case|no-draft|no-item|no-file)$/.test(code)) return 404;
  return /^web\/(other-site|form-token)$|no-mandate$/.test(code) ? 403 : 422;
}
