import { html } from "hono/html";
import type { Published } from "../../exchange/rows.ts";
import { stateOf } from "../../party/directory.ts";
import { type Html, code, defs, panel, when } from "./parts.ts";
import type { Ui } from "./ui.ts";

/** What a node shows to everybody: what it publishes, and a page on which the visitor's own browser checks it. */

export function startPage(ui: Ui): Html {
  const { config } = ui.deps.engine;
  const entry = stateOf(config.directory, config.state);
  return html`
    <p class="lead">${ui.say("start.lead", { state: entry.name })}</p>
    <div class="cards">
      <section class="card">
        <h2>${ui.say("start.officers")}</h2>
        <p>${ui.say("start.officers-text")}</p>
        <p>
          ${ui.officer ? html`<a class="button primary" href="/desk">${ui.say("nav.inbox")}</a>` : html`<a class="button primary" href="/account">${ui.say("nav.sign-in")}</a>`}
        </p>
      </section>
      <section class="card">
        <h2>${ui.say("start.everybody")}</h2>
        <p>${ui.say("start.everybody-text")}</p>
        <p><a class="button" href="/public">${ui.say("start.check")}</a></p>
      </section>
    </div>
    ${panel("proves", ui.say("start.proves"), claims(ui))}
    ${panel(
      "reach",
      ui.say("start.authorities"),
      html`<ul class="plain-list">
          ${entry.authorities.map(
            (each) =>
              html`<li>
                <strong><bdi>${each.name}</bdi></strong>
                <span class="quiet"><bdi>${each.phone}</bdi> · ${each.languages.join(", ")}</span>
              </li>`,
          )}
        </ul>
        <p class="hint">${ui.say("start.authorities-hint")}</p>`,
    )}
  `;
}

/** What the record shows and what it cannot show, in the words we hold ourselves to. */
function claims(ui: Ui): Html {
  return html`<div class="two-columns">
    <div>
      <h3>${ui.say("claims.proved")}</h3>
      <ul>
        <li>${ui.say("claims.existence")}</li>
        <li>${ui.say("claims.order")}</li>
        <li>${ui.say("claims.number")}</li>
        <li>${ui.say("claims.integrity")}</li>
      </ul>
    </div>
    <div>
      <h3>${ui.say("claims.not-proved")}</h3>
      <ul>
        <li>${ui.say("claims.truth")}</li>
        <li>${ui.say("claims.justice")}</li>
        <li>${ui.say("claims.elsewhere")}</li>
        <li>${ui.say("claims.use")}</li>
      </ul>
    </div>
  </div>`;
}

export function publicPage(ui: Ui, published: Published | null): Html {
  const { config } = ui.deps.engine;
  const { node } = stateOf(config.directory, config.state);
  return html`
    <p class="lead">${ui.say("public.lead")}</p>
    ${panel(
      "record",
      ui.say("public.record"),
      defs([
        [ui.say("public.node"), code(node.id)],
        [
          ui.say("public.size"),
          published ? ui.say("public.leaves", { count: published.size }) : ui.say("public.none-yet"),
        ],
        published ? [ui.say("public.published"), when(ui, published.at, [config.state])] : null,
        [ui.say("public.key"), code(node.log.vkey)],
        [
          ui.say("public.files"),
          html`<a href="/log/checkpoint">${ui.say("public.checkpoint")}</a> ·
            <a href="/log/policy">${ui.say("public.policy")}</a> ·
            <a href="/log/example.json">${ui.say("public.example")}</a>`,
        ],
      ]),
    )}
    ${panel("verify", ui.say("verify.title"), verifier(ui, node.log.ownWitnesses))}
    ${panel("proves", ui.say("start.proves"), claims(ui))}
  `;
}

/** The form the island works with; without JavaScript it says how to check with a program instead. */
function verifier(ui: Ui, own: readonly string[]): Html {
  return html`<p>${ui.say("verify.text")}</p>
    <noscript
      ><p class="summary summary-info">
        ${ui.say("verify.no-script")} <code>npx comity log verify URL</code>
      </p></noscript
    >
    <comity-verify-record
      data-own="${own.join(" ")}"
      data-ok="${ui.say("verify.ok")}"
      data-not-ok="${ui.say("verify.not-ok")}"
      data-all-ok="${ui.say("verify.all-ok")}"
      data-some-failed="${ui.say("verify.some-failed")}"
      data-loading="${ui.say("verify.loading")}"
      data-unreachable="${ui.say("verify.unreachable")}"
      data-bad-leaf="${ui.say("verify.bad-leaf")}"
      data-changed="${ui.say("verify.changed")}"
      data-name-policy="${ui.say("verify.name.policy")}"
      data-name-checkpoint="${ui.say("verify.name.checkpoint")}"
      data-name-witnesses="${ui.say("verify.name.witnesses")}"
      data-name-receipt="${ui.say("verify.name.receipt")}"
      data-name-receipt-checkpoint="${ui.say("verify.name.receipt-checkpoint")}"
      data-name-receipt-witnesses="${ui.say("verify.name.receipt-witnesses")}"
      data-name-inclusion="${ui.say("verify.name.inclusion")}"
      data-name-one-history="${ui.say("verify.name.one-history")}"
    >
      <form class="verify-form" data-part="form">
        <p class="actions">
          <button type="button" class="button" data-do="example">${ui.say("verify.use-example")}</button>
          <label class="button file-button"
            >${ui.say("verify.pick")}<input
              type="file"
              class="visually-hidden"
              data-part="file"
              accept=".json,application/json"
          /></label>
        </p>
        ${verifyArea("verify-proof", ui.say("verify.proof"), ui.say("verify.proof-hint"), 8, "proof")}
        ${verifyArea("verify-leaf", ui.say("verify.leaf"), ui.say("verify.leaf-hint"), 2, "leaf")}
        <details>
          <summary>${ui.say("verify.trust")}</summary>
          <p class="hint">${ui.say("verify.trust-hint")}</p>
          ${verifyArea("verify-policy", ui.say("verify.policy"), null, 6, "policy")}
          ${verifyArea("verify-checkpoint", ui.say("verify.checkpoint"), null, 6, "checkpoint")}
        </details>
        <p class="actions">
          <button type="submit" class="button primary">${ui.say("verify.check")}</button>
          <button type="button" class="button" data-do="change">${ui.say("verify.change")}</button>
        </p>
      </form>
      <div data-part="result" role="status" tabindex="-1"></div>
    </comity-verify-record>`;
}

function verifyArea(id: string, label: string, hint: string | null, rows: number, part: string): Html {
  return html`<div class="field">
    <label for="${id}">${label}</label>${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : null}
    <textarea
      class="mono"
      dir="ltr"
      spellcheck="false"
      autocomplete="off"
      id="${id}"
      rows="${rows}"
      data-part="${part}"
      ${hint ? html`aria-describedby="${id}-hint"` : null}
    ></textarea>
  </div>`;
}
