import { html } from "hono/html";
import { utf8 } from "../../base/bytes.ts";
import type { Json } from "../../base/canonical.ts";
import { Problem } from "../../base/problem.ts";
import { digestOf } from "../../crypto/hash.ts";
import type { Case } from "../../request/case.ts";
import type { Opinion } from "../../treaty/opinion-types.ts";
import { type FormValues, valueOf, valuesOf } from "./form-values.ts";
import { opinionView } from "./opinion-view.ts";
import {
  type Child,
  type Html,
  anchorOf,
  badge,
  code,
  panel,
  problemBox,
  said,
  tokenField,
  when,
} from "./parts.ts";
import { type Seated, sizeText } from "./ui.ts";

/**
 * The forms of acts that need words: decide, list what is missing, authorise, release, withdraw. Each form only
 * prepares the act; the review page shows it, and what is signed there is carried out.
 */

export interface ActForm {
  current: Case;
  opinion: Opinion;
  values: FormValues;
  problem: Problem | null;
}

type Reader = (form: ActForm, upload: Uint8Array | null) => Record<string, Json>;

function needed(values: FormValues, name: string, what: string): string {
  const text = valueOf(values, name).trim();
  if (!text) throw new Problem("web/field-empty", `${what}`, name, "Fill in the field.");
  return text;
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

// ---- Decision ----

export const readDecision: Reader = ({ values, opinion }) => {
  const outcome = needed(values, "outcome", "No outcome has been chosen.");
  const chosen = valuesOf(values, "grounds");
  const grounds = opinion.grounds
    .filter((ground) => chosen.includes(ground.id))
    .map((ground) => {
      if (ground.status === "closed" || ground.status === "forbidden")
        throw new Problem(
          "decision/ground-closed",
          `${ground.pinpoint}: ${ground.why}`,
          "grounds",
          "Choose a ground that is open.",
        );
      const explanation = needed(
        values,
        `ground.${ground.id}`,
        `The ground ${ground.pinpoint} has no explanation.`,
      );
      return { id: ground.id, pinpoint: ground.pinpoint, explanation };
    });
  return {
    outcome,
    grounds: outcome === "granted" ? [] : grounds,
    reasons: needed(values, "reasons", "Reasons are owed for every decision."),
    conditions: linesOf(valueOf(values, "conditions")),
  };
};

export function decisionForm(ui: Seated, form: ActForm): Html {
  const { values, opinion } = form;
  const outcome = valueOf(values, "outcome");
  const outcomes = ["granted", "declined", "postponed"] as const;
  return shell(
    ui,
    form,
    "decision",
    html`<fieldset class="part">
        <legend><h2>${ui.say("decide.outcome")}</h2></legend>
        <div class="boxes" id="f-outcome" tabindex="-1">
          ${outcomes.map(
            (each) =>
              html`<label class="box"
                ><input
                  type="radio"
                  name="outcome"
                  value="${each}"
                  required
                  ${each === outcome ? "checked" : ""}
                />
                <span
                  ><strong>${ui.say(`act.outcome.${each}`)}</strong
                  ><span class="hint">${ui.say(`decide.${each}`)}</span></span
                ></label
              >`,
          )}
        </div>
      </fieldset>
      <fieldset class="part" id="f-grounds" tabindex="-1">
        <legend><h2>${ui.say("decide.grounds")}</h2></legend>
        <p class="hint">${ui.say("decide.grounds-hint")}</p>
        ${groundChoices(ui, opinion, values)}
      </fieldset>
      <fieldset class="part">
        <legend><h2>${ui.say("decide.reasons-part")}</h2></legend>
        ${area(values, "reasons", ui.say("act.reasons"), ui.say("decide.reasons-hint"), 7, true)}
        ${area(values, "conditions", ui.say("act.conditions"), ui.say("decide.conditions-hint"), 3, false)}
      </fieldset>`,
  );
}

function groundChoices(ui: Seated, opinion: Opinion, values: FormValues): Child {
  const chosen = valuesOf(values, "grounds");
  const usable = opinion.grounds.filter((each) => each.status === "open" || each.status === "not-known");
  const barred = opinion.grounds.filter((each) => each.status === "closed" || each.status === "forbidden");
  return html`
    ${usable
      .toSorted((a, b) => Number(b.indicated) - Number(a.indicated))
      .map(
        (each) =>
          html`<div class="ground">
            <label class="box"
              ><input
                type="checkbox"
                name="grounds"
                value="${each.id}"
                ${chosen.includes(each.id) ? "checked" : ""}
              />
              <span
                ><strong>${said(each.title)}</strong> ${badge("plain", ui.say(`ground.${each.status}`))}
                <span class="cite">${each.pinpoint}</span> <span class="hint">${said(each.why)}</span></span
              ></label
            >
            <div class="ground-why">
              <label for="${anchorOf(`ground.${each.id}`)}"
                >${ui.say("decide.ground-why", { pinpoint: each.pinpoint })}</label
              >
              <textarea id="${anchorOf(`ground.${each.id}`)}" name="ground.${each.id}" rows="2">
${valueOf(values, `ground.${each.id}`)}</textarea>
            </div>
          </div>`,
      )}
    ${
      barred.length
        ? html`<h3>${ui.say("decide.barred", { count: barred.length })}</h3>
            ${barred.map(
              (each) =>
                html`<label class="box box-off"
                  ><input type="checkbox" disabled />
                  <span
                    >${said(each.title)}
                    ${badge(each.status === "forbidden" ? "bad" : "plain", ui.say(`ground.${each.status}`))}
                    <span class="cite">${each.pinpoint}</span>
                    <span class="hint">${said(each.why)}</span></span
                  ></label
                >`,
            )}`
        : null
    }
  `;
}

// ---- What is missing ----

export const readDeficient: Reader = ({ values }) => {
  const missing = [0, 1, 2, 3, 4, 5].flatMap((row) => {
    const field = valueOf(values, `missing.${row}.field`).trim();
    const why = valueOf(values, `missing.${row}.why`).trim();
    if (!field && !why) return [];
    if (!field || !why)
      throw new Problem(
        "web/field-empty",
        "A line of the list has only one half.",
        `missing.${row}.${field ? "why" : "field"}`,
        "Name the field and say why it is needed.",
      );
    return [{ field, why }];
  });
  if (missing.length === 0)
    throw new Problem(
      "web/field-empty",
      "The list of what is missing is empty.",
      "missing.0.field",
      "Name at least one thing.",
    );
  return { missing };
};

export function deficientForm(ui: Seated, form: ActForm): Html {
  return shell(
    ui,
    form,
    "deficient",
    html`<p class="hint">${ui.say("deficient.hint")}</p>
      ${[0, 1, 2, 3, 4, 5].map(
        (row) =>
          html`<div class="row-card" role="group" aria-label="${ui.say("form.row", { number: row + 1 })}">
            ${line(form.values, `missing.${row}.field`, ui.say("act.field"))}
            ${line(form.values, `missing.${row}.why`, ui.say("act.why"))}
          </div>`,
      )}`,
  );
}

// ---- Authority ----

export const readAuthority: Reader = ({ values }, upload) => {
  const pasted = valueOf(values, "orderText");
  if (!upload?.length && !pasted.trim())
    throw new Problem(
      "web/field-empty",
      "The order itself is missing.",
      "orderText",
      "Choose its file, or paste its text: only its digest is kept.",
    );
  const date = needed(values, "date", "The order has no date.");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date))
    throw new Problem("time/invalid", "This is not a date.", "date", "Write it as 2027-07-05.");
  return {
    issuer: needed(values, "issuer", "Who issued the order is missing."),
    kind: needed(values, "kind", "The kind of authority is missing."),
    number: needed(values, "number", "The number of the order is missing."),
    date,
    scope: needed(values, "scope", "The scope of the order is missing."),
    digest: digestOf(upload?.length ? upload : utf8(pasted)),
  };
};

