import type { Context, Hono } from "hono";
import { Problem } from "../../base/problem.ts";
import type { html } from "hono/html";
import { type Assets, loadAssets } from "./assets.ts";
import type { DeskDeps } from "./deps.ts";
import { document } from "./layout.ts";
import { formValues, valueOf } from "./form-values.ts";
import { languageFor } from "./say.ts";
import { demandSameSite } from "./security.ts";
import type { Ui } from "./ui.ts";

/** The desk's frame for pages that are not the desk's own: sign-in, and the desk of a provider. */

let assets: Promise<Assets> | null = null;

/** The style sheet and the islands, loaded once a process. */
export function sharedAssets(): Promise<Assets> {
  assets ??= loadAssets();
  return assets;
}

/** What a page of this visitor is rendered with. */
export async function uiFor(deps: DeskDeps, c: Context): Promise<Ui> {
  const cookies = c.req.header("Cookie");
  return {
    ...languageFor(c.req.header("Accept-Language")),
    deps,
    assets: await sharedAssets(),
    now: deps.now(),
    officer: await deps.accounts.officerOf(cookies),
    token: deps.accounts.formToken(cookies),
    path: c.req.path,
  };
}

/** Puts a title and a body into the desk's frame. `deps` is asked for late, because accounts are part of it. */
export function frameOf(
  deps: () => DeskDeps,
): (title: string, body: ReturnType<typeof html>, c: Context) => ReturnType<typeof html> {
  return async (title, body, c) => document(await uiFor(deps(), c), { title, body });
}

/** Serves what every page of the frame needs: the style sheet, the islands, and in a sandbox the clock's button. */
export function mountFrame(app: Hono, deps: () => DeskDeps): void {
  app.get("/assets/:name", async (c) => {
    const asset = (await sharedAssets()).get(c.req.param("name"));
    if (!asset) return c.notFound();
    return c.body(asset.body, 200, {
      "Content-Type": asset.type,
      "Cache-Control": "public, max-age=31536000, immutable",
    });
  });
  app.post("/sandbox/advance", async (c) => {
    const { sandbox } = deps();
    if (!sandbox) return c.notFound();
    const form = await c.req.formData();
    demandOwnForm(deps(), c, form);
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

/** Throws Problem `web/other-site` or `web/form-token` unless a form was sent from a page of this session. */
export function demandOwnForm(deps: DeskDeps, c: Context, form: FormData): void {
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

/** A path on this site, or the start page: a form field never sends anybody elsewhere. */
export function ownPath(path: string): string {
  return /^\/(?![/\\])[\w\-./~%?=&+]*$/.test(path) ? path : "/";
}
