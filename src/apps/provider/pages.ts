import { html } from "hono/html";
import type { Problem } from "../../base/problem.ts";
import { type Instant, inZone, toMillis } from "../../base/time.ts";
import type { OrderRow } from "../../exchange/rows.ts";
import { partyOf } from "../../party/directory.ts";
import { type Child, type Html, badge, code, defs, panel, said } from "../web/parts.ts";
import type { ProviderDeskDeps } from "./deps.ts";
import type { Words } from "./say.ts";

/** What every page of the desk is rendered with. */
export interface Desk extends Words {
  deps: ProviderDeskDeps;
  /** Token that forms carry. */
  token: string;
}

/** The list of orders. */
export function listPage(desk: Desk, orders: readonly OrderRow[]): Html {
  const { say } = desk;
  const open = orders.filter((order) => order.state === "new").length;
  return html`<p class="lead">${say("list.lead", { open })}</p>
    ${
      orders.length === 0
        ? html`<p class="quiet">${say("list.none")}</p>`
        : html`<div class="table-wrap" role="region" aria-label="${say("list.caption")}" tabindex="0">
            <table>
              <caption class="visually-hidden">
                ${say("list.caption")}
              </caption>
              <thead>
                <tr>
                  <th scope="col">${say("list.reference")}</th>
                  <th scope="col">${say("list.from")}</th>
                  <th scope="col">${say("list.measure")}</th>
                  <th scope="col">${say("list.state")}</th>
                  <th scope="col">${say("list.age")}</th>
                </tr>
              </thead>
              <tbody>
                ${orders.map((order) => listRow(desk, order))}
              </tbody>
            </table>
          </div>`
    }`;
}

function listRow(desk: Desk, order: OrderRow): Html {
  return html`<tr>
    <th scope="row"><a class="ref" href="/orders/${order.digest}">${code(order.ref)}</a></th>
    <td>${said(stateOfSender(desk, order))}</td>
    <td>${desk.say(`measure.${order.body.measure}`)}</td>
    <td>${stateBadge(desk, order)}</td>
    <td>${ageOf(desk, order.received)}</td>
  </tr>`;
}

/** Where an order stands, in words. */
export function stateBadge(desk: Desk, order: OrderRow): Html {
  const tones = {
    new: "warn",
    preserved: "good",
    produced: "good",
    cannot: "info",
    recalled: "info",
  } as const;
  return badge(tones[order.state], desk.say(`state.${order.state}`), order.state === "new" ? "warn" : "ok");
}

/** The name of the State behind the party that sent an order. */
export function stateOfSender(desk: Desk, order: OrderRow): string {
  return partyOf(desk.deps.engine.config.directory, order.from).entry.name;
}

function ageOf(desk: Desk, since: Instant): string {
  const minutes = Math.max(0, Math.floor((toMillis(desk.deps.now()) - toMillis(since)) / 60_000));
  if (minutes < 120) return desk.say("age.minutes", { count: minutes });
  if (minutes < 48 * 60) return desk.say("age.hours", { count: Math.floor(minutes / 60) });
  return desk.say("age.days", { count: Math.floor(minutes / 1440) });
}

/** A point in time on the desk's wall clock, and in UTC as logs have it. */
export function moment(desk: Desk, at: Instant): Html {
  return html`<time datetime="${at}">${inZone(at, desk.deps.zone)}</time>
    <span class="quiet">${code(at)}</span>`;
}

/** What went wrong, with code, place and next step. */
export function problemSummary(desk: Desk, problem: Problem): Html {
  const { say } = desk;
  const all = problem.also.length ? problem.also : [problem];
  return html`<div
    class="summary summary-bad"
    role="alert"
    tabindex="-1"
    id="problem"
    aria-labelledby="problem-title"
  >
    <h2 id="problem-title">${say("problem.title")}</h2>
    <ul>
      ${all.map(
        (each) =>
          html`<li>
            <strong>${said(each.message)}</strong>
            <span class="next">${say("problem.next", { next: each.next })}</span>
            <span class="quiet">${say("problem.code", { code: each.code, where: each.where })}</span>
          </li>`,
      )}
    </ul>
  </div>`;
}

