import { html } from "hono/html";
import { CONDUCT } from "../../treaty/conduct.ts";
import { type RequestContent, contentDigest } from "../../request/content.ts";
import { type Html, code, defs, panel, prose, said, when } from "./parts.ts";
import { type Ui, instrumentName, partyName, stateName } from "./ui.ts";

/** What a request says, from its fields: the same words for whoever wrote it and whoever must decide on it. */
export function contentView(ui: Ui, content: RequestContent, withDigest = false): Html {
  const states = [content.requesting, content.requested];
  const text = (value: string | undefined) => (value ? prose(value) : null);
  const line = (value: string | undefined) => (value ? said(value) : null);
  const rows: [string, ReturnType<typeof prose> | string | null][] = [
    [ui.say("content.measure"), ui.say(`measure.${content.measure}`)],
    [
      ui.say("content.between"),
      ui.say("content.from-to", {
        from: stateName(ui, content.requesting),
        to: stateName(ui, content.requested),
      }),
    ],
    [ui.say("form.basis"), content.basis ? instrumentName(ui, content.basis) : null],
    [ui.say("form.subject"), line(content.subject)],
    [ui.say("form.fileNumber"), line(content.fileNumber)],
    [ui.say("form.authority"), line(content.authority)],
    [ui.say("form.proceeding"), text(content.proceeding)],
    [ui.say("form.offences"), content.offences.length ? offences(ui, content) : null],
    [ui.say("form.conduct"), content.conduct.length ? conduct(content.conduct) : null],
    [ui.say("form.conduct-absent"), content.conductAbsent?.length ? conduct(content.conductAbsent) : null],
    [ui.say("form.facts"), text(content.facts)],
    [ui.say("form.purpose"), text(content.purpose)],
    [ui.say("form.selectors"), content.selectors.length ? selectors(ui, content, states) : null],
    [
      ui.say("form.period"),
      content.period
        ? html`${when(ui, content.period.from, states)}<br />${when(ui, content.period.to, states)}`
        : null,
    ],
    [ui.say("form.custodian"), content.custodian ? said(partyName(ui, content.custodian)) : null],
    [ui.say("form.necessity"), text(content.necessity)],
    [ui.say("form.justification"), text(content.justification)],
    [ui.say("form.durationJustification"), text(content.durationJustification)],
    [
      ui.say("form.intendsMla"),
      content.intendsMla === undefined ? null : content.intendsMla ? ui.say("word.yes") : ui.say("word.no"),
    ],
    [
      ui.say("form.preservationReference"),
      content.preservationReference ? reference(content.preservationReference) : null,
    ],
    [ui.say("form.mlaReference"), content.mlaReference ? reference(content.mlaReference) : null],
    [
      ui.say("form.urgency"),
      content.urgency
        ? html`${ui.say(`urgency.${content.urgency.kind}`)} ${text(content.urgency.reason)}`
        : null,
    ],
    [
      ui.say("form.confidentiality"),
      content.confidentiality
        ? html`${prose(content.confidentiality.reason)} ${when(ui, content.confidentiality.until, states)}`
        : null,
    ],
    [ui.say("form.evidenceForm"), line(content.evidenceForm)],
    [ui.say("form.language"), line(content.language)],
    [
      ui.say("form.context"),
      content.contextFlags?.length
        ? said(content.contextFlags.map((each) => ui.sayOr("topic.", each, each)).join(", "))
        : null,
    ],
    [ui.say("content.answers"), content.answers ? answers(content.answers) : null],
    [ui.say("content.digest"), withDigest ? code(contentDigest(content)) : null],
  ];
  return panel("content", ui.say("content.title"), defs(rows.filter((row) => row[1] !== null)));
}

function reference(ref: string): Html {
  return html`<a href="/desk/cases/${encodeURIComponent(ref)}">${code(ref)}</a>`;
}

function offences(ui: Ui, content: RequestContent): Html {
  return html`<ul class="plain-list">
    ${content.offences.map(({ state, code: number }) => {
      const sheet = ui.deps.engine.config.law.sheets[state];
      const title = sheet?.offences.find((each) => each.code === number)?.title ?? "";
      return html`<li><strong>${said(number)}</strong> ${said(title)}</li>`;
    })}
  </ul>`;
}

function conduct(keys: readonly string[]): Html {
  return html`<ul class="plain-list">
    ${keys.map((key) => html`<li>${said(CONDUCT[key]?.text ?? key)}</li>`)}
  </ul>`;
}

function selectors(ui: Ui, content: RequestContent, states: readonly string[]): Html {
  return html`<ul class="plain-list">
    ${content.selectors.map(
      (each) =>
        html`<li>
          <span class="quiet">${ui.say(`selector.${each.kind}`)}</span>
          ${code(each.port ? `${each.value}:${each.port}` : each.value)}
          ${each.at ? when(ui, each.at, states) : null}
          ${each.reason ? html`<span class="quiet">${ui.say("content.why-this")}</span> ${said(each.reason)}` : null}
        </li>`,
    )}
  </ul>`;
}

function answers(given: Record<string, string>): Html {
  return html`<ul class="plain-list">
    ${Object.entries(given).map(([id, text]) => html`<li><span class="quiet">${said(id)}</span> ${prose(text)}</li>`)}
  </ul>`;
}
