import { TOPICS } from "../conduct.ts";
import { type Expect, caseRows, TABLES } from "./table-for-tests.ts";

/** The tables of cases as a page to read: what is asked, what must come out, row by row. */
export function casesPage(): string {
  const rows = caseRows();
  return [
    "# The cases, as they are tested",
    "",
    "Made from the tables in `src/treaty/cases/`; a test keeps it current (`UPDATE=1 npx vitest run src/treaty/cases`). Do",
    "not edit it by hand: correct the row in its table. Everything in it is invented: States, persons, statutes.",
    "",
    ...Object.entries(TABLES).flatMap(([table, json]) => {
      const { case: title, facts } = json as { case: string; facts: string };
      return [
        `## ${title}`,
        "",
        facts,
        "",
        "| Row | Class | This measure | Dual criminality | Extradition | Grounds pointed to | Must be asked | Must not | Also |",
        "|---|---|---|---|---|---|---|---|---|",
        ...rows.filter((each) => each.table === table).map(({ row, expect }) => line(row, expect)),
        "",
      ];
    }),
  ].join("\n");
}

function line(row: string, expect: Expect): string {
  const { points, fires = [], silent = [] } = expect;
  const cells = [
    row,
    [expect.class ?? "", (expect.articles ?? []).join(", ")].filter(Boolean).join(": "),
    [expect.says ?? "", expect.pinpoint ?? ""].filter(Boolean).join(", "),
    [expect.dual ?? "", expect.through ? `through ${expect.through}` : ""].filter(Boolean).join(", "),
    expect.extradition ?? "",
    points === undefined ? "" : points.join(", ") || "none",
    fires.join(", "),
    TOPICS.every((topic) => silent.includes(topic))
      ? ["any protected subject", ...silent.filter((each) => !TOPICS.some((topic) => topic === each))].join(
          ", ",
        )
      : silent.join(", "),
    also(expect).join("; "),
  ];
  return `| ${cells.map((each) => each.replaceAll("|", "/")).join(" | ")} |`;
}

function also(expect: Expect): string[] {
  const list = (name: string, all: readonly string[] | undefined): string[] =>
    all?.length ? [`${name} ${all.join(", ")}`] : [];
  return [
    ...(expect.basis === undefined ? [] : [`basis ${expect.basis ?? "none"}`]),
    ...(expect.proposed ? [`proposed ${expect.proposed}`] : []),
    ...list("closed", expect.closed),
    ...list("forbidden", expect.forbidden),
    ...list("not known", expect.notKnown),
    ...Object.entries(expect.owed ?? {}).map(
      ([ground, duties]) => `owed with ${ground}: ${duties.join(", ")}`,
    ),
    ...list("conditions", expect.conditions),
    ...list("reserved for the pair", expect.notForThePair),
    ...(expect.tensions ?? []).map((each) => `tension ${each.join(" / ")}`),
    ...list("ask next", expect.next),
    ...Object.entries(expect.clocks ?? {}).map(([id, { ends }]) => `${id} ends ${ends}`),
    ...(expect.use ? [`use: ${expect.use.status} (${expect.use.pinpoint})`] : []),
    ...list("missing", expect.missing),
    ...list("advised", expect.advised),
    ...(expect.sent === false ? ["cannot be sent"] : []),
  ];
}
