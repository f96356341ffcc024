import { html } from "hono/html";
import type { Fetch, Outgoing } from "../../exchange/rows.ts";
import type { Case } from "../../request/case.ts";
import type { Opinion } from "../../treaty/opinion-types.ts";
import { pinpointOf } from "../../treaty/provision.ts";
import { contentView } from "./content-view.ts";
import { statusBadge } from "./inbox-page.ts";
import { opinionView } from "./opinion-view.ts";
import {
  type Child,
  type Html,
  badge,
  clockMark,
  code,
  defs,
  ending,
  panel,
  problemBox,
  prose,
  said,
  when,
} from "./parts.ts";
import type { Problem } from "../../base/problem.ts";
import { stepsFor } from "./steps-for.ts";
import { type Seated, longDay, partyName, sizeText, stateName } from "./ui.ts";
import { urgencyOf, waitsFor } from "./waiting.ts";

/** One request as this node sees it: where it stands, who acts next, what happened, what may be done. */

export interface CaseView {
  current: Case;
  opinion: Opinion;
  /** Messages of this case that are still on their way. */
  outgoing: readonly { status: string; body: Outgoing }[];
  fetching: Fetch | null;
  problem: Problem | null;
}

export function casePage(ui: Seated, view: CaseView): Html {
  const { current } = view;
  const states = [current.requesting, current.requested];
  return html`
    ${view.problem ? problemBox(ui, view.problem) : null}
    <p class="lead"><bdi>${current.content.subject}</bdi></p>
    <div class="split">
      <div class="split-main">
        ${summaryPart(ui, current, states)} ${revealedPart(ui, current)} ${decisionPart(ui, current, states)}
        ${contentView(ui, current.content, true)} ${timelinePart(ui, current, states)}
      </div>
      <aside class="split-side" aria-label="${ui.say("case.side")}">
        ${stepsPart(ui, current)} ${clocksPart(ui, current, states)} ${waitingPart(ui, view)}
        ${receiptsPart(ui, current, states)}
        <details class="panel">
          <summary>${ui.say("case.opinion", { state: stateName(ui, ui.deps.engine.config.state) })}</summary>
          <p class="quiet">${ui.say("opinion.disclaimer")}</p>
          ${opinionView(ui, view.opinion, states, false)}
        </details>
      </aside>
    </div>
  `;
}

function summaryPart(ui: Seated, current: Case, states: readonly string[]): Html {
  const { preservation, authority, item } = current;
  return panel(
    "summary",
    ui.say("case.summary"),
    defs([
      [
        ui.say("case.status"),
        html`${statusBadge(ui, current)} ${when(ui, current.since, [ui.deps.engine.config.state])}`,
      ],
      [ui.say("case.next"), ui.say(`owner.${current.owner}`)],
      [ui.say("content.measure"), ui.say(`measure.${current.content.measure}`)],
      [
        ui.say("content.between"),
        ui.say("content.from-to", {
          from: stateName(ui, current.requesting),
          to: stateName(ui, current.requested),
        }),
      ],
      [ui.say("case.reference"), code(current.ref)],
      current.content.fileNumber
        ? [
            ui.say("case.file-number", { state: stateName(ui, current.requesting) }),
            said(current.content.fileNumber),
          ]
        : null,
      preservation ? [ui.say("case.preservation"), preservationText(ui, current)] : null,
      authority
        ? [
            ui.say("case.authority"),
            html`${ui.sayOr("authorises.", authority.kind, authority.kind)}: ${said(authority.issuer)},
              ${said(authority.number)},
              <time datetime="${authority.date}">${longDay(ui, authority.date)}</time>`,
          ]
        : null,
      item
        ? [
            ui.say("case.evidence"),
            html`<a href="/desk/cases/${encodeURIComponent(current.ref)}/custody"
                >${ui.say("case.evidence-link", { size: sizeText(ui, item.sealed.size) })}</a
              >
              ${badge("plain", ui.say(`item.${item.state}`))}`,
          ]
        : null,
      current.withdrawn
        ? [
            ui.say("case.withdrawn"),
            html`${prose(current.withdrawn.reason)} ${when(ui, current.withdrawn.at, states)}`,
          ]
        : null,
      current.missing.length
        ? [
            ui.say("case.missing"),
            html`<ul class="plain-list">
              ${current.missing.map((each) => html`<li><strong>${said(each.field)}</strong> ${said(each.why)}</li>`)}
            </ul>`,
          ]
        : null,
    ]),
  );
}

