import { html } from "hono/html";
import { fromUtf8 } from "../../base/bytes.ts";
import { type Json, canonicalBytes } from "../../base/canonical.ts";
import type { Problem } from "../../base/problem.ts";
import { type OfficerAct, type Verb, actDigest, readAct } from "../../exchange/officer-act.ts";
import type { RequestContent } from "../../request/content.ts";
import { contentView } from "./content-view.ts";
import {
  type Child,
  type Html,
  code,
  defs,
  panel,
  problemBox,
  prose,
  said,
  tokenField,
  when,
} from "./parts.ts";
import { signActField } from "../account/sign-element.ts";
import { type Seated, partyName, stateName } from "./ui.ts";

/**
 * Before an officer signs, the page shows the act itself: every field in words, the digest that is signed, and the
 * exact text it is the digest of. What is posted back is that text, and the node carries out nothing else.
 */

/** The canonical text of an act by this officer now. */
export function actText(ui: Seated, verb: Verb, subject: string, says: Record<string, Json>): string {
  return fromUtf8(
    canonicalBytes({
      format: "comity/officer-act/v1",
      verb,
      subject,
      officer: ui.officer.id,
      at: ui.now,
      says,
    }),
  );
}

export interface Review {
  act: string;
  /** Where "back" leads. */
  back: string;
  /** The contents whose digest the act names, shown in full. */
  content: RequestContent | null;
  problem?: Problem | null;
  /** Something the officer should know before signing. */
  note?: Child;
}

/** The page's contents. */
export function reviewPage(ui: Seated, review: Review): Html {
  const act = readAct(review.act);
  const digest = actDigest(review.act);
  return html`
    ${review.problem ? problemBox(ui, review.problem) : null}
    <p class="lead">${ui.say("review.lead")}</p>
    ${review.note ?? null} ${panel("act", ui.say("review.act"), actInWords(ui, act))}
    ${review.content ? contentView(ui, review.content, true) : null}
    ${panel(
      "digest",
      ui.say("review.digest-title"),
      html`<p>${ui.say("review.digest-text")}</p>
        <p class="digest">${code(digest)}</p>
        <details>
          <summary>${ui.say("review.exact")}</summary>
          <pre class="exact" dir="ltr" tabindex="0">${review.act}</pre>
        </details>`,
    )}
    ${signForm(ui, review, digest)}
  `;
}

function signForm(ui: Seated, review: Review, digest: string): Html {
  const here = ui.deps.accounts.signHere !== null;
  return html`<form method="post" action="/desk/sign" class="actions" id="sign-form">
    ${tokenField(ui)}
    <input type="hidden" name="act" value="${review.act}" />
    <input type="hidden" name="back" value="${review.back}" />
    ${here ? null : signActField(ui.officer, digest)}
    <button class="button primary">${here ? ui.say("review.sign") : ui.say("review.sign-passkey")}</button>
    <a class="button" href="${review.back}">${ui.say("review.back")}</a>
    <p class="hint">${here ? ui.say("review.sandbox-key") : ui.say("review.own-key")}</p>
    ${here ? null : html`<noscript><p class="hint">${ui.say("review.passkey-script")}</p></noscript>`}
  </form>`;
}

function actInWords(ui: Seated, act: OfficerAct): Html {
  const own = ui.deps.engine.config.state;
  return defs([
    [ui.say("act.verb"), ui.say(`verb.${act.verb}`)],
    [ui.say("act.subject"), code(act.subject)],
    [ui.say("act.officer"), html`${said(partyName(ui, act.officer))} ${code(act.officer)}`],
    [ui.say("act.at"), when(ui, act.at, [own])],
    ...inOrder(act.says).map(
      ([name, value]) => [ui.sayOr("act.", name, name), inWords(ui, name, value)] as const,
    ),
    [ui.say("act.format"), code(act.format)],
  ]);
}

// The order in which a person would say it; what is not named here follows in the order of the document.
const ORDER = [
  "outcome",
  "grounds",
  "reasons",
  "conditions",
  "kind",
  "issuer",
  "number",
  "date",
  "scope",
  "item",
  "sealed",
];

function inOrder(says: Record<string, Json>): [string, Json][] {
  const place = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return Object.entries(says).toSorted(([a], [b]) => place(a) - place(b));
}

/** A value of an act, whatever it is: nothing of the document stays unseen. */
function inWords(ui: Seated, name: string, value: Json): Child {
  if (value === null) return ui.say("word.none");
  if (typeof value === "boolean") return value ? ui.say("word.yes") : ui.say("word.no");
  if (Array.isArray(value)) {
    if (value.length === 0) return ui.say("word.none");
    return html`<ul class="act-list">
      ${value.map((each) => html`<li>${inWords(ui, name, each)}</li>`)}
    </ul>`;
  }
  if (typeof value === "object")
    return defs(
      Object.entries(value).map(([key, each]) => [ui.sayOr("act.", key, key), inWords(ui, key, each)]),
    );
  if (name === "outcome") return ui.sayOr("act.", `outcome.${value}`, String(value));
  if (name === "kind") return ui.sayOr("authorises.", String(value), String(value));
  if (name === "state") return stateName(ui, String(value));
  const text = String(value);
  return text.startsWith("sha256:") ? code(text) : text.length > 120 ? prose(text) : said(text);
}
