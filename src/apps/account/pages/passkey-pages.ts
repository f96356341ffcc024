import { html } from "hono/html";
import type { EnrolledPasskey, EnrolmentPage } from "../../../adapters/accounts/enrolment.ts";
import type { SignInPage } from "../../../adapters/accounts/sign-in.ts";
import type { Say } from "../say.ts";
import { type Html, said, tokenField } from "./page.ts";

/** A page that needs one of our scripts; empty where the scripts were not built. */
export type Script = (name: string) => Html | "";

export function signInPage(say: Say, page: SignInPage, rpId: string, token: string, script: Script): Html {
  return html`<p class="lead">${say("sign-in.intro")}</p>
    <form method="post" action="/account/sign-in">
      ${tokenField(token)}
      <input type="hidden" name="ticket" value="${page.ticket}" />
      <input type="hidden" name="assertion" value="" />
      <comity-sign-in challenge="${page.challenge}" rp-id="${rpId}" ${passkeyWords(say)}>
        <button type="submit" class="button primary">${say("sign-in.button")}</button>
        <p role="status" class="hint"></p>
      </comity-sign-in>
    </form>
    <noscript><p class="hint">${say("sign-in.no-script")}</p></noscript>
    <p><a href="/account/enrol">${say("sign-in.enrol")}</a></p>
    ${script("account-sign-in")}`;
}

export function codePage(say: Say, token: string): Html {
  return html`<p class="lead">${say("enrol.intro")}</p>
    <form method="post" action="/account/enrol">
      ${tokenField(token)}
      <div class="field">
        <label for="code">${say("enrol.code")}</label>
        <p class="hint" id="code-hint">${say("enrol.code-hint")}</p>
        <input
          id="code"
          name="code"
          type="text"
          dir="ltr"
          required
          maxlength="60"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          aria-describedby="code-hint"
        />
      </div>
      <button type="submit" class="button primary">${say("enrol.next")}</button>
    </form>`;
}

export function enrolPage(say: Say, page: EnrolmentPage, rpId: string, token: string, script: Script): Html {
  const { officer } = page;
  return html`<p>${say("enrol.for")} <strong>${said(officer.name)}</strong>, ${said(officer.role)}</p>
    <p>${say("enrol.two-steps")}</p>
    <form method="post" action="/account/enrol/passkey">
      ${tokenField(token)}
      <input type="hidden" name="ticket" value="${page.ticket}" />
      <input type="hidden" name="registration" value="" />
      <input type="hidden" name="confirmation" value="" />
      <comity-enrol
        challenge="${page.challenge}"
        confirm="${page.confirm}"
        rp-id="${rpId}"
        user="${page.user}"
        user-name="${officer.id}"
        display-name="${officer.name}"
        data-made="${say("enrol.made")}"
        data-confirm="${say("enrol.confirm")}"
        ${passkeyWords(say)}
      >
        <button type="submit" class="button primary">${say("enrol.make")}</button>
        <p role="status" class="hint"></p>
      </comity-enrol>
    </form>
    <noscript><p class="hint">${say("sign-in.no-script")}</p></noscript>
    ${script("account-enrol")}`;
}

export function enrolledPage(say: Say, enrolled: EnrolledPasskey): Html {
  const entry = JSON.stringify(enrolled.credential, null, 2);
  return html`<p class="lead">${say("enrolled.intro")}</p>
    <h2>${say("enrolled.next")}</h2>
    <ol>
      <li>${say("enrolled.step-send")}</li>
      <li>${say("enrolled.step-compare")}</li>
      <li>${say("enrolled.step-wait")}</li>
    </ol>
    <h2 id="entry">${say("enrolled.entry")}</h2>
    <pre
      class="entry"
      dir="ltr"
      tabindex="0"
      role="region"
      aria-labelledby="entry"
    ><code>${entry}</code></pre>
    <dl class="defs">
      <div>
        <dt>${say("enrolled.officer")}</dt>
        <dd><code dir="ltr">${enrolled.officer}</code></dd>
      </div>
      <div>
        <dt>${say("enrolled.fingerprint")}</dt>
        <dd><code dir="ltr">${inGroups(enrolled.digest)}</code></dd>
      </div>
      <div>
        <dt>${say("enrolled.copies")}</dt>
        <dd>${say(enrolled.synced ? "enrolled.synced" : "enrolled.bound")}</dd>
      </div>
    </dl>`;
}

/** The words an island may need; a script has no catalogue of its own. */
export function passkeyWords(say: Say): Html {
  return html`data-waiting="${say("passkey.waiting")}" data-failed="${say("passkey.failed")}"
  data-missing="${say("passkey.missing")}"`;
}

/** A digest in groups of four, for reading aloud. */
function inGroups(digest: string): string {
  return digest.slice("sha256:".length).replace(/(.{4})(?=.)/g, "$1 ");
}
