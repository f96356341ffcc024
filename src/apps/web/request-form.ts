import { html } from "hono/html";
import type { Problem } from "../../base/problem.ts";
import { TOPICS } from "../../treaty/conduct.ts";
import { MEASURES, type Opinion } from "../../treaty/opinion-types.ts";
import { type FormValues, rowsOf, valueOf, valuesOf } from "./form-values.ts";
import { opinionView } from "./opinion-view.ts";
import {
  type Child,
  type Html,
  anchorOf,
  icon,
  problemBox,
  prose,
  said,
  tokenField,
  when,
  words,
} from "./parts.ts";
import type { Key } from "./say.ts";
import { type Seated, instrumentName } from "./ui.ts";
import {
  type Fields,
  type FormView,
  area,
  box,
  describedBy,
  errorOf,
  group,
  grouped,
  input,
  levelMark,
  levelText,
  part,
  select,
  timeInput,
} from "./request-fields.ts";
import { dataPart, offencePart } from "./request-matter.ts";

/**
 * The form of a request with the opinion beside it. It asks for what the opinion's list names; a field the list does
 * not name is out of sight unless something stands in it. Everything works with buttons alone.
 */

/** The page's contents. */
export function requestForm(ui: Seated, view: FormView): Html {
  const asked = new Map(view.opinion.asked.map((each) => [each.field, each]));
  const fields: Fields = { ui, view, asked };
  const states = [ui.deps.engine.config.state, valueOf(view.values, "requested")];
  return html`
    ${view.problem ? problemBox(ui, view.problem, true) : problemList(ui, view.problems)}
    ${returnedNotes(ui, view)}
    <form method="post" action="${view.action}" class="split" id="request-form" data-opinion="/desk/opinion">
      <div class="split-main">
        ${tokenField(ui)}
        ${view.nonce ? html`<input type="hidden" name="nonce" value="${view.nonce}" />` : null}
        ${askPart(fields)} ${aboutPart(fields)} ${offencePart(fields)} ${dataPart(fields)} ${whyPart(fields)}
        ${carePart(fields)} ${promptsPart(fields)} ${buttons(ui, view)}
      </div>
      <aside class="split-side" aria-labelledby="opinion-title">
        <div class="sticky" id="opinion" tabindex="-1">
          <h2 id="opinion-title">${ui.say("opinion.title")}</h2>
          <p class="quiet">${ui.say("opinion.disclaimer")}</p>
          <comity-live-opinion>${livePart(ui, view, states)}</comity-live-opinion>
        </div>
      </aside>
    </form>
  `;
}

/** What is replaced while somebody types: opinion, the fields asked for, and how times were read. */
function livePart(ui: Seated, view: FormView, states: readonly string[]): Html {
  return html`<div data-part="live">
    <p class="live-status visually-hidden" role="status">
      ${
        view.opinion.canBeSent
          ? ui.say("form.can-be-sent")
          : ui.say("form.cannot-be-sent", {
              count: view.opinion.missing.filter((each) => each.severity === "required").length,
            })
      }
    </p>
    ${opinionView(ui, view.opinion, states, true)} ${readBack(ui, view, states)}
    <ul
      hidden
      data-part="asked"
      data-ready="${view.opinion.canBeSent && view.problems.length === 0 ? "yes" : "no"}"
    >
      ${view.opinion.asked.map(
        (each) => html`<li data-field="${each.field}" data-mark="${levelText(ui, each)}"></li>`,
      )}
    </ul>
  </div>`;
}

/** The answer to a form that was posted while somebody types. */
export function opinionFragment(ui: Seated, view: FormView): Html {
  const states = [ui.deps.engine.config.state, valueOf(view.values, "requested")];
  const ready = view.opinion.canBeSent && view.problems.length === 0;
  const prompts = view.opinion.prompts.map((each) => promptCard(ui, view.values, each));
  return html`${livePart(ui, view, states)}
    <div>${prompts}</div>
    ${submitWhy(ui, ready)}`;
}

