import { html } from "hono/html";
import type { Problem } from "../../base/problem.ts";
import { type VerifiedChain, verifyChain } from "../../custody/chain.ts";
import { actKeysAt, partyOf, providerKeysAt } from "../../party/directory.ts";
import type { Case, Item } from "../../request/case.ts";
import type { OpeningJob } from "./opening-jobs.ts";
import { type Html, badge, code, defs, panel, problemBox, said, tokenField, when } from "./parts.ts";
import { type Seated, partyName, sizeText, stateName } from "./ui.ts";

/** The custody of an item: what it is, who held it when and why, and how a court checks it without us. */

export interface CustodyView {
  current: Case;
  item: Item;
  chain: VerifiedChain;
  /** Files that can be downloaded; empty before the item was opened. */
  files: readonly { name: string; size: number; sha256: string }[];
  job: OpeningJob | null;
  folder: string | null;
  problem: Problem | null;
}

/** Checks the chain against the keys in the directory. */
export function checkedChain(ui: Seated, item: Item): Promise<VerifiedChain> {
  const { directory } = ui.deps.engine.config;
  return verifyChain(item.custody, (by, at) => {
    if (by.provider) {
      const entry = [...directory.states.values()].find((state) =>
        state.providers.some((each) => each.id === by.provider),
      );
      const party = entry ? partyOf(directory, by.provider) : null;
      return party?.kind === "provider" ? providerKeysAt(party.provider, at) : [];
    }
    const entry = by.state ? directory.states.get(by.state) : undefined;
    return entry ? actKeysAt(entry, at) : [];
  });
}

export function custodyPage(ui: Seated, view: CustodyView): Html {
  const { current, item } = view;
  const states = [current.requesting, current.requested];
  return html`
    ${view.problem ? problemBox(ui, view.problem) : null} ${openingPart(ui, view)}
    ${panel(
      "item",
      ui.say("custody.item"),
      defs([
        [ui.say("act.item"), code(item.id)],
        [
          ui.say("custody.state"),
          badge(item.state === "opened" ? "good" : "info", ui.say(`item.${item.state}`)),
        ],
        [ui.say("act.sealed"), code(item.sealed.digest)],
        [
          ui.say("custody.size"),
          html`${sizeText(ui, item.sealed.size)}
          ${ui.say("custody.slices", { count: item.sealed.slices.length })}`,
        ],
        [ui.say("custody.manifest"), code(item.manifest)],
        item.holdUntil ? [ui.say("release.hold"), when(ui, item.holdUntil, states)] : null,
      ]),
    )}
    ${filesPart(ui, view)} ${chainPart(ui, view, states)} ${checksPart(ui, view)} ${folderPart(ui, view)}
  `;
}

function openingPart(ui: Seated, view: CustodyView): Html | null {
  const { current, item, job } = view;
  if (job?.state === "running")
    return html`<div class="summary summary-info" role="status">
      <h2>${ui.say("custody.opening")}</h2>
      <progress
        aria-label="${ui.say("custody.opening")}"
        max="${job.total || 1}"
        value="${job.done}"
      ></progress>
      <p>
        ${ui.say("custody.opening-progress", { done: sizeText(ui, job.done), total: sizeText(ui, job.total) })}
      </p>
    </div>`;
  if (job?.state === "failed" && job.problem) return problemBox(ui, job.problem);
  const may =
    current.side === "requesting" && item.state === "received" && ui.officer.mandates.includes("receive");
  if (!may) return null;
  return html`<div class="summary summary-info">
    <h2>${ui.say("custody.open-title")}</h2>
    <p>${ui.say("custody.open-text")}</p>
    <p>
      <a
        class="button primary"
        href="/desk/review?verb=open-evidence&amp;subject=${encodeURIComponent(current.ref)}"
        >${ui.say("step.open-evidence")}</a
      >
    </p>
  </div>`;
}

