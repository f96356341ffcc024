import { html } from "hono/html";
import type { Draft } from "../../exchange/rows.ts";
import type { Case } from "../../request/case.ts";
import { type Child, type Html, badge, clockMark, code, panel, said, when } from "./parts.ts";
import { type Seated, partyName, stateName } from "./ui.ts";
import { draftWaitsFor, nearestClock, waitsFor } from "./waiting.ts";

/** The inbox of a person: what waits for them, what they are writing, and all cases of this node. */

export interface Inbox {
  cases: readonly Case[];
  drafts: readonly Draft[];
  /** Key to go on from, where there are more cases than fit on a page. */
  more: string | null;
}

export function inboxPage(ui: Seated, inbox: Inbox): Html {
  const cases = inbox.cases.toSorted((a, b) => hoursLeft(ui, a) - hoursLeft(ui, b));
  const mine = cases.filter((each) => waitsFor(each, ui.officer));
  const toSign = inbox.drafts.filter((each) => draftWaitsFor(each, ui.officer));
  const own = inbox.drafts.filter(
    (each) => each.state !== "sent" && each.officer === ui.officer.id && !toSign.includes(each),
  );
  return html`
    <p class="lead">${ui.say("inbox.lead", { count: mine.length + toSign.length })}</p>
    ${halted(ui)}
    ${panel(
      "mine",
      ui.say("inbox.mine"),
      html`${toSign.length ? draftTable(ui, toSign, ui.say("inbox.mine-drafts-caption")) : null}
      ${mine.length ? caseTable(ui, mine, ui.say("inbox.mine-caption")) : null}
      ${toSign.length + mine.length ? null : html`<p class="quiet">${ui.say("inbox.nothing")}</p>`}`,
    )}
    ${own.length ? panel("drafts", ui.say("inbox.drafts"), draftTable(ui, own, ui.say("inbox.drafts-caption"))) : null}
    ${panel(
      "all",
      ui.say("inbox.all"),
      html`${cases.length ? caseTable(ui, cases, ui.say("inbox.cases-caption")) : html`<p class="quiet">${ui.say("inbox.no-cases")}</p>`}
      ${inbox.more ? html`<p><a href="/desk?after=${encodeURIComponent(inbox.more)}">${ui.say("inbox.more")}</a></p>` : null}`,
    )}
  `;
}

function hoursLeft(ui: Seated, current: Case): number {
  return nearestClock(current, ui.now)?.hours ?? Number.MAX_SAFE_INTEGER;
}

/** What the background work says when it cannot go on, or not with everybody. */
export function halted(ui: Seated): Html | null {
  const report = ui.deps.report();
  if (report.halted)
    return html`<p class="summary summary-bad" role="alert">
      ${ui.say("inbox.halted")} ${code(report.halted)}
    </p>`;
  return html`${
    report.waiting
      ? html`<p class="summary summary-warn">
          ${ui.say("inbox.waiting", { have: report.waiting.have, need: report.waiting.need })}
        </p>`
      : null
  }
  ${
    report.unheard.length > 0
      ? html`<p class="summary summary-warn">
          ${ui.say("inbox.unheard")} ${report.unheard.map((peer) => html`${code(peer)} `)}
        </p>`
      : null
  }`;
}

function table(caption: string, heads: readonly string[], rows: Child): Html {
  return html`<div class="table-wrap" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption class="visually-hidden">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((each) => html`<th scope="col">${each}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function caseTable(ui: Seated, cases: readonly Case[], caption: string): Html {
  const heads = [
    ui.say("inbox.reference"),
    ui.say("inbox.subject"),
    ui.say("inbox.other-state"),
    ui.say("inbox.status"),
    ui.say("inbox.next"),
    ui.say("inbox.clock"),
  ];
  return table(
    caption,
    heads,
    cases.map((each) => caseRow(ui, each)),
  );
}

function caseRow(ui: Seated, current: Case): Html {
  const other = current.side === "requesting" ? current.requested : current.requesting;
  return html`<tr>
    <th scope="row">
      <a class="ref" href="/desk/cases/${encodeURIComponent(current.ref)}">${code(current.ref)}</a>
    </th>
    <td class="col-wide">
      ${said(current.content.subject)}<br /><span class="quiet"
        >${ui.say(`measure.${current.content.measure}`)}</span
      >
    </td>
    <td>
      ${current.side === "requesting" ? ui.say("inbox.to", { state: stateName(ui, other) }) : ui.say("inbox.from", { state: stateName(ui, other) })}
    </td>
    <td>${statusBadge(ui, current)}</td>
    <td>${ui.say(`owner.${current.owner}`)}</td>
    <td>${clockMark(ui, nearestClock(current, ui.now))}</td>
  </tr>`;
}

/** Where a case stands, in words. */
export function statusBadge(ui: Seated, current: Case): Html {
  const tones: Partial<Record<Case["status"], "good" | "bad" | "warn" | "info">> = {
    granted: "good",
    received: "good",
    released: "good",
    declined: "bad",
    deficient: "warn",
    withdrawn: "warn",
    "nothing-held": "warn",
    "under-review": "info",
    held: "info",
  };
  return badge(tones[current.status] ?? "plain", ui.say(`status.${current.status}`));
}

function draftTable(ui: Seated, drafts: readonly Draft[], caption: string): Html {
  const heads = [
    ui.say("inbox.draft"),
    ui.say("inbox.other-state"),
    ui.say("inbox.status"),
    ui.say("inbox.author"),
    ui.say("inbox.saved"),
  ];
  return table(
    caption,
    heads,
    drafts.map(
      (draft) =>
        html`<tr>
          <th scope="row">
            <a href="/desk/drafts/${draft.id}"
              >${draft.content.subject ? said(draft.content.subject) : ui.say("inbox.untitled")}</a
            ><br />
            <span class="quiet">${ui.say(`measure.${draft.content.measure}`)}</span>
          </th>
          <td>${ui.say("inbox.to", { state: stateName(ui, draft.content.requested) })}</td>
          <td>${draftBadge(ui, draft)}</td>
          <td>${said(partyName(ui, draft.officer))}</td>
          <td>${when(ui, draft.saved, [ui.deps.engine.config.state])}</td>
        </tr>`,
    ),
  );
}

function draftBadge(ui: Seated, draft: Draft): Html {
  if (draft.state === "submitted") return badge("info", ui.say("draft.submitted"));
  return draft.returned.length
    ? badge("warn", ui.say("draft.returned"))
    : badge("plain", ui.say("draft.editing"));
}
