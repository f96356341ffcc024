import { html } from "hono/html";
import type { Opinion } from "../../treaty/opinion-types.ts";
import { type Child, type Html, type Tone, anchorOf, badge, ending, icon, said } from "./parts.ts";
import { type Ui, instrumentName, stateName } from "./ui.ts";

/** The opinion as a page shows it: what binds, what is open, what is missing. It never says what to decide. */

const STRENGTH_TONE: Record<Opinion["obligation"]["strength"], Tone> = {
  shall: "info",
  "shall-endeavour": "info",
  "may-refuse": "warn",
  "may-decline": "warn",
  "no-duty": "warn",
  unknown: "plain",
};

/** The whole opinion. `linked` makes what is missing point to the fields of a form on the same page. */
export function opinionView(ui: Ui, opinion: Opinion, states: readonly string[], linked: boolean): Html {
  return html`<div class="opinion" data-part="opinion">
    ${missingPart(ui, opinion, linked)} ${instrumentPart(ui, opinion)} ${classPart(ui, opinion)}
    ${dutiesPart(ui, opinion)} ${authorisationPart(ui, opinion)} ${clocksPart(ui, opinion, states)}
    ${groundsPart(ui, opinion)} ${dualPart(ui, opinion)} ${tensionsPart(ui, opinion)}
    ${doorsPart(ui, opinion)}
  </div>`;
}

function block(title: string, body: Child): Html {
  return html`<section class="opinion-block">
    <h3>${title}</h3>
    ${body}
  </section>`;
}

function cite(pinpoint: string): Html {
  return html`<span class="cite">${pinpoint}</span>`;
}

function missingPart(ui: Ui, opinion: Opinion, linked: boolean): Html {
  const required = opinion.missing.filter((each) => each.severity === "required");
  const advised = opinion.missing.filter((each) => each.severity === "advised");
  const line = (each: Opinion["missing"][number]) =>
    html`<li>
      ${linked ? html`<a href="#${anchorOf(each.field)}">${said(each.why)}</a>` : said(each.why)}
      ${cite(each.pinpoint)}
    </li>`;
  return html`<section
    class="opinion-block ready ${required.length || !opinion.canBeSent ? "not-ready" : "is-ready"}"
  >
    <h3>
      ${icon(required.length ? "warn" : "ok")}${
        required.length
          ? ui.say("opinion.missing", { count: required.length })
          : opinion.canBeSent
            ? ui.say("opinion.complete")
            : ui.say("opinion.cannot-be-sent")
      }
    </h3>
    ${
      required.length
        ? html`<ul class="missing">
            ${required.map(line)}
          </ul>`
        : null
    }
    ${
      advised.length
        ? html`<details>
            <summary>${ui.say("opinion.advised", { count: advised.length })}</summary>
            <ul class="missing">
              ${advised.map(line)}
            </ul>
          </details>`
        : null
    }
  </section>`;
}

function instrumentPart(ui: Ui, opinion: Opinion): Html {
  const { chosen, proposed, why, candidates, carriedOver } = opinion.instrument;
  const headline = chosen
    ? html`<p class="verdict">${instrumentName(ui, chosen)}</p>`
    : proposed
      ? html`<p class="verdict">
          ${ui.say("opinion.proposed", { instrument: instrumentName(ui, proposed) })}
        </p>`
      : html`<p class="verdict">${ui.say("opinion.no-instrument")}</p>`;
  return block(
    ui.say("opinion.instrument"),
    html`${headline}
      <p>${said(why)}</p>
      <p>
        ${badge(STRENGTH_TONE[opinion.obligation.strength], ui.say(`strength.${opinion.obligation.strength}`))}
        ${said(opinion.obligation.why)} ${cite(opinion.obligation.pinpoint)}
      </p>
      ${
        carriedOver.length
          ? html`<p>${ui.say("opinion.carried-over")}</p>
              <ul>
                ${carriedOver.map((each) => html`<li>${each.field}: ${each.from} → ${each.to}</li>`)}
              </ul>`
          : null
      }
      <details>
        <summary>${ui.say("opinion.candidates", { count: candidates.length })}</summary>
        <ul class="plain-list">
          ${candidates.map(
            (each) =>
              html`<li>
                <strong>${each.name}</strong>
                ${badge(resultTone(each.applies), ui.say(`applies.${each.applies}`))}<br />
                ${said(each.why)} ${cite(each.pinpoint)}
              </li>`,
          )}
        </ul>
      </details>`,
  );
}

