import { Readable } from "node:stream";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { Problem, isProblem } from "../../base/problem.ts";
import { mount, openApi, problemResponse } from "../node/contract.ts";
import { demandSameSite, securityHeaders } from "../web/security.ts";
import { CannotInput, PreserveInput, cannot, demandIdle, preserve } from "./answers.ts";
import { providerRoutes } from "./api.ts";
import type { ProviderDeskDeps } from "./deps.ts";
import { type Jobs, newJobs } from "./jobs.ts";
import { type OrderView, orderPage } from "./order-page.ts";
import { allOrders, answerTo, mustWait, orderOf, verifyOrder } from "./orders.ts";
import { type Desk, listPage, problemPage } from "./pages.ts";
import { type Words, wordsIn } from "./say.ts";
import { receivedFiles, removeFile, takeFile } from "./source-files.ts";
import { forgetReceipted } from "./tidy.ts";
import { keptItem, placeOf } from "./work-folder.ts";

/** The most bytes of a form or a call. */
const FORM_LIMIT = 64 * 1024;

/**
 * The desk of a provider: its orders, who signed them, and the answers. Pages work without JavaScript except for adding
 * files; programs use the API under `/api`. Nobody sees anything before signing in at `/account`.
 */
export function providerDesk(deps: ProviderDeskDeps): Hono {
  const jobs = newJobs(deps);
  const words = wordsIn();
  const app = new Hono();
  app.use(securityHeaders);
  app.use((c, next) => (c.req.method === "PUT" ? next() : limited(c, next)));
  app.onError((error, c) => failed(deps, words, c, error));
  app.route("/account", deps.accounts.app);
  mountApi(app, deps, jobs);
  mountPages(app, deps, jobs, words);
  mountForms(app, deps, jobs, words);
  mountFiles(app, deps, jobs);
  return app;
}

const limited = bodyLimit({
  maxSize: FORM_LIMIT,
  onError: () => problemResponse(formFault("form")),
});

function mountApi(app: Hono, deps: ProviderDeskDeps, jobs: Jobs): void {
  const routes = providerRoutes(deps, jobs);
  app.get("/api/openapi.json", (c) =>
    c.json(
      openApi(routes, {
        title: `Provider's desk of ${deps.provider.name}`,
        version: "1",
        description: "Orders that States have signed, verified, and the provider's answers to them.",
      }),
    ),
  );
  mount(app, routes, (c) => callerOf(deps, c));
}

/** Who calls the API; null refuses. A page of another site may not call in somebody's name. */
async function callerOf(deps: ProviderDeskDeps, c: Context): Promise<string | null> {
  demandSameSite(c);
  if (deps.callerOf) return deps.callerOf(c.req.raw.headers);
  return (await deps.accounts.officerOf(c.req.header("cookie")))?.id ?? null;
}

function mountPages(app: Hono, deps: ProviderDeskDeps, jobs: Jobs, words: Words): void {
  app.use("/orders/*", seated(deps));
  app.get("/", seated(deps), async (c) => {
    await forgetReceipted(deps);
    const desk = deskFor(deps, words, c);
    return c.html(await deps.layout(desk.say("list.title"), listPage(desk, await allOrders(deps.engine)), c));
  });
  app.get("/orders/:digest", (c) => showOrder(deps, jobs, words, c, null, {}));
  app.get("/orders/:digest/order.jws.json", async (c) => {
    const order = await orderOf(deps.engine, c.req.param("digest"));
    const { act } = await verifyOrder(deps.engine, order);
    if (act === null)
      throw new Problem(
        "order/act-missing",
        "The signed act is not here.",
        order.ref,
        "Ask the authority for it.",
      );
    return c.body(act, 200, {
      "content-type": "application/jose+json",
      "content-disposition": `attachment; filename="${order.ref}.jws.json"`,
    });
  });
}

/** Sends whoever is not signed in to the door. */
function seated({ accounts }: ProviderDeskDeps) {
  return async (c: Context, next: () => Promise<void>): Promise<Response | void> => {
    if (await accounts.officerOf(c.req.header("cookie"))) return next();
    if (c.req.method === "GET") return c.redirect("/account", 303);
    return problemResponse(
      new Problem("api/not-signed-in", "Nobody is signed in.", "session", "Sign in, then do it again."),
    );
  };
}

function deskFor(deps: ProviderDeskDeps, words: Words, c: Context): Desk {
  return { ...words, deps, token: deps.accounts.formToken(c.req.header("cookie")) };
}

async function showOrder(
  deps: ProviderDeskDeps,
  jobs: Jobs,
  words: Words,
  c: Context,
  problem: Problem | null,
  typed: Record<string, string>,
): Promise<Response> {
  const view = await viewOf(deps, jobs, c.req.param("digest") ?? "", problem, typed);
  const desk = deskFor(deps, words, c);
  if (view.job?.running) c.header("Refresh", "1");
  const page = await deps.layout(desk.say("order.title", { ref: view.order.ref }), orderPage(desk, view), c);
  return c.html(page, problem ? 422 : 200);
}

