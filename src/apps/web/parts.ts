import { html } from "hono/html";
import type { Problem } from "../../base/problem.ts";
import { showInvisible } from "../../base/text.ts";
import { type Instant, inZone } from "../../base/time.ts";
import type { Urgency } from "./waiting.ts";
import { type Ui, longDay, stateName, zoneOf } from "./ui.ts";

/** Small pieces of pages. Text of people goes through `said`, so that it is escaped, isolated and nothing in it hides. */

export type Html = ReturnType<typeof html>;
export type Child = Html | string | number | null | undefined | false | readonly Child[];

/** Text that a person or another party wrote. */
export function said(text: string): Html {
  return html`<bdi>${showInvisible(text)}</bdi>`;
}

/** The same for longer text, line by line as it was written. */
export function prose(text: string): Html {
  return html`<div class="prose"><bdi>${showInvisible(text)}</bdi></div>`;
}

/** An identifier, digest or code: never wrapped by reading direction. */
export function code(text: string): Html {
  return html`<code dir="ltr">${showInvisible(text)}</code>`;
}

/** Rows of label and value. */
export function defs(rows: readonly (readonly [label: string, value: Child] | null | false)[]): Html {
  const kept = rows.filter((row) => row !== null && row !== false);
  return html`<dl class="defs">
    ${kept.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A point in time on the wall clocks of both States, with offset; once where both clocks show the same. */
export function when(ui: Ui, at: Instant, states: readonly string[]): Html {
  const readings = new Map<string, string[]>();
  for (const state of new Set(states)) {
    const reading = inZone(at, zoneOf(ui, state));
    readings.set(reading, [...(readings.get(reading) ?? []), stateName(ui, state)]);
  }
  return html`<span class="when"
    >${[...readings].map(
      ([reading, names]) =>
        html`<span class="when-one"
          ><time datetime="${at}">${reading}</time> <span class="when-zone">${names.join(", ")}</span></span
        > `,
    )}</span
  >`;
}

/** The end of a clock: a day, or a point in time. */
export function ending(ui: Ui, ends: string, states: readonly string[]): Html {
  return ends.length === 10
    ? html`<time datetime="${ends}">${longDay(ui, ends)}</time>`
    : when(ui, ends, states);
}

const ICONS = {
  calm: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" />
    <path d="M8 4.5V8l2.5 1.5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />
  </svg>`,
  warn: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path
      d="M8 1.8 15 14H1L8 1.8Z"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linejoin="round"
    />
    <path d="M8 6.2v3.6M8 11.6v.6" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
  </svg>`,
  ok: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d="m3 8.5 3.4 3.4L13 5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
  </svg>`,
  no: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    <path d="m4 4 8 8m0-8-8 8" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
  </svg>`,
} as const;
export type IconName = keyof typeof ICONS;

/** A drawn sign that always stands beside words. */
export function icon(name: IconName): Html {
  return ICONS[name];
}

export type Tone = "plain" | "good" | "warn" | "bad" | "info";

/** A short word with a tone; the word carries the meaning, the colour only helps. */
export function badge(tone: Tone, text: string, sign: IconName | null = null): Html {
  return html`<span class="badge badge-${tone}">${sign ? icon(sign) : null}${text}</span>`;
}

/** The nearest clock in words and with a sign. */
export function clockMark(ui: Ui, urgency: Urgency | null): Html {
  if (!urgency) return html`<span class="quiet">${ui.say("clock.none")}</span>`;
  const { level, name, days, hours } = urgency;
  const tone = level === "calm" ? "plain" : level === "soon" ? "warn" : "bad";
  const left =
    level === "over"
      ? ui.say("clock.over")
      : days < 2
        ? ui.say("clock.hours-left", { hours })
        : ui.say("clock.days-left", { days });
  const words = ui.say("clock.line", { name: ui.sayOr("clock.", `name.${name}`, name), left });
  return badge(tone, words, level === "calm" ? "calm" : "warn");
}

/** The id of the field a path in a request points to. */
export function anchorOf(path: string): string {
  const inRow = /^selectors\.(reason|at|port|value|kind)$/.exec(path);
  if (inRow) return `f-selectors-0-${inRow[1]}`;
  return `f-${path.replaceAll(".", "-")}`;
}

/** What went wrong, with code, place and next step; linked to the field where there is one on this page. */
export function problemBox(ui: Ui, problem: Problem, linked = false): Html {
  const all = problem.also.length ? problem.also : [problem];
  return html`<div
    class="summary summary-bad"
    role="alert"
    tabindex="-1"
    id="problem"
    aria-labelledby="problem-title"
  >
    <h2 id="problem-title">${icon("warn")}${ui.say("problem-box.title")}</h2>
    ${problem.also.length ? html`<p>${words(ui, problem)}</p>` : null}
    <ul>
      ${all.map((each) => problemLine(ui, each, linked))}
    </ul>
  </div>`;
}

function problemLine(ui: Ui, problem: Problem, linked: boolean): Html {
  const place = linked && problem.where !== "content" ? `#${anchorOf(problem.where)}` : null;
  const text = words(ui, problem);
  return html`<li>
    ${place ? html`<a href="${place}">${text}</a>` : html`<strong>${text}</strong>`}
    <span class="next">${said(problem.next)}</span>
    <span class="quiet">${ui.say("problem-box.code")} ${code(problem.code)} · ${code(problem.where)}</span>
  </li>`;
}

/** A problem in the words of the catalogue, else its own. */
export function words(ui: Ui, problem: Problem): string {
  return ui.sayOr("problem.", problem.code, showInvisible(problem.message));
}

/** The token every form carries. */
export function tokenField(ui: Ui): Html {
  return html`<input type="hidden" name="token" value="${ui.token}" />`;
}

/** A section with a heading, reachable by its id. */
export function panel(id: string, title: string, body: Child, extra = ""): Html {
  return html`<section class="panel ${extra}" aria-labelledby="${id}-title" id="${id}">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section>`;
}
