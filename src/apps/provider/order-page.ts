import { html } from "hono/html";
import type { Problem } from "../../base/problem.ts";
import type { OrderRow } from "../../exchange/rows.ts";
import { partyOf } from "../../party/directory.ts";
import { type Child, type Html, badge, code, defs, panel, said } from "../web/parts.ts";
import { REASONS } from "./answers.ts";
import type { SourceFile } from "./deps.ts";
import type { Job } from "./jobs.ts";
import type { Answer, Verification } from "./orders.ts";
import { type Desk, moment, orderedPanel, problemSummary, stateBadge, stateOfSender } from "./pages.ts";

/** What is known of an order when its page is shown. */
export interface OrderView {
  order: OrderRow;
  verification: Verification;
  answer: Answer;
  files: readonly (SourceFile & { size: number })[];
  /** Whether an earlier production has sealed the item already. */
  sealed: boolean;
  job: Job | null;
  /** Whether nothing may be done yet, because its node was not heard again since this desk was started. */
  waits: boolean;
  problem: Problem | null;
  /** What was typed and could not be taken. */
  typed: Record<string, string>;
}

/** An order: who signed it, what it asks, and how to answer it. */
export function orderPage(desk: Desk, view: OrderView): Html {
  const problem = view.problem ?? view.job?.problem ?? null;
  const open = view.order.state === "new" && !view.job?.running;
  const answer = answerPanels(desk, view);
  // What is to be answered is read first; what is answered or under way is what one comes back for.
  return html`<p class="actions"><a href="/">${desk.say("order.back")}</a> ${stateBadge(desk, view.order)}</p>
    ${problem ? problemSummary(desk, problem) : null} ${open ? null : answer} ${signedPanel(desk, view)}
    ${orderedPanel(desk, view.order)} ${open ? answer : null}`;
}

function signedPanel(desk: Desk, { order, verification }: OrderView): Html {
  const { say } = desk;
  const { entry } = partyOf(desk.deps.engine.config.directory, order.from);
  const { ok, kids, signedAt, code: fault, act } = verification;
  const phones = entry.authorities.filter((each) => each.kind === "contact-point");
  const rows: (readonly [string, Child])[] = [
    [say("signed.state"), said(stateOfSender(desk, order))],
    [
      say("signed.authority"),
      order.body.authority ? said(order.body.authority.issuer) : say("signed.no-authority"),
    ],
    [say("signed.node"), code(order.from)],
    [
      say("signed.verified"),
      ok ? badge("good", say("signed.yes"), "ok") : badge("bad", say("signed.no"), "no"),
    ],
    ...(ok
      ? [[say("signed.keys"), keyList(kids)] as const]
      : [[say("signed.code"), code(fault ?? "")] as const]),
    ...(signedAt ? [[say("signed.at"), moment(desk, signedAt)] as const] : []),
    [say("signed.call-back"), html`${phones.map(({ name, phone }) => html`${said(name)} ${code(phone)} `)}`],
  ];
  return panel(
    "signed",
    say("signed.title"),
    html`${ok ? null : html`<p class="summary summary-bad" role="alert">${say("signed.no-text")}</p>`}
      ${defs(rows)}
      <p class="hint">${say("signed.trace")}</p>
      ${act ? html`<p><a href="/orders/${order.digest}/order.jws.json" download>${say("signed.download")}</a></p>` : null}`,
  );
}

function keyList(kids: readonly string[]): Html {
  return html`<ul>
    ${kids.map((kid) => html`<li>${code(kid)}</li>`)}
  </ul>`;
}

function answerPanels(desk: Desk, view: OrderView): Child {
  const { order, job, verification } = view;
  if (order.state !== "new") return givenPanel(desk, view);
  if (job?.running) return workingPanel(desk, job);
  if (view.waits) return waitingPanel(desk, order);
  // What does not verify is not answered here, except that it looks wrong.
  if (!verification.ok) return cannotPanel(desk, view);
  const comply = order.body.measure === "preserve" ? preservePanel(desk, view) : producePanel(desk, view);
  return html`${comply} ${view.sealed ? null : cannotPanel(desk, view)}`;
}

function givenPanel(desk: Desk, { order, answer }: OrderView): Html {
  const { say } = desk;
  return panel(
    "answer",
    say("answer.title"),
    defs([
      [say("answer.given"), say(`state.${order.state}`)],
      order.providerReference ? [say("answer.reference"), said(order.providerReference)] : null,
      order.itemId ? [say("answer.item"), code(order.itemId)] : null,
      order.settled ? [say("answer.at"), moment(desk, order.settled)] : null,
      order.recalled
        ? [
            say("answer.recalled"),
            html`${moment(desk, order.recalled.at)} ${say(`recalled.${order.recalled.reason}`)}`,
          ]
        : null,
      [
        say("answer.delivery"),
        html`${say(`answer.${answer.state}`)} ${answer.code ? code(answer.code) : null}`,
      ],
    ]),
  );
}

function waitingPanel({ say }: Desk, order: OrderRow): Html {
  return panel(
    "waits",
    say("answer.title"),
    html`<p class="summary summary-warn">${say("waits.text")} ${code(order.from)}</p>
      <p class="hint">${say("waits.hint")}</p>`,
  );
}

