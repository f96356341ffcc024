import { Problem } from "../../base/problem.ts";
import { toMillis } from "../../base/time.ts";
import { type Draft, type Fetch, type Outgoing, type Published, bodyOf } from "../../exchange/rows.ts";
import { type Engine, caseNow } from "../../exchange/engine.ts";
import { streamId } from "../../base/ids.ts";
import type { Case } from "../../request/case.ts";

/** The rows that pages show, as committed. */

const PAGE = 200;

export async function casesFrom(
  engine: Engine,
  after: string | null,
): Promise<{ cases: Case[]; more: string | null }> {
  const rows = await engine.ports.store.query({
    kind: "case",
    ...(after ? { after } : {}),
    limit: PAGE + 1,
  });
  const page = rows.slice(0, PAGE);
  return {
    cases: page.map((row) => bodyOf("case", row)),
    more: rows.length > PAGE ? (page.at(-1)?.key ?? null) : null,
  };
}

/** Drafts that are not sent yet. */
export async function openDrafts(engine: Engine): Promise<Draft[]> {
  const found: Draft[] = [];
  for (const status of ["submitted", "editing"]) {
    const rows = await engine.ports.store.query({ kind: "draft", status, limit: PAGE });
    found.push(...rows.map((row) => bodyOf("draft", row)));
  }
  return found.toSorted((a, b) => toMillis(b.saved) - toMillis(a.saved));
}

/** A case by reference. Throws Problem `request/no-case`. */
export function caseBy(engine: Engine, ref: string): Promise<Case> {
  return caseNow(engine, ref);
}

/** A draft by id. Throws Problem `request/no-draft`. */
export async function draftBy(engine: Engine, id: string): Promise<Draft> {
  const row = await engine.ports.store.read("draft", id);
  if (!row)
    throw new Problem(
      "request/no-draft",
      "There is no such draft.",
      id.slice(0, 60),
      "Open your inbox again.",
    );
  return bodyOf("draft", row);
}

/** Messages of a case that have no receipt yet, and evidence that is still being fetched. */
export async function underWay(
  engine: Engine,
  current: Case,
): Promise<{ outgoing: { status: string; body: Outgoing }[]; fetching: Fetch | null }> {
  const outgoing: { status: string; body: Outgoing }[] = [];
  const scopes = new Set([streamId(engine.config.self, current.peer)]);
  if (current.preservation?.provider) scopes.add(streamId(engine.config.self, current.preservation.provider));
  if (current.content.custodian) scopes.add(streamId(engine.config.self, current.content.custodian));
  for (const scope of scopes)
    for (const status of ["unsigned", "signed", "ready"]) {
      const rows = await engine.ports.store.query({ kind: "outbox", scope, status, limit: PAGE });
      for (const row of rows)
        if (bodyOf("outbox", row).ref === current.ref) outgoing.push({ status, body: bodyOf("outbox", row) });
    }
  const row = current.item ? await engine.ports.store.read("fetch", current.item.id) : undefined;
  const fetching = row?.status === "waiting" ? bodyOf("fetch", row) : null;
  return { outgoing, fetching };
}

/** What this node has published last. */
export async function publishedNow(engine: Engine): Promise<Published | null> {
  const row = await engine.ports.store.read("published", "head");
  return row ? bodyOf("published", row) : null;
}

/** Preservation requests to a State that a request for the data can name. */
export async function preservationsTo(
  engine: Engine,
  state: string,
): Promise<{ ref: string; subject: string }[]> {
  const { cases } = await casesFrom(engine, null);
  return cases
    .filter(
      (each) =>
        each.side === "requesting" && each.requested === state && each.content.measure === "preservation",
    )
    .map((each) => ({ ref: each.ref, subject: each.content.subject }));
}
