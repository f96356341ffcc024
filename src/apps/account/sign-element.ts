import { html } from "hono/html";
import type { Officer } from "../../party/directory.ts";
import { type Html } from "./pages/page.ts";
import { passkeyWords } from "./pages/passkey-pages.ts";
import { type Say, sayIn } from "./say.ts";

/**
 * What a form holds whose submission an officer must sign with a passkey: the hidden field `signature` and the
 * element that fills it when the form is sent. The form may hold the act's text in a field `act`; then the browser
 * computes the digest of that text itself and refuses to sign another. Needs the script `account-sign-act`.
 */
export function signActField(officer: Officer, digest: string, say: Say = sayIn()): Html {
  const keys = officer.credentials
    .filter((each) => each.kind === "passkey")
    .map(({ kid, rpId, origin }) => ({ kid, rpId, origin }));
  return html`<input type="hidden" name="signature" value="" />
    <comity-sign
      officer="${officer.id}"
      digest="${digest}"
      keys="${JSON.stringify(keys)}"
      data-no-key="${say("sign.no-key")}"
      data-changed="${say("sign.changed")}"
      ${passkeyWords(say)}
    >
      <p role="status" class="hint">${say("sign.ready")}</p>
    </comity-sign>`;
}
