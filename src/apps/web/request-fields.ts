import { html } from "hono/html";
import type { Problem } from "../../base/problem.ts";
import { type Opinion } from "../../treaty/opinion-types.ts";
import { type FormValues, valueOf } from "./form-values.ts";
import { type Child, type Html, anchorOf, icon, said, words } from "./parts.ts";
import type { Key } from "./say.ts";
import { type Seated } from "./ui.ts";

/** The fields of the request form: what each is rendered from, its label, its level, its problem. */

/** What the form is rendered from. */
export interface FormView {
  values: FormValues;
  opinion: Opinion;
  problems: readonly Problem[];
  /** A problem that is not about one field, for example that the draft is no longer editable. */
  problem: Problem | null;
  /** Where the form is sent. */
  action: string;
  /** Notes of approvers who sent it back. */
  returned: readonly { at: string; officer: string; note: string }[];
  /** Marks a new draft, so that saving twice makes one. */
  nonce: string | null;
  references: readonly { ref: string; subject: string }[];
}

export interface Fields {
  ui: Seated;
  view: FormView;
  asked: ReadonlyMap<string, Opinion["asked"][number]>;
}

export function part(title: string, body: Child): Html {
  return html`<fieldset class="part">
    <legend><h2>${title}</h2></legend>
    ${body}
  </fieldset>`;
}

export function group(
  fields: Fields,
  field: string,
  body: Html,
  holds: readonly string[],
  always = false,
): Html {
  const filled = holds.some((name) => valueOf(fields.view.values, name) !== "");
  const shown = always || filled || fields.asked.has(field);
  return html`<div
    class="group"
    data-group="${field}"
    ${always ? html`data-always` : null}
    ${shown ? "" : "hidden"}
  >
    ${body}
  </div>`;
}

export function grouped(fields: Fields, field: string, body: Html): Html {
  return group(fields, field, body, [field]);
}

export function levelMark({ ui, asked }: Fields, field: string): Html {
  const known = asked.get(field);
  return html`<span class="level" data-level-of="${field}">${known ? levelText(ui, known) : ""}</span>`;
}

export function levelText(ui: Seated, { level, pinpoint }: Opinion["asked"][number]): string {
  return ui.say("form.level", { level: ui.say(`level.${level}`), pinpoint });
}

export function errorOf({ ui, view }: Fields, field: string): Html | null {
  const problem = view.problems.find((each) => each.where === field);
  if (!problem) return null;
  return html`<p class="error" id="${anchorOf(field)}-error">
    ${icon("warn")}${words(ui, problem)} ${said(problem.next)}
  </p>`;
}

export function describedBy({ view }: Fields, field: string): Html | null {
  return view.problems.some((each) => each.where === field)
    ? html`aria-invalid="true" aria-describedby="${anchorOf(field)}-error"`
    : null;
}

export function input(fields: Fields, name: string, label: Key, hint: Key | null = null): Html {
  const { ui, view } = fields;
  return html`<div class="field">
    <label for="${anchorOf(name)}">${ui.say(label as "form.subject")} ${levelMark(fields, name)}</label>
    ${hint ? html`<p class="hint">${ui.say(hint as "form.subject-hint")}</p>` : null}
    <input
      type="text"
      dir="auto"
      id="${anchorOf(name)}"
      name="${name}"
      value="${valueOf(view.values, name)}"
      autocomplete="off"
      ${describedBy(fields, name)}
    />
    ${errorOf(fields, name)}
  </div>`;
}

export function smallInput(fields: Fields, name: string, label: Child, kind: "text" | "port"): Html {
  const { view } = fields;
  return html`<div class="field">
    <label for="${anchorOf(name)}">${label}</label>
    <input
      type="text"
      dir="auto"
      ${kind === "port" ? html`inputmode="numeric"` : null}
      id="${anchorOf(name)}"
      name="${name}"
      value="${valueOf(view.values, name)}"
      autocomplete="off"
      ${describedBy(fields, name)}
    />
    ${errorOf(fields, name)}
  </div>`;
}

export function area(fields: Fields, name: string, label: Key, hint: Key | null, rows: number): Html {
  const { ui, view } = fields;
  return html`<div class="field">
    <label for="${anchorOf(name)}">${ui.say(label as "form.facts")} ${levelMark(fields, name)}</label>
    ${hint ? html`<p class="hint">${ui.say(hint as "form.facts-hint")}</p>` : null}
    <textarea dir="auto" id="${anchorOf(name)}" name="${name}" rows="${rows}" ${describedBy(fields, name)}>
${valueOf(view.values, name)}</textarea>
    ${errorOf(fields, name)}
  </div>`;
}

export function select(
  fields: Fields,
  name: string,
  label: Key,
  empty: string | null,
  options: readonly (readonly [string, string])[],
): Html {
  const { ui, view } = fields;
  const chosen = valueOf(view.values, name);
  return html`<div class="field">
    <label for="${anchorOf(name)}">${ui.say(label as "form.measure")} ${levelMark(fields, name)}</label>
    <select id="${anchorOf(name)}" name="${name}" ${describedBy(fields, name)}>
      ${empty === null ? null : html`<option value="">${empty}</option>`}
      ${options.map(([value, text]) => html`<option value="${value}" ${value === chosen ? "selected" : ""}>${text}</option>`)}
    </select>
    ${errorOf(fields, name)}
  </div>`;
}

export function box(name: string, value: string, text: string, checked: boolean): Html {
  return html`<label class="box"
    ><input type="checkbox" name="${name}" value="${value}" ${checked ? "checked" : ""} />
    <span>${text}</span></label
  >`;
}

// Offsets in use somewhere on Earth, west to east.
export const OFFSETS = (
  "-12:00 -11:00 -10:00 -09:30 -09:00 -08:00 -07:00 -06:00 -05:00 -04:00 -03:30 -03:00 -02:30 -02:00 -01:00 Z " +
  "+01:00 +02:00 +03:00 +03:30 +04:00 +04:30 +05:00 +05:30 +05:45 +06:00 +06:30 +07:00 +08:00 +08:45 +09:00 " +
  "+09:30 +10:00 +10:30 +11:00 +12:00 +12:45 +13:00 +13:45 +14:00"
).split(" ");

/** A clock reading and its offset, apart: a reading without offset is refused, because it has arrested innocent people. */
export function timeInput(fields: Fields, name: string, label: Child): Html {
  const { ui, view } = fields;
  const id = anchorOf(name);
  const offset = valueOf(view.values, `${name}.offset`);
  return html`<div
    class="field time-field"
    id="${id}"
    role="group"
    aria-labelledby="${id}-label"
    tabindex="-1"
  >
    <span class="label" id="${id}-label">${label}</span>
    <span class="time-pair">
      <span
        ><label class="small-label" for="${id}-local">${ui.say("form.time.local")}</label>
        <input
          type="text"
          dir="ltr"
          inputmode="numeric"
          placeholder="2027-07-04T01:40:00"
          id="${id}-local"
          name="${name}.local"
          value="${valueOf(view.values, `${name}.local`)}"
          autocomplete="off"
          ${describedBy(fields, name)}
      /></span>
      <span
        ><label class="small-label" for="${id}-offset">${ui.say("form.time.offset")}</label>
        <select dir="ltr" id="${id}-offset" name="${name}.offset">
          <option value="">${ui.say("form.time.choose")}</option>
          ${OFFSETS.map((each) => html`<option value="${each}" ${each === offset ? "selected" : ""}>${each === "Z" ? "+00:00" : each}</option>`)}
        </select></span
      >
    </span>
    ${errorOf(fields, name)}
  </div>`;
}