/** A page that is only a problem. */
export function problemPage(desk: Desk, problem: Problem): Html {
  return html`${problemSummary(desk, problem)}
    <p><a href="/">${desk.say("order.back")}</a></p>`;
}

/** Everything the order says, as it was signed. */
export function orderedPanel(desk: Desk, order: OrderRow): Html {
  const { say, sayOr } = desk;
  const { body } = order;
  const rows: (readonly [string, Child])[] = [
    [say("what.measure"), say(`measure.${body.measure}`)],
    [say("what.what"), said(sayOr("what.", body.what))],
    [say("what.legal-basis"), said(instrumentName(desk, body.legalBasis))],
    ...authorityRows(desk, order),
    [say("what.period"), period(desk, order)],
    ...(body.preserveUntil ? [[say("what.preserve-until"), code(body.preserveUntil)] as const] : []),
    [say("what.secrecy-until"), body.secrecyUntil ? moment(desk, body.secrecyUntil) : say("what.no-secrecy")],
    ...(body.sealTo.length ? [[say("what.seal-to"), sealedTo(desk, order)] as const] : []),
    [say("order.received"), moment(desk, order.received)],
    [say("order.digest"), code(order.digest)],
  ];
  return panel("ordered", say("what.title"), html`${defs(rows)} ${selectors(desk, order)}`);
}

function instrumentName(desk: Desk, id: string): string {
  const { instruments } = desk.deps.engine.config.law;
  return (instruments as Record<string, { name: string } | undefined>)[id]?.name ?? id;
}

function authorityRows(desk: Desk, { body }: OrderRow): (readonly [string, Child])[] {
  const { say } = desk;
  if (!body.authority) return [];
  const { number, kind, date, scope, digest } = body.authority;
  return [
    [say("what.authority-reference"), said(number)],
    [say("what.authority-kind"), said(kind)],
    [say("what.authority-date"), code(date)],
    [say("what.authority-scope"), said(scope)],
    [say("what.authority-digest"), code(digest)],
  ];
}

function period(desk: Desk, { body }: OrderRow): Child {
  if (!body.period) return desk.say("what.no-period");
  return html`${moment(desk, body.period.from)} ${desk.say("word.to")} ${moment(desk, body.period.to)}`;
}

function sealedTo(desk: Desk, { body }: OrderRow): Child {
  const { states } = desk.deps.engine.config.directory;
  return html`<ul>
    ${body.sealTo.map(
      ({ state, recipient }) =>
        html`<li>${said(states.get(state)?.name ?? state)} ${code(`${recipient.slice(0, 24)}…`)}</li>`,
    )}
  </ul>`;
}

function selectors(desk: Desk, { body }: OrderRow): Html {
  const { say, sayOr } = desk;
  if (body.selectors.length === 0) return html`<p>${say("what.no-selectors")}</p>`;
  return html`<h3>${say("what.selectors")}</h3>
    <div class="table-wrap" role="region" aria-label="${say("what.selectors")}" tabindex="0">
      <table>
        <caption class="visually-hidden">
          ${say("what.selectors")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${say("what.kind")}</th>
            <th scope="col">${say("what.value")}</th>
            <th scope="col">${say("what.port")}</th>
            <th scope="col">${say("what.at")}</th>
          </tr>
        </thead>
        <tbody>
          ${body.selectors.map(
            ({ kind, value, port, at }) =>
              html`<tr>
                <td>${said(sayOr("selector.", kind))}</td>
                <th scope="row">${code(value)}</th>
                <td>${port ?? say("word.none")}</td>
                <td>${at ? moment(desk, at) : say("word.none")}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