function resultTone(result: "holds" | "fails" | "unknown"): Tone {
  return result === "holds" ? "good" : result === "fails" ? "plain" : "warn";
}

function classPart(ui: Ui, { classification }: Opinion): Html {
  return block(
    ui.say("opinion.offence"),
    html`<p class="verdict">${ui.say(`class.${classification.kind}`)}</p>
      <p>${said(classification.why)}</p>`,
  );
}

function dutiesPart(ui: Ui, opinion: Opinion): Html | null {
  const order = [
    "shall",
    "shall-endeavour",
    "shall-consider",
    "may",
    "nothing-obliges",
    "forbidden",
  ] as const;
  const groups = order
    .map((effect) => ({ effect, duties: opinion.duties.filter((duty) => duty.effect === effect) }))
    .filter(({ duties }) => duties.length);
  if (groups.length === 0) return null;
  return block(
    ui.say("opinion.duties"),
    groups.map(
      ({ effect, duties }) =>
        html`<details>
          <summary>
            ${badge(effect === "forbidden" ? "bad" : effect === "shall" ? "info" : "plain", ui.say(`effect.${effect}`))}
            ${ui.say("opinion.provisions", { count: duties.length })}
          </summary>
          <ul class="plain-list">
            ${duties.toSorted(byNearness).map((duty) => dutyLine(ui, duty))}
          </ul>
        </details>`,
    ),
  );
}

/** What is not settled yet comes first: that is where somebody can still do something. */
function byNearness(a: Opinion["duties"][number], b: Opinion["duties"][number]): number {
  return Number(a.state === "holds") - Number(b.state === "holds");
}

function dutyLine(ui: Ui, duty: Opinion["duties"][number]): Html {
  const open = duty.state !== "holds";
  return html`<li>
    <span class="binds">${ui.say(`binds.${duty.bindsWhom}`)}</span> ${said(duty.statement)}
    ${cite(duty.pinpoint)}
    ${open ? html`<span class="quiet">${ui.say(`state.${duty.state}`)} ${said(duty.why)}</span>` : null}
    ${duty.grade.startsWith("K") ? html`<span class="quiet">${ui.say("opinion.grade-k")}</span>` : null}
  </li>`;
}

function authorisationPart(ui: Ui, { authorisation }: Opinion): Html {
  const { requestedState, available, source, remedyWindowHours, notice } = authorisation;
  return block(
    ui.say("opinion.authorises"),
    html`<p class="verdict">${ui.sayOr("authorises.", requestedState, requestedState)}</p>
      <ul class="plain-list">
        ${available === false ? html`<li>${ui.say("opinion.measure-unavailable")}</li>` : null}
        <li>
          ${
            remedyWindowHours === null
              ? ui.say("opinion.hold-unknown")
              : ui.say("opinion.hold", { hours: remedyWindowHours })
          }
        </li>
        <li>${said(notice)}</li>
        <li class="quiet">${said(source)}</li>
      </ul>`,
  );
}

function clocksPart(ui: Ui, { clocks }: Opinion, states: readonly string[]): Html | null {
  if (clocks.length === 0) return null;
  return block(
    ui.say("opinion.clocks"),
    html`<ul class="plain-list">
      ${clocks.map(
        (clock) =>
          html`<li>
            <strong>${ui.sayOr("clock.", `name.${clock.id}`, clock.id)}:</strong>
            ${clock.ends ? ending(ui, clock.ends, states) : ui.say(clock.from ? "clock.no-date" : "clock.not-started")}
            ${cite(clock.pinpoint)}<br /><span class="quiet">${said(clock.rule)}</span>
            ${
              clock.steps.length
                ? html`<details>
                    <summary>${ui.say("clock.how-found")}</summary>
                    <ul class="plain-list">
                      ${clock.steps.map((each) => html`<li class="quiet">${said(each)}</li>`)}
                    </ul>
                  </details>`
                : null
            }
          </li>`,
      )}
    </ul>`,
  );
}

