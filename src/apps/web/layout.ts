import { html } from "hono/html";
import { inZone } from "../../base/time.ts";
import { type Child, type Html, said, tokenField } from "./parts.ts";
import type { Ui } from "./ui.ts";

/** The frame of every page: banner of the sandbox, head with navigation, the page, foot. */

export interface Page {
  title: string;
  body: Child;
  islands?: readonly string[];
  /** Seconds after which the page loads again, where something is under way. */
  refresh?: number;
  /** A line above the title: where one is. */
  trail?: readonly { text: string; href: string }[];
  wide?: boolean;
}

/** A whole document. */
export function document(ui: Ui, page: Page): Html {
  return html`<!doctype html>
    <html lang="${ui.tag}" dir="${ui.dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${page.refresh ? html`<meta http-equiv="refresh" content="${page.refresh}" />` : null}
        <title>${ui.say("title.page", { title: page.title, state: nodeName(ui) })}</title>
        <link rel="icon" href="data:," />
        <link
          rel="stylesheet"
          href="${ui.assets.get("style.css")?.path}"
          integrity="${ui.assets.get("style.css")?.integrity}"
        />
        ${(page.islands ?? []).map((name) => script(ui, name))}
      </head>
      <body>
        <a class="skip" href="#main">${ui.say("nav.skip")}</a>
        ${sandboxBanner(ui)} ${head(ui)}
        <main id="main" class="${page.wide ? "wide" : ""}" tabindex="-1">
          ${trail(ui, page)}
          <h1>${page.title}</h1>
          ${page.body}
        </main>
        ${foot(ui)}
      </body>
    </html>`;
}

/** The tag of an island; nothing where it was not bundled, for no page needs one. */
function script(ui: Ui, name: string): Html | null {
  const asset = ui.assets.get(`${name}.js`);
  if (!asset) return null;
  return html`<script type="module" src="${asset.path}" integrity="${asset.integrity}"></script>`;
}

/** Whose page it is: the State, or the provider at whose desk one sits. */
function nodeName(ui: Ui): string {
  const { kind, self, state, directory } = ui.deps.engine.config;
  const entry = directory.states.get(state);
  if (kind === "provider") return entry?.providers.find((each) => each.id === self)?.name ?? self;
  return entry?.name ?? state;
}

function head(ui: Ui): Html {
  return html`<header class="head">
    <div class="head-in">
      <a class="mark" href="/" ${ui.path === "/" ? html`aria-current="page"` : null}>
        <svg class="mark-sign" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <circle cx="12" cy="16" r="8.5" fill="none" stroke="currentColor" stroke-width="2" />
          <circle cx="20" cy="16" r="8.5" fill="none" stroke="currentColor" stroke-width="2" />
        </svg>
        <span class="mark-text"
          ><span class="mark-state">${nodeName(ui)}</span
          ><span class="mark-name">${ui.say("brand")}</span></span
        >
      </a>
      <nav class="nav" aria-label="${ui.say("nav.label")}">
        <ul>
          ${ui.officer ? navItem(ui, "/desk", ui.say("nav.inbox")) : null}
          ${ui.officer?.mandates.includes("draft") ? navItem(ui, "/desk/requests/new", ui.say("nav.new")) : null}
          ${ui.deps.engine.config.kind === "node" ? navItem(ui, "/public", ui.say("nav.public")) : null}
          ${ui.officer ? null : navItem(ui, "/account", ui.say("nav.sign-in"))}
        </ul>
      </nav>
      ${
        ui.officer
          ? html`<p class="who">
              <span class="who-name">${said(ui.officer.name)}</span>
              <span class="who-role">${said(ui.officer.role)}</span>
              <a href="/account">${ui.say("nav.account")}</a>
            </p>`
          : null
      }
    </div>
  </header>`;
}

function navItem(ui: Ui, href: string, text: string): Html {
  return html`<li><a href="${href}" ${ui.path === href ? html`aria-current="page"` : null}>${text}</a></li>`;
}

function trail(ui: Ui, page: Page): Html | null {
  if (!page.trail?.length) return null;
  return html`<nav class="trail" aria-label="${ui.say("nav.trail")}">
    <ol>
      ${page.trail.map((each) => html`<li><a href="${each.href}">${each.text}</a></li>`)}
    </ol>
  </nav>`;
}

/** Says on every page that this is a sandbox, what time it is there, and where the other desks are. */
function sandboxBanner(ui: Ui): Html | null {
  const { sandbox, zone } = ui.deps;
  if (!sandbox) return null;
  return html`<section class="sandbox" aria-label="${ui.say("sandbox.label")}">
    <div class="sandbox-in">
      <p>
        <strong>${ui.say("sandbox.title")}</strong> ${ui.say("sandbox.text", { time: inZone(ui.now, zone) })}
      </p>
      <div class="sandbox-tools">
        <p class="sandbox-desks">
          ${sandbox.desks.map((desk) => html`<a href="${desk.url}">${desk.name}</a> `)}
        </p>
        <form method="post" action="/sandbox/advance" class="inline-form">
          ${tokenField(ui)}
          <input type="hidden" name="back" value="${ui.path}" />
          <label for="sandbox-hours">${ui.say("sandbox.hours")}</label>
          <input
            id="sandbox-hours"
            class="short"
            type="number"
            name="hours"
            min="1"
            max="2400"
            value="24"
            inputmode="numeric"
          />
          <button class="button small">${ui.say("sandbox.advance")}</button>
        </form>
      </div>
    </div>
  </section>`;
}

function foot(ui: Ui): Html {
  const { kind, self, state, directory } = ui.deps.engine.config;
  const names = { provider: nodeName(ui), state: directory.states.get(state)?.name ?? state };
  const whose =
    kind === "node" ? ui.say("foot.node", { node: self, state: names.state }) : ui.say("foot.desk", names);
  const check = kind === "node" ? html`<a href="/public">${ui.say("foot.check")}</a>` : null;
  return html`<footer class="foot">
    <div class="foot-in">
      <p>${whose}</p>
      <p>${ui.say("foot.claim")} ${check}</p>
    </div>
  </footer>`;
}