function preservationText(ui: Seated, current: Case): Child {
  const { preservation } = current;
  if (!preservation) return null;
  return html`${badge(preservation.state === "confirmed" ? "good" : preservation.state === "cannot" ? "bad" : "info", ui.say(`preservation.${preservation.state}`))}
  ${ui.say("case.preserved-until", { day: longDay(ui, preservation.expires) })}
  ${preservation.provider ? html`· ${said(partyName(ui, preservation.provider))}` : null}
  ${preservation.providerReference ? html`· ${ui.say("case.provider-reference")} ${code(preservation.providerReference)}` : null}`;
}

function revealedPart(ui: Seated, current: Case): Html | null {
  if (current.revealed.length === 0) return null;
  const may = current.side === "requesting" && ui.officer.mandates.includes("draft");
  return panel(
    "revealed",
    ui.say("case.revealed"),
    html`<p>${ui.say("case.revealed-text")}</p>
      <ul class="plain-list revealed">
        ${current.revealed.map(
          (each) =>
            html`<li>
              <p class="verdict">
                ${ui.say("case.revealed-one", { provider: partyName(ui, each.provider), state: stateName(ui, each.state) })}
              </p>
              <p>${code(each.address)}</p>
              ${
                may
                  ? html`<p>
                      <a
                        class="button primary"
                        href="/desk/requests/new?from=${encodeURIComponent(current.ref)}&amp;address=${encodeURIComponent(each.address)}"
                        >${ui.say("case.prepare", { state: stateName(ui, each.state) })}</a
                      >
                    </p>`
                  : null
              }
            </li>`,
        )}
      </ul>`,
    "panel-accent",
  );
}

function decisionPart(ui: Seated, current: Case, states: readonly string[]): Html | null {
  const { decision } = current;
  if (!decision) return null;
  const tone = decision.outcome === "granted" ? "good" : decision.outcome === "declined" ? "bad" : "warn";
  return panel(
    "decision",
    ui.say("case.decision"),
    html`<p>
        ${badge(tone, ui.say(`outcome.${decision.outcome}`))} ${said(partyName(ui, decision.officer))}
        ${when(ui, decision.at, states)}
      </p>
      ${defs([
        [ui.say("act.reasons"), prose(decision.reasons)],
        decision.grounds.length
          ? [
              ui.say("act.grounds"),
              html`<ul class="plain-list">
                ${decision.grounds.map((each) => html`<li><strong>${said(each.pinpoint)}</strong> ${prose(each.explanation)}</li>`)}
              </ul>`,
            ]
          : null,
        decision.conditions.length
          ? [
              ui.say("act.conditions"),
              html`<ul class="plain-list">
                ${decision.conditions.map((each) => html`<li>${said(each)}</li>`)}
              </ul>`,
            ]
          : null,
      ])}`,
  );
}

function timelinePart(ui: Seated, current: Case, states: readonly string[]): Html {
  return panel(
    "timeline",
    ui.say("case.timeline"),
    html`<ol class="timeline">
      ${current.timeline.map(
        (entry) =>
          html`<li>
            <p class="timeline-what">${ui.sayOr("timeline.", entry.what, entry.what)}</p>
            <p class="timeline-by">${said(partyName(ui, entry.by))}</p>
            ${when(ui, entry.at, states)} ${facts(ui, entry.facts)}
          </li>`,
      )}
    </ol>`,
  );
}

function facts(ui: Seated, given: Record<string, string>): Html | null {
  const shown = Object.entries(given).filter(([, value]) => value !== "");
  if (shown.length === 0) return null;
  return html`<p class="timeline-facts">
    ${shown.map(([name, value]) => html`<span>${ui.sayOr("fact.", name, name)}: ${said(factText(ui, name, value))}</span> `)}
  </p>`;
}

function factText(ui: Seated, name: string, value: string): string {
  if (name === "provider") return partyName(ui, value);
  if (name === "size") return sizeText(ui, Number(value));
  if (name === "expires") return longDay(ui, value);
  if (name === "kind") return ui.sayOr("authorises.", value, value);
  return value;
}

