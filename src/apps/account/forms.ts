import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { Problem, isProblem } from "../../base/problem.ts";
import type { Cookies } from "./cookies.ts";
import { type Layout, problemPage } from "./pages/page.ts";
import type { Say } from "./say.ts";

/** What both kinds of sign-in pages have in common: how a form is read, and how a problem is shown. */

const BODY_LIMIT = 64 * 1024;
const STYLE = readFileSync(join(import.meta.dirname, "account.css"), "utf8");

const STATUS: Record<string, 400 | 403 | 429> = {
  "account/form-invalid": 400,
  "account/too-many-attempts": 429,
};

/** An app that keeps nothing in caches, takes only small bodies, and shows Problems as pages. */
export function accountApp(say: Say, layout: Layout): Hono {
  const app = new Hono();
  app.use(
    bodyLimit({ maxSize: BODY_LIMIT, onError: (c) => problemResponse(c, formInvalid("form"), say, layout) }),
  );
  app.use(async (c, next) => {
    await next();
    c.header("Cache-Control", "no-store");
  });
  app.get("/account.css", (c) => c.body(STYLE, 200, { "Content-Type": "text/css; charset=utf-8" }));
  app.onError((error, c) => {
    // What is not a Problem is a fault of ours, and the node above says so.
    if (!isProblem(error)) throw error;
    return problemResponse(c, error, say, layout);
  });
  return app;
}

function problemResponse(c: Context, problem: Problem, say: Say, layout: Layout) {
  c.header("Cache-Control", "no-store");
  return c.html(layout(say("problem.title"), problemPage(say, problem), c), STATUS[problem.code] ?? 403);
}

/**
 * The fields of a form whose token is right. Throws Problem `account/form-invalid` for missing and unknown fields, and
 * `account/form-expired` where the token is for another session.
 */
export async function readForm<T extends z.ZodRawShape>(c: Context, cookies: Cookies, shape: T) {
  const parsed = z
    .strictObject({ token: z.string(), ...shape })
    .safeParse(await c.req.parseBody({ all: true }));
  if (!parsed.success) throw formInvalid(String(parsed.error.issues[0]?.path[0] ?? "form"));
  if (cookies.checkFormToken(c.req.header("Cookie"), (parsed.data as { token: string }).token))
    return parsed.data;
  throw new Problem(
    "account/form-expired",
    "This page belongs to another session.",
    "form",
    "Open the page again and repeat.",
  );
}

function formInvalid(where: string): Problem {
  return new Problem(
    "account/form-invalid",
    "The form came with a field missing, unknown or too long.",
    where,
    "Open the page again and repeat.",
  );
}