function filesPart(ui: Seated, view: CustodyView): Html {
  const { current, item, files } = view;
  const listed = files.length ? files : item.files;
  const may = files.length > 0 && ui.officer.mandates.includes("receive");
  const base = `/desk/cases/${encodeURIComponent(current.ref)}/custody/files`;
  return panel(
    "files",
    ui.say("custody.files", { count: listed.length }),
    html`<div class="table-wrap" role="region" aria-label="${ui.say("custody.files-caption")}" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${ui.say("custody.file-name")}</th>
              <th scope="col">${ui.say("custody.size")}</th>
              <th scope="col">${ui.say("custody.hash")}</th>
              <th scope="col">${ui.say("custody.get")}</th>
            </tr>
          </thead>
          <tbody>
            ${listed.map(
              (file, index) =>
                html`<tr>
                  <th scope="row">${said(file.name)}</th>
                  <td>${sizeText(ui, file.size)}</td>
                  <td class="hash">${code(file.sha256)}</td>
                  <td>
                    ${may ? html`<a href="${base}/${index}" download>${ui.say("custody.download")}<span class="visually-hidden"> ${said(file.name)}</span></a>` : html`<span class="quiet">${ui.say("custody.not-open")}</span>`}
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="hint">${ui.say("custody.no-preview")}</p>`,
  );
}

function chainPart(ui: Seated, view: CustodyView, states: readonly string[]): Html {
  const signed = view.chain.report.find((each) => each.id === "custody/signature")?.ok ?? false;
  return panel(
    "chain",
    ui.say("custody.chain"),
    html`<ol class="timeline">
      ${view.chain.steps.map(
        (step) =>
          html`<li>
            <p class="timeline-what">
              ${ui.sayOr("custody.step.", step.step, step.step)}
              ${signed ? badge("good", ui.say("custody.signature-ok"), "ok") : badge("warn", ui.say("custody.signature-see"), "warn")}
            </p>
            <p class="timeline-by">${said(byText(ui, step.by))}</p>
            ${when(ui, step.at, states)}
            <p class="timeline-facts">
              <span>${ui.say("custody.why")} ${said(step.why)}</span>
              <span>${ui.say("custody.tool")} ${said(`${step.tool.name} ${step.tool.version}`)}</span>
              ${step.until ? html`<span>${ui.say("custody.until")} ${when(ui, step.until, states)}</span>` : null}
            </p>
          </li>`,
      )}
    </ol>`,
  );
}

function byText(ui: Seated, by: VerifiedChain["steps"][number]["by"]): string {
  const institution = by.provider ? partyName(ui, by.provider) : by.state ? stateName(ui, by.state) : "";
  return by.officer ? `${institution} · ${partyName(ui, by.officer)}` : institution;
}

function checksPart(ui: Seated, view: CustodyView): Html {
  return panel(
    "checks",
    ui.say("custody.checks"),
    html`<ul class="checks">
      ${view.chain.report.map(
        (each) =>
          html`<li>
            ${each.ok ? badge("good", ui.say("verify.ok"), "ok") : badge("bad", ui.say("verify.not-ok"), "no")}
            ${said(each.what)} <span class="quiet">${each.ok ? "" : said(each.where)}</span>
          </li>`,
      )}
    </ul>`,
  );
}

function folderPart(ui: Seated, view: CustodyView): Html | null {
  if (view.item.state !== "opened" || view.current.side !== "requesting") return null;
  return panel(
    "folder",
    ui.say("custody.folder"),
    view.folder
      ? html`<p>${ui.say("custody.folder-is")}</p>
          <p>${code(view.folder)}</p>
          <p>${ui.say("custody.command")}</p>
          <pre class="exact" dir="ltr" tabindex="0">${`npx comity verify ${view.folder}`}</pre>`
      : html`<p>${ui.say("custody.folder-text")}</p>
          <form method="post" action="/desk/cases/${encodeURIComponent(view.current.ref)}/custody/folder">
            ${tokenField(ui)}<button class="button">${ui.say("custody.folder-make")}</button>
          </form>`,
  );
}
