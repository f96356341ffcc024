import { html } from "hono/html";
import type { Officer } from "../../../party/directory.ts";
import { type Say, mandateWords } from "../say.ts";
import { type Html, said, tokenField } from "./page.ts";

/** The roles of a sandbox desk as buttons. */
export function rolesPage(say: Say, state: string, officers: readonly Officer[], token: string): Html {
  return html`<link rel="stylesheet" href="/account/account.css" />
    <p class="lead">${say("sandbox.intro", { state })}</p>
    <h2>${say("sandbox.roles")}</h2>
    <form method="post" action="/account/sign-in">
      ${tokenField(token)}
      <ul class="roles">
        ${officers.map(
          (officer) =>
            html`<li>
              <button type="submit" class="role" name="officer" value="${officer.id}">
                <strong class="role-name">${said(officer.name)}</strong>
                <span class="role-title">${said(officer.role)}</span>
                <span class="role-may"
                  >${say("sandbox.may", { mandates: mandateWords(say, officer.mandates) })}</span
                >
              </button>
            </li>`,
        )}
      </ul>
    </form>`;
}