async function viewOf(
  deps: ProviderDeskDeps,
  jobs: Jobs,
  digest: string,
  problem: Problem | null,
  typed: Record<string, string>,
): Promise<OrderView> {
  // The job first: one that ends from here on is shown as running once more, never as if nothing had been done.
  const job = jobs.of(digest);
  const asItWas = job ? { ...job } : null;
  const order = await orderOf(deps.engine, digest);
  return {
    order,
    verification: await verifyOrder(deps.engine, order),
    answer: await answerTo(deps.engine, order),
    files: await receivedFiles(deps.workFolder, digest),
    sealed: (await keptItem(placeOf(deps.workFolder, digest))) !== null,
    job: asItWas,
    waits: mustWait(deps.engine, order),
    problem,
    typed,
  };
}

const FromInput = z.strictObject({ from: z.enum(["sandbox", "received"]) });
const NameInput = z.strictObject({ name: z.string().max(200) });

function mountForms(app: Hono, deps: ProviderDeskDeps, jobs: Jobs, words: Words): void {
  const form = <T extends z.ZodObject>(
    what: string,
    shape: T,
    act: (digest: string, input: z.infer<T>) => Promise<unknown>,
  ) =>
    app.post(`/orders/:digest/${what}`, async (c) => {
      const digest = c.req.param("digest");
      const fields = await textFields(c);
      try {
        await act(digest, readForm(deps, c, fields, shape));
      } catch (error) {
        if (!isProblem(error) || error.code === "order/unknown") throw error;
        return showOrder(deps, jobs, words, c, error, fields);
      }
      return c.redirect(`/orders/${digest}`, 303);
    });
  form("preserve", PreserveInput, (digest, input) => preserve(deps, digest, input));
  form("cannot", CannotInput, (digest, input) => cannot(deps, jobs, digest, input));
  form("produce", FromInput, async (digest, { from }) => startProduction(deps, jobs, digest, from));
  form("remove", NameInput, (digest, { name }) => {
    demandIdle(jobs, digest);
    return removeFile(deps.workFolder, digest, name);
  });
}

/** What a form sent, fields of text only. Throws Problem `order/form-invalid`. */
async function textFields(c: Context): Promise<Record<string, string>> {
  const fields = z.record(z.string(), z.string()).safeParse(await c.req.parseBody());
  if (!fields.success) throw formFault("form");
  return fields.data;
}

/** Starts, and waits a moment: what is done or refused at once is shown at once, everything else as progress. */
async function startProduction(
  deps: ProviderDeskDeps,
  jobs: Jobs,
  digest: string,
  from: "sandbox" | "received",
): Promise<void> {
  const job = jobs.start(await orderOf(deps.engine, digest), from);
  await Promise.race([job.done, new Promise((go) => setTimeout(go, 300))]);
}

/** The fields of a form with the right token. Throws Problem `web/other-site`, `web/form-expired` or `order/form-invalid`. */
function readForm<T extends z.ZodObject>(
  deps: ProviderDeskDeps,
  c: Context,
  fields: Record<string, string>,
  shape: T,
): z.infer<T> {
  demandSameSite(c);
  const { token, ...rest } = fields;
  if (token === undefined || !deps.accounts.checkFormToken(c.req.header("cookie"), token))
    throw new Problem(
      "web/form-expired",
      "This page belongs to another session.",
      "form",
      "Open the page again and repeat.",
    );
  const parsed = shape.safeParse(rest);
  if (!parsed.success) throw formFault(String(parsed.error.issues[0]?.path[0] ?? "form"));
  return parsed.data;
}

function formFault(where: string): Problem {
  return new Problem(
    "order/form-invalid",
    "A field is missing, unknown, too long or not one of the choices.",
    where,
    "Fill in what the form asks, and send it again.",
  );
}

/** Files as raw bodies, streamed to disk. PUT is never sent by a form, and by a script only to its own site. */
function mountFiles(app: Hono, deps: ProviderDeskDeps, jobs: Jobs): void {
  app.put("/orders/:digest/files/:name", async (c) => {
    try {
      demandSameSite(c);
      const { digest, name } = c.req.param();
      const order = await orderOf(deps.engine, digest);
      demandIdle(jobs, digest);
      if (order.state !== "new" || order.body.measure !== "produce")
        throw new Problem("order/answered", "This order takes no files.", order.ref, "Open the order again.");
      const length = c.req.header("content-length");
      const body = c.req.raw.body ? Readable.fromWeb(c.req.raw.body as never) : Readable.from([]);
      return c.json(await takeFile(deps.workFolder, digest, name, body, length ? Number(length) : null));
    } catch (error) {
      return problemResponse(error);
    }
  });
}

/** A problem on a page of its own; anything else is a fault of ours, which says nothing of what it met. */
async function failed(deps: ProviderDeskDeps, words: Words, c: Context, error: unknown): Promise<Response> {
  const answer = problemResponse(error);
  if (c.req.path.startsWith("/api/")) return answer;
  const problem = isProblem(error)
    ? error
    : new Problem(
        "desk/fault",
        "The desk met a fault of its own.",
        "desk",
        "Try again; tell the operator the time.",
      );
  const desk = deskFor(deps, words, c);
  const page = await deps.layout(desk.say("problem.page"), problemPage(desk, problem), c);
  return c.html(page, answer.status as 400);
}
