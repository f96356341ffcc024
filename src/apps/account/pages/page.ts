import type { Context } from "hono";
import { html } from "hono/html";
import type { Problem } from "../../../base/problem.ts";
import { showInvisible } from "../../../base/text.ts";
import type { Officer } from "../../../party/directory.ts";
import { type Say, mandateWords } from "../say.ts";

export type Html = ReturnType<typeof html>;

/** The frame pages are put in, with the title as the heading: the desk's, so that signing in looks like the rest. */
export type Layout = (title: string, body: Html, c: Context) => Html;

/** A frame of our own, for when none is handed in. */
export const plainLayout: Layout = (title, body) =>
  html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
      </head>
      <body>
        <main id="main">
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;

/** What somebody wrote, isolated, with nothing hidden in it. */
export function said(text: string): Html {
  return html`<bdi>${showInvisible(text)}</bdi>`;
}

/** The hidden field every form carries. */
export function tokenField(token: string): Html {
  return html`<input type="hidden" name="token" value="${token}" />`;
}

/** A form that is one button. */
export function buttonForm(action: string, token: string, label: string): Html {
  return html`<form method="post" action="${action}">
    ${tokenField(token)}
    <button type="submit" class="button">${label}</button>
  </form>`;
}

export function problemPage(say: Say, problem: Problem): Html {
  return html`<div class="summary summary-bad" role="alert">
      <p><strong>${problem.message}</strong></p>
      <p>${say("problem.next", { next: problem.next })}</p>
      <p class="quiet">${say("problem.code", { code: problem.code })}</p>
    </div>
    <p><a href="/account">${say("problem.back")}</a></p>`;
}

export function signedInPage(say: Say, officer: Officer, token: string, everywhere: boolean): Html {
  return html`<dl class="defs">
      <div>
        <dt>${say("signed-in.officer")}</dt>
        <dd>${said(officer.name)}</dd>
      </div>
      <div>
        <dt>${say("signed-in.role")}</dt>
        <dd>${said(officer.role)}</dd>
      </div>
      <div>
        <dt>${say("signed-in.may")}</dt>
        <dd>${mandateWords(say, officer.mandates)}</dd>
      </div>
    </dl>
    <p><a class="button primary" href="/desk">${say("signed-in.desk")}</a></p>
    <div class="actions">
      ${buttonForm("/account/sign-out", token, say("signed-in.sign-out"))}
      ${everywhere ? buttonForm("/account/sign-out-everywhere", token, say("signed-in.everywhere")) : ""}
    </div>`;
}
