import { html } from "hono/html";
import { penaltyOn } from "../../treaty/offences.ts";
import { dayOf } from "../../base/time.ts";
import { CONDUCT } from "../../treaty/conduct.ts";
import type { StateSheet } from "../../treaty/sheet.ts";
import { rowsOf, valueOf, valuesOf } from "./form-values.ts";
import { type Html, anchorOf } from "./parts.ts";
import { type Seated, stateName } from "./ui.ts";
import {
  type Fields,
  area,
  box,
  errorOf,
  group,
  levelMark,
  part,
  smallInput,
  timeInput,
} from "./request-fields.ts";

/** What the request form asks about the case: offences, conduct and facts, and the data that are asked for. */

export function offencePart(fields: Fields): Html {
  const { ui, view } = fields;
  const sheet = ui.deps.engine.config.law.sheets[ui.deps.engine.config.state];
  return part(
    ui.say("form.part.offence"),
    html`<fieldset class="field" id="f-offences" tabindex="-1">
        <legend>${ui.say("form.offences")} ${levelMark(fields, "offences")}</legend>
        <p class="hint">
          ${ui.say("form.offences-hint", { state: stateName(ui, ui.deps.engine.config.state) })}
        </p>
        <div class="boxes">
          ${sheet ? offenceBoxes(ui, sheet, valuesOf(view.values, "offences")) : ui.say("form.no-sheet")}
        </div>
      </fieldset>
      ${conductFields(fields, sheet)} ${area(fields, "facts", "form.facts", "form.facts-hint", 7)}`,
  );
}

function offenceBoxes(ui: Seated, sheet: StateSheet, chosen: readonly string[]): Html[] {
  const today = dayOf(ui.now);
  return sheet.offences.map((offence) => {
    const penalty = penaltyOn(offence, today);
    const source = sheet.sources.find((each) => each.id === offence.source);
    return html`<label class="box">
      <input
        type="checkbox"
        name="offences"
        value="${offence.code}"
        ${chosen.includes(offence.code) ? "checked" : ""}
      />
      <span>
        <strong>${offence.code}</strong> ${offence.title}
        <span class="hint">
          ${penalty?.maxMonths ? ui.say("form.penalty", { months: penalty.maxMonths }) : ui.say("form.penalty-unknown")}
          ${source ? ui.say("form.statute", { source: source.title, version: source.version }) : null}
        </span>
      </span>
    </label>`;
  });
}

/** Elements of offences like the chosen ones first; the rest of the vocabulary stays within reach. */
function conductFields(fields: Fields, sheet: StateSheet | undefined): Html {
  const { ui, view } = fields;
  const ticked = valuesOf(view.values, "conduct");
  const near = nearConduct(fields, sheet, ticked);
  const rest = Object.keys(CONDUCT).filter((key) => !near.includes(key));
  const absent = valuesOf(view.values, "conductAbsent");
  return html`<fieldset class="field" id="f-conduct" tabindex="-1">
    <legend>${ui.say("form.conduct")} ${levelMark(fields, "conduct")}</legend>
    <p class="hint">${ui.say("form.conduct-hint")}</p>
    <div class="boxes two">
      ${near.map((key) => box("conduct", key, conductText(key), ticked.includes(key)))}
    </div>
    <details>
      <summary>${ui.say("form.conduct-more", { count: rest.length })}</summary>
      <div class="boxes two">
        ${rest.map((key) => box("conduct", key, conductText(key), ticked.includes(key)))}
      </div>
    </details>
    <details ${absent.length ? "open" : ""}>
      <summary>${ui.say("form.conduct-absent")}</summary>
      <div class="boxes two">
        ${Object.keys(CONDUCT).map((key) => box("conductAbsent", key, conductText(key), absent.includes(key)))}
      </div>
    </details>
  </fieldset>`;
}

function conductText(key: string): string {
  return CONDUCT[key]?.text ?? key;
}

function nearConduct(fields: Fields, own: StateSheet | undefined, ticked: readonly string[]): string[] {
  const { ui, view } = fields;
  const other = ui.deps.engine.config.law.sheets[valueOf(view.values, "requested")];
  const codes = valuesOf(view.values, "offences");
  const chosen = (own?.offences ?? []).filter((each) => codes.includes(each.code));
  const kinds = new Set(chosen.map((each) => each.kind));
  const alike = (other?.offences ?? []).filter((each) => kinds.has(each.kind));
  const keys = [...chosen, ...alike].flatMap((each) => [...each.elements, ...each.exclusions]);
  const start = ["system-access", "without-right", "data-damaged", "system-hindered", "demand-with-threat"];
  const near = new Set([...(keys.length ? keys : start), ...ticked]);
  return Object.keys(CONDUCT).filter((key) => near.has(key));
}