export function authoriseForm(ui: Seated, form: ActForm): Html {
  const { values, opinion } = form;
  const demanded = opinion.authorisation.requestedState;
  const usual = ["judge", "prosecutor", "order", "independent-body"];
  // The sheet speaks in its State's own words; what it demands can always be chosen.
  const kinds = demanded === "not known" || usual.includes(demanded) ? usual : [demanded, ...usual];
  const chosen = valueOf(values, "kind") || demanded;
  return shell(
    ui,
    form,
    "authorise",
    html`<p class="lead">
        ${ui.say("authorise.demanded", { who: ui.sayOr("authorises.", demanded, demanded) })}
      </p>
      <div class="field">
        <label for="f-kind">${ui.say("act.kind")}</label>
        <select id="f-kind" name="kind" required>
          ${kinds.map((each) => html`<option value="${each}" ${each === chosen ? "selected" : ""}>${ui.sayOr("authorises.", each, each)}</option>`)}
        </select>
      </div>
      ${line(values, "issuer", ui.say("act.issuer"), true)}
      ${line(values, "number", ui.say("act.number"), true)}
      ${line(values, "date", ui.say("authorise.date"), true, "2027-07-05")}
      ${line(values, "scope", ui.say("act.scope"), true)}
      <div class="field">
        <label for="f-orderFile">${ui.say("authorise.file")}</label>
        <p class="hint">${ui.say("authorise.file-hint")}</p>
        <input type="file" id="f-orderFile" name="orderFile" />
      </div>
      ${area(values, "orderText", ui.say("authorise.text"), null, 4, false)}</div>`,
    true,
  );
}

