import { expect, test } from "vitest";
import { Problem } from "../../src/base/problem.ts";
import type { ProviderDeskDeps } from "../../src/apps/provider/deps.ts";
import type { Job } from "../../src/apps/provider/jobs.ts";
import { en } from "../../src/apps/provider/messages/en.ts";
import { type OrderView, orderPage } from "../../src/apps/provider/order-page.ts";
import { verifyOrder } from "../../src/apps/provider/orders.ts";
import { type Desk, listPage, problemPage } from "../../src/apps/provider/pages.ts";
import { type Key, wordsIn } from "../../src/apps/provider/say.ts";
import type { OrderRow } from "../../src/exchange/rows.ts";
import { deskDeps, orderFor, orderedWorld } from "./world.ts";

// Pages in a language of marks: whatever is left when marks and data are taken away was written into a template.

const marks = Object.fromEntries(Object.keys(en).map((key) => [key, "⟦⟧"])) as Record<Key, string>;
const LABELS = /\s(?:aria-label|title|placeholder|alt|data-\w+)="([^"]*)"/g;

function leftOver(page: string): string[] {
  const labels = [...page.matchAll(LABELS)].map((match) => match[1] as string);
  const text = page
    .replaceAll(/<(bdi|code|time|textarea)\b[^>]*>[\s\S]*?<\/\1>/g, " ")
    .replaceAll(/<[^>]+>/g, "\n")
    .split("\n");
  return [...text, ...labels]
    .map((each) => each.replaceAll(/⟦[^⟧]*⟧|%|\d/g, "").trim())
    .filter((each) => /\p{L}/u.test(each));
}

function view(order: OrderRow, verification: OrderView["verification"], more: Partial<OrderView>): OrderView {
  const answer = { state: "none", code: null } as const;
  return {
    order,
    verification,
    answer,
    files: [],
    sealed: false,
    job: null,
    waits: false,
    problem: null,
    typed: {},
    ...more,
  };
}

test("every word on every page comes from the catalogue", async () => {
  const { world, r1, r3 } = await orderedWorld();
  const deps: ProviderDeskDeps = { ...deskDeps(world), island: () => ({ src: "/x.js", integrity: "x" }) };
  const desk: Desk = { ...wordsIn(marks), deps, token: "t" };
  const [preserve, produce] = [await orderFor(world, r1), await orderFor(world, r3)];
  const verified = await verifyOrder(deps.engine, produce);
  const problem = new Problem("order/x", "what", "where", "next");
  const job = (running: boolean): Job => ({
    progress: { stage: "seal", done: 1, total: 2 },
    running,
    problem: null,
    done: Promise.resolve(produce),
  });
  const pages = [
    listPage(desk, []),
    listPage(desk, [preserve, produce]),
    problemPage(desk, problem),
    orderPage(desk, view(preserve, verified, {})),
    orderPage(desk, view(produce, verified, { problem, files: [{ name: "a", path: "/a", size: 1 }] })),
    orderPage(desk, view(produce, verified, { sealed: true })),
    orderPage(desk, view(produce, verified, { job: job(true) })),
    orderPage(desk, view(produce, { ...verified, ok: false, code: "act/bad-signature" }, {})),
    orderPage(
      desk,
      view({ ...produce, state: "produced", settled: world.now(), itemId: "item-1" }, verified, {}),
    ),
    orderPage(desk, view({ ...preserve, state: "preserved", providerReference: "NR" }, verified, {})),
  ];
  for (const page of pages) expect(leftOver(String(await page))).toEqual([]);
  expect(leftOver("<p>Hello</p>")).toEqual(["Hello"]);
});