export function dataPart(fields: Fields): Html {
  const { ui, view } = fields;
  const rows = rowsOf(view.values);
  return part(
    ui.say("form.part.data"),
    html`<fieldset class="field" id="f-selectors" tabindex="-1">
        <legend>${ui.say("form.selectors")} ${levelMark(fields, "selectors")}</legend>
        <p class="hint">${ui.say("form.selectors-hint")}</p>
        ${(rows.length ? rows : [0]).map((row, index) => selectorRow(fields, row, index, rows.length > 1))}
        <p><button class="button" name="action" value="add-row">${ui.say("form.add-row")}</button></p>
      </fieldset>
      ${periodField(fields)} ${custodianField(fields)}`,
  );
}

function selectorRow(fields: Fields, row: number, index: number, removable: boolean): Html {
  const { ui, view } = fields;
  const name = (field: string) => `selectors.${row}.${field}`;
  const kinds = ["ip", "account", "server", "url", "other"] as const;
  const kind = valueOf(view.values, name("kind")) || "ip";
  return html`<div class="row-card" role="group" aria-label="${ui.say("form.row", { number: index + 1 })}">
    <div class="grid-3">
      <div class="field">
        <label for="${anchorOf(name("kind"))}">${ui.say("form.row.kind")}</label>
        <select id="${anchorOf(name("kind"))}" name="${name("kind")}">
          ${kinds.map((each) => html`<option value="${each}" ${each === kind ? "selected" : ""}>${ui.say(`selector.${each}`)}</option>`)}
        </select>
      </div>
      ${smallInput(fields, name("value"), ui.say("form.row.value"), "text")}
      ${smallInput(fields, name("port"), html`${ui.say("form.row.port")} ${levelMark(fields, "selectors.port")}`, "port")}
    </div>
    ${timeInput(fields, name("at"), html`${ui.say("form.row.at")} ${levelMark(fields, "selectors.at")}`)}
    ${smallInput(fields, name("reason"), html`${ui.say("form.row.reason")} ${levelMark(fields, "selectors.reason")}`, "text")}
    ${
      removable
        ? html`<p>
            <button class="button quiet-button" name="action" value="remove-row-${row}">
              ${ui.say("form.remove-row", { number: index + 1 })}
            </button>
          </p>`
        : null
    }
  </div>`;
}

function periodField(fields: Fields): Html {
  const { ui } = fields;
  return group(
    fields,
    "period",
    html`<fieldset class="field" id="f-period" tabindex="-1">
      <legend>${ui.say("form.period")} ${levelMark(fields, "period")}</legend>
      ${timeInput(fields, "period.from", ui.say("form.period.from"))}
      ${timeInput(fields, "period.to", ui.say("form.period.to"))}
    </fieldset>`,
    ["period.from.local", "period.to.local"],
  );
}

function custodianField(fields: Fields): Html {
  const { ui, view } = fields;
  const chosen = valueOf(view.values, "custodian");
  const states = [...ui.deps.engine.config.directory.states.values()].filter((each) => each.providers.length);
  const known = states.some((each) => each.providers.some((provider) => provider.id === chosen));
  return group(
    fields,
    "custodian",
    html`<div class="field">
      <label for="f-custodian">${ui.say("form.custodian")} ${levelMark(fields, "custodian")}</label>
      <select id="f-custodian" name="custodian">
        <option value="">${ui.say("form.custodian-unknown")}</option>
        ${chosen && !known ? html`<option value="${chosen}" selected>${chosen}</option>` : null}
        ${states.map(
          (state) =>
            html`<optgroup label="${state.name}">
              ${state.providers.map((each) => html`<option value="${each.id}" ${each.id === chosen ? "selected" : ""}>${each.name}</option>`)}
            </optgroup>`,
        )}
      </select>
      ${errorOf(fields, "custodian")}
    </div>`,
    ["custodian"],
    // Whoever holds the data is who the order goes to, whatever the instrument asks.
    true,
  );
}