const GROUND_TONE: Record<Opinion["grounds"][number]["status"], Tone> = {
  open: "warn",
  closed: "plain",
  forbidden: "bad",
  "not-known": "plain",
};

function groundsPart(ui: Ui, { grounds }: Opinion): Html {
  const indicated = grounds.filter((each) => each.indicated && each.status === "open");
  const open = grounds.filter((each) => !each.indicated && each.status === "open");
  const rest = grounds.filter((each) => each.status !== "open");
  return block(
    ui.say("opinion.grounds"),
    html`${
      indicated.length
        ? html`<p>${ui.say("opinion.grounds-indicated", { count: indicated.length })}</p>
            <ul class="plain-list">
              ${indicated.map((each) => groundLine(ui, each))}
            </ul>`
        : html`<p>${ui.say("opinion.grounds-none-indicated")}</p>`
    }
    ${foldedGrounds(ui, ui.say("opinion.grounds-open", { count: open.length }), open)}
    ${foldedGrounds(ui, ui.say("opinion.grounds-closed", { count: rest.length }), rest)}`,
  );
}

function foldedGrounds(ui: Ui, title: string, grounds: Opinion["grounds"]): Html | null {
  if (grounds.length === 0) return null;
  return html`<details>
    <summary>${title}</summary>
    <ul class="plain-list">
      ${grounds.map((each) => groundLine(ui, each))}
    </ul>
  </details>`;
}

function groundLine(ui: Ui, ground: Opinion["grounds"][number]): Html {
  return html`<li>
    <strong>${said(ground.title)}</strong>
    ${badge(GROUND_TONE[ground.status], ui.say(`ground.${ground.status}`))} ${cite(ground.pinpoint)}<br /><span
      class="quiet"
      >${said(ground.why)}</span
    >
  </li>`;
}

function dualPart(ui: Ui, { dualCriminality }: Opinion): Html {
  const { required, result, why, compared } = dualCriminality;
  const word = required === null ? "not-known" : required ? "required" : "not-required";
  return block(
    ui.say("opinion.dual"),
    html`<p>
        ${badge(required ? "info" : "plain", ui.say(`dual.${word}`))}
        ${badge(resultTone(result), ui.say(`dual-result.${result}`))}
      </p>
      <p>${said(why)}</p>
      ${
        compared.length
          ? html`<details>
              <summary>${ui.say("opinion.compared", { count: compared.length })}</summary>
              <ul class="plain-list">
                ${compared.map(
                  (each) =>
                    html`<li>
                      ${stateName(ui, each.state)}, ${each.code}, ${said(each.title)}
                      ${badge(resultTone(each.result), ui.say(`dual-result.${each.result}`))}
                    </li>`,
                )}
              </ul>
            </details>`
          : null
      }`,
  );
}

function tensionsPart(ui: Ui, { tensions }: Opinion): Html | null {
  if (tensions.length === 0) return null;
  return block(
    ui.say("opinion.tensions"),
    html`<ul class="plain-list">
      ${tensions.map((each) => html`<li>${said(each.text)}</li>`)}
    </ul>`,
  );
}

function doorsPart(ui: Ui, { doors }: Opinion): Html {
  const kinds = ["extradition", "jointInvestigation", "assets"] as const;
  return html`<details class="opinion-block">
    <summary>${ui.say("opinion.doors")}</summary>
    <ul class="plain-list">
      ${kinds.map((kind) => {
        const door = doors[kind];
        return html`<li>
          <strong>${ui.say(`door.${kind}`)}</strong>
          ${badge(door.status === "open" ? "good" : "plain", ui.say(`door-status.${door.status}`))}
          ${cite(door.pinpoint)}<br />
          <span class="quiet">${said(door.why)}</span>
        </li>`;
      })}
    </ul>
  </details>`;
}