// ---- Release ----

export const readRelease: Reader = ({ values, current }) => {
  if (!current.item)
    throw new Problem(
      "evidence/no-item",
      "There is no item in this case.",
      current.ref,
      "Open the case again.",
    );
  const addresses = valueOf(values, "addresses")
    .split(/[\s,;]+/)
    .filter((each) => each !== "");
  const wrong = addresses.find((each) => !/^\d{1,3}(\.\d{1,3}){3}$/.test(each));
  if (wrong !== undefined)
    throw new Problem(
      "web/not-an-address",
      "A line is not an IPv4 address.",
      "addresses",
      "Write one address on each line, for example 203.0.113.77.",
    );
  return { item: current.item.id, sealed: current.item.sealed.digest, addresses };
};

export function releaseForm(ui: Seated, form: ActForm): Html {
  const { current, values } = form;
  const { item } = current;
  const states = [current.requesting, current.requested];
  return shell(
    ui,
    form,
    "release",
    html`<div class="part">
      ${
        item
          ? html`<dl class="defs">
              <div>
                <dt>${ui.say("act.item")}</dt>
                <dd>${code(item.id)}</dd>
              </div>
              <div>
                <dt>${ui.say("act.sealed")}</dt>
                <dd>${code(item.sealed.digest)} ${sizeText(ui, item.sealed.size)}</dd>
              </div>
              <div>
                <dt>${ui.say("release.hold")}</dt>
                <dd>${item.holdUntil ? when(ui, item.holdUntil, states) : ui.say("word.none")}</dd>
              </div>
            </dl>`
          : null
      }
      ${area(values, "addresses", ui.say("act.addresses"), ui.say("release.addresses-hint"), 3, false)}
    </div>`,
  );
}

// ---- Withdrawal ----

export const readWithdrawal: Reader = ({ values }) => ({
  reason: needed(values, "reason", "The reason is missing."),
});

export function withdrawForm(ui: Seated, form: ActForm): Html {
  return shell(
    ui,
    form,
    "withdraw",
    html`<div class="part">
      <p class="hint">${ui.say("withdraw.hint")}</p>
      ${area(form.values, "reason", ui.say("act.reason"), null, 4, true)}
    </div>`,
  );
}

// ---- Shared ----

function shell(ui: Seated, form: ActForm, name: string, body: Child, upload = false): Html {
  const states = [form.current.requesting, form.current.requested];
  const base = `/desk/cases/${encodeURIComponent(form.current.ref)}`;
  return html`
    ${form.problem ? problemBox(ui, form.problem, true) : null}
    <div class="split">
      <form
        class="split-main"
        method="post"
        action="${base}/${name}"
        ${upload ? html`enctype="multipart/form-data"` : null}
      >
        ${tokenField(ui)} ${body}
        <div class="actions">
          <button class="button primary">${ui.say("act-form.review")}</button>
          <a class="button" href="${base}">${ui.say("review.back")}</a>
          <p class="hint">${ui.say("act-form.hint")}</p>
        </div>
      </form>
      <aside class="split-side" aria-labelledby="opinion-title">
        ${panel(
          "case-short",
          ui.say("content.title"),
          html`<p><strong>${said(form.current.content.subject)}</strong></p>
            <p>${ui.say(`measure.${form.current.content.measure}`)}</p>
            <p><a href="${base}">${ui.say("act-form.whole-case")}</a></p>`,
        )}
        <h2 id="opinion-title">${ui.say("opinion.title")}</h2>
        <p class="quiet">${ui.say("opinion.disclaimer")}</p>
        ${opinionView(ui, form.opinion, states, false)}
      </aside>
    </div>
  `;
}

function line(values: FormValues, name: string, label: string, required = false, example = ""): Html {
  return html`<div class="field">
    <label for="${anchorOf(name)}">${label}</label>
    <input
      type="text"
      dir="auto"
      id="${anchorOf(name)}"
      name="${name}"
      value="${valueOf(values, name)}"
      placeholder="${example}"
      autocomplete="off"
      ${required ? "required" : ""}
    />
  </div>`;
}

function area(
  values: FormValues,
  name: string,
  label: string,
  hint: string | null,
  rows: number,
  required: boolean,
): Html {
  return html`<div class="field">
    <label for="${anchorOf(name)}">${label}</label>
    ${hint ? html`<p class="hint" id="${anchorOf(name)}-hint">${hint}</p>` : null}
    <textarea
      dir="auto"
      id="${anchorOf(name)}"
      name="${name}"
      rows="${rows}"
      ${hint ? html`aria-describedby="${anchorOf(name)}-hint"` : null}
      ${required ? "required" : ""}
    >
${valueOf(values, name)}</textarea>
  </div>`;
}
