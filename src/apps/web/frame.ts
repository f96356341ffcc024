import type { Context } from "hono";
import type { html } from "hono/html";
import { type Assets, loadAssets } from "./assets.ts";
import type { DeskDeps } from "./deps.ts";
import { document } from "./layout.ts";
import { languageFor } from "./say.ts";
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