function problemList(ui: Seated, problems: readonly Problem[]): Html | null {
  if (problems.length === 0) return null;
  return html`<div
    class="summary summary-bad"
    role="alert"
    tabindex="-1"
    id="problem"
    aria-labelledby="problem-title"
  >
    <h2 id="problem-title">${icon("warn")}${ui.say("form.problems", { count: problems.length })}</h2>
    <ul>
      ${problems.map(
        (each) =>
          html`<li>
            <a href="#${anchorOf(each.where)}">${words(ui, each)}</a>
            <span class="next">${said(each.next)}</span>
            <span class="quiet"><code>${each.code}</code></span>
          </li>`,
      )}
    </ul>
  </div>`;
}

function returnedNotes(ui: Seated, view: FormView): Html | null {
  if (view.returned.length === 0) return null;
  return html`<div class="summary summary-warn">
    <h2>${ui.say("form.returned")}</h2>
    <ul>
      ${view.returned.map(
        (each) =>
          html`<li>
            ${prose(each.note)}<span class="quiet">${when(ui, each.at, [ui.deps.engine.config.state])}</span>
          </li>`,
      )}
    </ul>
  </div>`;
}

// ---- Parts of the form ----

function askPart(fields: Fields): Html {
  const { ui, view } = fields;
  const own = ui.deps.engine.config.state;
  const others = [...ui.deps.engine.config.directory.states.values()].filter((each) => each.state !== own);
  return part(
    ui.say("form.part.ask"),
    html`${select(
        fields,
        "measure",
        "form.measure",
        null,
        MEASURES.map((each) => [each, ui.say(`measure.${each}`)]),
      )}
      ${select(
        fields,
        "requested",
        "form.requested",
        ui.say("form.choose"),
        others.map((each) => [each.state, each.name]),
      )}
      ${select(
        fields,
        "basis",
        "form.basis",
        ui.say("form.basis-propose"),
        view.opinion.instrument.candidates.map((each) => [each.id, each.name]),
      )}
      <p class="form-row">
        <button class="button" name="action" value="opinion">${ui.say("form.update")}</button>
        <span class="hint">${ui.say("form.update-hint")}</span>
      </p>
      ${
        view.opinion.instrument.chosen === null && view.opinion.instrument.proposed
          ? html`<p class="hint">
              ${ui.say("opinion.proposed", { instrument: instrumentName(ui, view.opinion.instrument.proposed) })}
            </p>`
          : null
      }`,
  );
}

function aboutPart(fields: Fields): Html {
  const { ui } = fields;
  return part(
    ui.say("form.part.about"),
    html`${input(fields, "subject", "form.subject", "form.subject-hint")}
    ${input(fields, "fileNumber", "form.fileNumber")} ${input(fields, "authority", "form.authority")}
    ${input(fields, "proceeding", "form.proceeding", "form.proceeding-hint")}`,
  );
}

function whyPart(fields: Fields): Html {
  const { ui, view } = fields;
  return part(
    ui.say("form.part.why"),
    html`${grouped(fields, "purpose", area(fields, "purpose", "form.purpose", null, 3))}
    ${grouped(fields, "necessity", area(fields, "necessity", "form.necessity", "form.necessity-hint", 3))}
    ${grouped(fields, "justification", area(fields, "justification", "form.justification", null, 3))}
    ${grouped(fields, "durationJustification", area(fields, "durationJustification", "form.durationJustification", null, 3))}
    ${urgencyField(fields)} ${intendsField(fields)}
    ${grouped(fields, "preservationReference", referenceField(fields, "preservationReference", "form.preservationReference"))}
    ${
      valueOf(view.values, "mlaReference") || fields.asked.has("preservationReference")
        ? referenceField(fields, "mlaReference", "form.mlaReference")
        : null
    }
    ${conditionFields(fields)}`,
  );
}

function urgencyField(fields: Fields): Html {
  const { ui, view } = fields;
  const kinds = ["none", "volatile", "custody", "emergency"] as const;
  const chosen = valueOf(view.values, "urgency.kind");
  const named = fields.asked.has("urgency") || fields.asked.has("urgency.reason");
  return group(
    fields,
    "urgency",
    html`<fieldset class="field" id="f-urgency" tabindex="-1">
      <legend>${ui.say("form.urgency")} ${levelMark(fields, "urgency")}</legend>
      <div class="boxes" id="f-urgency-kind" tabindex="-1">
        ${kinds.map(
          (each) =>
            html`<label class="box"
              ><input type="radio" name="urgency.kind" value="${each}" ${chosen === each ? "checked" : ""} />
              <span>${ui.say(`urgency.${each}`)}</span></label
            >`,
        )}
      </div>
      ${area(fields, "urgency.reason", "form.urgency-reason", null, 2)}
    </fieldset>`,
    ["urgency.kind"],
    named,
  );
}