function workingPanel(desk: Desk, { progress }: Job): Html {
  const { say } = desk;
  const stage = say(`stage.${progress.stage}`);
  const share = progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0;
  const percent = new Intl.NumberFormat(desk.tag, { style: "percent" }).format(share);
  return panel(
    "working",
    say("answer.title"),
    html`<p><label for="progress">${say("stage.line", { stage, percent })}</label></p>
      <p><progress id="progress" max="1" value="${share}"></progress></p>
      <p class="hint">${say("stage.wait")}</p>`,
  );
}

function actionOf(order: OrderRow, what: string): string {
  return `/orders/${order.digest}/${what}`;
}

function token(desk: Desk): Html {
  return html`<input type="hidden" name="token" value="${desk.token}" />`;
}

function preservePanel(desk: Desk, { order, typed }: OrderView): Html {
  const { say, deps } = desk;
  return panel(
    "preserve",
    say("preserve.title"),
    html`<p>${say("preserve.text")}</p>
      <p class="hint">${say("answer.final", { provider: deps.provider.name })}</p>
      <form method="post" action="${actionOf(order, "preserve")}">
        ${token(desk)}
        <p class="field">
          <label for="provider-reference">${say("preserve.reference")}</label>
          <input
            id="provider-reference"
            name="providerReference"
            required
            maxlength="200"
            value="${typed["providerReference"] ?? ""}"
          />
        </p>
        <p class="actions"><button class="button primary">${say("preserve.button")}</button></p>
      </form>`,
  );
}

function producePanel(desk: Desk, view: OrderView): Html {
  const { say, deps } = desk;
  const { order, sealed, files } = view;
  const button = (
    from: string,
    key: "produce.again" | "produce.button" | "produce.sandbox",
    primary: boolean,
  ) =>
    html`<form method="post" action="${actionOf(order, "produce")}" class="actions">
      ${token(desk)}
      <input type="hidden" name="from" value="${from}" />
      <button class="button ${primary ? "primary" : ""}">${say(key)}</button>
    </form>`;
  const start = html`${fileTable(desk, view)} ${addFiles(desk, order)}
  ${files.length ? button("received", "produce.button", true) : null}
  ${
    deps.sandbox
      ? html`<p class="hint">${say("produce.sandbox-text")}</p>
          ${button("sandbox", "produce.sandbox", files.length === 0)}`
      : null
  }`;
  return panel(
    "produce",
    say("produce.title"),
    html`<p>${say("produce.text")}</p>
      <p class="hint">${say("answer.final", { provider: deps.provider.name })}</p>
      ${sealed ? button("received", "produce.again", true) : start}`,
  );
}

function fileTable(desk: Desk, { order, files }: OrderView): Html {
  const { say } = desk;
  if (files.length === 0) return html`<p class="quiet">${say("produce.none")}</p>`;
  return html`<h3>${say("produce.files")}</h3>
    <div class="table-wrap" role="region" aria-label="${say("produce.files")}" tabindex="0">
      <table>
        <caption class="visually-hidden">
          ${say("produce.files")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${say("produce.name")}</th>
            <th scope="col">${say("produce.size")}</th>
            <th scope="col">${say("produce.remove")}</th>
          </tr>
        </thead>
        <tbody>
          ${files.map(
            ({ name, size }) =>
              html`<tr>
                <th scope="row">${said(name)}</th>
                <td>${say("produce.bytes", { count: size })}</td>
                <td>
                  <form method="post" action="${actionOf(order, "remove")}">
                    ${token(desk)}
                    <input type="hidden" name="name" value="${name}" />
                    <button class="button small" aria-label="${say("produce.remove-named", { name })}">
                      ${say("produce.remove")}
                    </button>
                  </form>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function addFiles(desk: Desk, order: OrderRow): Html {
  const { say, deps } = desk;
  const path = actionOf(order, "files/");
  const script = deps.island?.("provider-upload");
  return html`<comity-upload
      action="${path}"
      data-adding="${say("produce.adding")}"
      data-added="${say("produce.added")}"
      data-failed="${say("produce.failed")}"
    >
      <p class="field">
        <label for="files">${say("produce.add")}</label>
        <input id="files" type="file" multiple aria-describedby="files-hint" />
      </p>
      <p class="hint" id="files-hint">${say("produce.add-hint")}</p>
      <ul aria-live="polite"></ul>
    </comity-upload>
    ${
      script
        ? html`<script type="module" src="${script.src}" integrity="${script.integrity}"></script>
            <noscript><p class="hint">${say("produce.no-script", { path })}</p></noscript>`
        : html`<p class="hint">${say("produce.no-script", { path })}</p>`
    }`;
}

function cannotPanel(desk: Desk, { order, typed }: OrderView): Html {
  const { say } = desk;
  return panel(
    "cannot",
    say("cannot.title"),
    html`<p>${say("cannot.text")}</p>
      <form method="post" action="${actionOf(order, "cannot")}">
        ${token(desk)}
        <p class="field">
          <label for="reason">${say("cannot.reason")}</label>
          <select id="reason" name="reason" required>
            <option value=""></option>
            ${REASONS.map(
              (reason) =>
                html`<option value="${reason}" ${typed["reason"] === reason ? html`selected` : null}>
                  ${say(`reason.${reason}`)}
                </option>`,
            )}
          </select>
        </p>
        <p class="field">
          <label for="note">${say("cannot.note")}</label>
          <textarea id="note" name="note" maxlength="500" rows="3">${typed["note"] ?? ""}</textarea>
        </p>
        <p class="actions"><button class="button">${say("cannot.button")}</button></p>
      </form>`,
  );
}