function stepsPart(ui: Seated, current: Case): Html {
  const steps = stepsFor(current, ui.officer, ui.now);
  return panel(
    "steps",
    ui.say("case.steps"),
    steps.length
      ? html`<ul class="steps">
          ${steps.map(
            (each) =>
              html`<li>
                ${
                  each.barred
                    ? html`<span class="button barred" aria-disabled="true"
                          >${ui.say(`step.${each.step}`)}</span
                        ><span class="hint">${ui.say(`barred.${each.barred}`)}</span>`
                    : html`<a class="button ${each.main ? "primary" : ""}" href="${each.href}"
                        >${ui.say(`step.${each.step}`)}</a
                      >`
                }
              </li>`,
          )}
        </ul>`
      : html`<p class="quiet">
          ${waitsFor(current, ui.officer) ? ui.say("case.no-step-here") : ui.say("case.no-step", { who: ui.say(`owner.${current.owner}`) })}
        </p>`,
  );
}

function clocksPart(ui: Seated, current: Case, states: readonly string[]): Html | null {
  if (current.clocks.length === 0) return null;
  return panel(
    "clocks",
    ui.say("case.clocks"),
    html`<ul class="plain-list">
      ${current.clocks.map(
        (clock) =>
          html`<li>
            ${clock.stopped ? stoppedMark(ui, clock.id) : clockMark(ui, urgencyOf(clock, ui.now))}<br />
            ${ending(ui, clock.ends, states)} <span class="cite">${pinpointText(ui, clock.pinpoint)}</span>
          </li>`,
      )}
    </ul>`,
  );
}

function stoppedMark(ui: Seated, id: string): Html {
  const name = ui.sayOr("clock.", `name.${id}`, id);
  return badge("plain", ui.say("clock.line", { name, left: ui.say("clock.stopped") }));
}

/** Where a clock comes from: an article, or the sheet of a State. */
function pinpointText(ui: Seated, pinpoint: string): string {
  const sheet = /^sheet\/([A-Z]{2})$/.exec(pinpoint)?.[1];
  return sheet ? ui.say("case.sheet", { state: stateName(ui, sheet) }) : pinpointOf(pinpoint);
}

/** What is not with the other side yet, and what it waits for. */
function waitingPart(ui: Seated, view: CaseView): Html | null {
  const report = ui.deps.report();
  if (view.outgoing.length === 0 && !view.fetching) return null;
  return panel(
    "waiting",
    ui.say("case.waiting"),
    html`<ul class="plain-list">
      ${view.outgoing.map(
        ({ status, body }) =>
          html`<li>
            <strong
              >${ui.say("case.message", { what: ui.sayOr("message.", body.kind, body.kind), to: partyName(ui, body.to) })}</strong
            ><br />
            ${
              status === "unsigned"
                ? ui.say("outbox.unsigned")
                : status === "signed"
                  ? report.waiting
                    ? ui.say("outbox.witnesses", { have: report.waiting.have, need: report.waiting.need })
                    : ui.say("outbox.log")
                  : body.lastProblem
                    ? html`${ui.say("outbox.retrying", { tries: body.tries })} ${code(body.lastProblem)}`
                    : ui.say("outbox.sending")
            }
          </li>`,
      )}
      ${
        view.fetching
          ? html`<li>
              ${ui.say("case.fetching")}
              ${view.fetching.lastProblem ? html`${ui.say("outbox.retrying", { tries: view.fetching.tries })} ${code(view.fetching.lastProblem)}` : null}
            </li>`
          : null
      }
    </ul>`,
  );
}

function receiptsPart(ui: Seated, current: Case, states: readonly string[]): Html {
  const { accepted, onDesk, opened } = current.receipts;
  const at = (time: string | null) =>
    time ? when(ui, time, states) : html`<span class="quiet">${ui.say("receipt.not-yet")}</span>`;
  return panel(
    "receipts",
    ui.say("case.receipts"),
    defs([
      [ui.say("receipt.accepted"), at(accepted)],
      [ui.say("receipt.on-desk"), at(onDesk)],
      [ui.say("receipt.opened"), at(opened)],
    ]),
  );
}