function intendsField(fields: Fields): Html {
  const { ui, view } = fields;
  const chosen = valueOf(view.values, "intendsMla");
  return group(
    fields,
    "intendsMla",
    html`<fieldset class="field" id="f-intendsMla" tabindex="-1">
      <legend>${ui.say("form.intendsMla")} ${levelMark(fields, "intendsMla")}</legend>
      <div class="boxes">
        ${(["yes", "no"] as const).map(
          (each) =>
            html`<label class="box"
              ><input type="radio" name="intendsMla" value="${each}" ${chosen === each ? "checked" : ""} />
              <span>${ui.say(`word.${each}`)}</span></label
            >`,
        )}
      </div>
    </fieldset>`,
    ["intendsMla"],
  );
}

function referenceField(fields: Fields, name: "preservationReference" | "mlaReference", label: Key): Html {
  const { ui, view } = fields;
  return html`<div class="field">
    <label for="${anchorOf(name)}">${ui.say(label as "form.mlaReference")} ${levelMark(fields, name)}</label>
    <input
      type="text"
      dir="ltr"
      id="${anchorOf(name)}"
      name="${name}"
      value="${valueOf(view.values, name)}"
      list="known-references"
      autocomplete="off"
      ${describedBy(fields, name)}
    />
    ${
      name === "preservationReference"
        ? html`<datalist id="known-references">
            ${view.references.map((each) => html`<option value="${each.ref}">${each.subject}</option>`)}
          </datalist>`
        : null
    }
    ${errorOf(fields, name)}
  </div>`;
}

/** Questions of an instrument that reaches the offence only on a condition. */
function conditionFields(fields: Fields): Child {
  const { ui, asked, view } = fields;
  return [...asked.values()]
    .filter((each) => each.field.startsWith("answers."))
    .map(
      (each) =>
        html`<div class="field">
          <label for="${anchorOf(each.field)}">${each.label} ${levelMark(fields, each.field)}</label>
          <textarea id="${anchorOf(each.field)}" name="${each.field}.text" rows="2">
${valueOf(view.values, `${each.field}.text`)}</textarea>
          <p class="hint">${ui.say("form.condition-hint")}</p>
        </div>`,
    );
}

function carePart(fields: Fields): Html {
  const { ui, view } = fields;
  const flags = valuesOf(view.values, "contextFlags");
  return part(
    ui.say("form.part.care"),
    html`${group(
        fields,
        "confidentiality",
        html`<fieldset class="field" id="f-confidentiality" tabindex="-1">
          <legend>${ui.say("form.confidentiality")} ${levelMark(fields, "confidentiality")}</legend>
          <p class="hint">${ui.say("form.confidentiality-hint")}</p>
          ${area(fields, "confidentiality.reason", "form.confidentiality-reason", null, 2)}
          ${timeInput(fields, "confidentiality.until", ui.say("form.confidentiality-until"))}
        </fieldset>`,
        ["confidentiality.reason", "confidentiality.until.local"],
        true,
      )}
      ${grouped(fields, "evidenceForm", input(fields, "evidenceForm", "form.evidenceForm", "form.evidenceForm-hint"))}
      ${input(fields, "language", "form.language")}
      <details ${flags.length ? "open" : ""}>
        <summary>${ui.say("form.context")}</summary>
        <p class="hint">${ui.say("form.context-hint")}</p>
        <div class="boxes two">
          ${TOPICS.map((topic) => box("contextFlags", topic, ui.say(`topic.${topic}`), flags.includes(topic)))}
        </div>
      </details>`,
  );
}

/** Questions a person must answer in words, each beside its innocent explanation. */
function promptsPart(fields: Fields): Html {
  const { ui, view } = fields;
  return html`<div id="prompts" data-part="prompts">
    ${view.opinion.prompts.map((each) => promptCard(ui, view.values, each))}
  </div>`;
}

function promptCard(ui: Seated, values: FormValues, prompt: Opinion["prompts"][number]): Html {
  const name = `answers.${prompt.id}`;
  const side = valueOf(values, `${name}.side`);
  return html`<fieldset class="part prompt" data-prompt="${prompt.id}" id="${anchorOf(name)}" tabindex="-1">
    <legend><h2>${ui.say("form.prompt")}</h2></legend>
    <p class="verdict">${said(prompt.question)}</p>
    <p class="hint">
      ${ui.say("form.prompt-innocent")} ${said(prompt.innocentExplanation)}
      <span class="cite">${prompt.pinpoint}</span>
    </p>
    <p class="hint">${prompt.must ? ui.say("form.prompt-must") : ui.say("form.prompt-may")}</p>
    <div class="boxes">
      ${(["yes", "no"] as const).map(
        (each) =>
          html`<label class="box"
            ><input type="radio" name="${name}.side" value="${each}" ${side === each ? "checked" : ""} />
            <span>${ui.say(`word.${each}`)}</span></label
          >`,
      )}
    </div>
    <label for="${anchorOf(name)}-text">${ui.say("form.prompt-answer")}</label>
    <textarea id="${anchorOf(name)}-text" name="${name}.text" rows="2">
${valueOf(values, `${name}.text`)}</textarea>
  </fieldset>`;
}

/** Every time as it was read, on both sides' clocks: the second reading. */
function readBack(ui: Seated, view: FormView, states: readonly string[]): Html | null {
  const times = timesOf(view);
  if (times.length === 0) return null;
  const shown = states.filter((each) => ui.deps.engine.config.directory.states.has(each));
  return html`<section class="opinion-block">
    <h3>${ui.say("form.times-read")}</h3>
    <ul class="plain-list">
      ${times.map(([name, at]) => html`<li><a href="#${anchorOf(name)}-local">${timeLabel(ui, view.values, name)}</a> ${when(ui, at, shown)}</li>`)}
    </ul>
  </section>`;
}

function timeLabel(ui: Seated, values: FormValues, name: string): string {
  const row = /^selectors\.(\d+)\.at$/.exec(name)?.[1];
  if (row !== undefined)
    return ui.say("form.time-of-row", { number: Math.max(1, rowsOf(values).indexOf(Number(row)) + 1) });
  if (name === "period.from") return ui.say("form.time-of-from");
  return name === "period.to" ? ui.say("form.time-of-to") : ui.say("form.time-of-secrecy");
}

function timesOf(view: FormView): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (const name of view.values.keys()) {
    const field = /^(.*)\.local$/.exec(name)?.[1];
    const at = field ? readTime(view.values, field) : null;
    if (field && at) found.push([field, at]);
  }
  return found;
}

function readTime(values: FormValues, field: string): string | null {
  const local = valueOf(values, `${field}.local`).trim();
  const ends = /(Z|[+-]\d{2}:?\d{2})$/.test(local);
  const offset = valueOf(values, `${field}.offset`);
  const parsed = Date.parse(ends ? local : offset ? `${local}${offset}` : "");
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
}

function buttons(ui: Seated, view: FormView): Html {
  const ready = view.opinion.canBeSent && view.problems.length === 0;
  return html`<div class="actions" id="actions">
    <button
      class="button primary"
      name="action"
      value="submit"
      id="submit-button"
      ${ready ? "" : "disabled"}
      aria-describedby="submit-why"
    >
      ${ui.say("form.submit")}
    </button>
    <button class="button" name="action" value="save">${ui.say("form.save")}</button>
    <button class="button" name="action" value="opinion" id="show-opinion">
      ${ui.say("form.show-opinion")}
    </button>
    ${submitWhy(ui, ready)}
  </div>`;
}

function submitWhy(ui: Seated, ready: boolean): Html {
  return html`<p class="hint" id="submit-why">
    ${ready ? ui.say("form.submit-ready") : html`<a href="#opinion">${ui.say("form.submit-not-ready")}</a>`}
  </p>`;
}

// ---- Single fields ----
