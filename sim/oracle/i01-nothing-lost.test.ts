import { expect, test } from "vitest";
import {
  AL,
  BO,
  DAY,
  REF,
  at,
  digestOfSaid,
  endParty,
  endState,
  lost,
  saidOf,
  says,
  shownCase,
  told,
} from "./hand-made.ts";
import { nothingLost } from "./i01-nothing-lost.ts";

const message = says({ kind: "request", from: AL, to: BO, seq: 1, body: {} });
const cases = (here: string, there: string) => [
  endParty(AL, { cases: [shownCase({ status: here })] }),
  endParty(BO, {
    cases: [shownCase({ side: "requested", status: there })],
    holds: new Set([digestOfSaid(message)]),
  }),
];
const filed = [told({}), message];

test("a request that is granted at both ends holds", async () => {
  expect(await saidOf(nothingLost, filed, { parties: cases("granted", "granted") })).toEqual([]);
});

test("a request that the other side does not know", async () => {
  const parties = [
    endParty(AL, { cases: [shownCase({ status: "sent" })] }),
    endParty(BO, { holds: new Set([digestOfSaid(message)]) }),
  ];
  expect(await saidOf(nothingLost, filed, { parties })).toEqual([
    `${REF}: "sent" (nobody) at node.al, unknown at node.bo`,
  ]);
});

test("a request that the two sides see differently", async () => {
  expect(await saidOf(nothingLost, filed, { parties: cases("granted", "under-review") })).toHaveLength(1);
});

test("evidence that was received and never opened", async () => {
  const parties = cases("received", "received");
  expect(await saidOf(nothingLost, filed, { parties })).toHaveLength(1);
});

test("a message that was signed and never taken in", async () => {
  const [here, there] = cases("granted", "granted");
  const parties = [here as never, { ...(there as ReturnType<typeof endParty>), holds: new Set<string>() }];
  expect(await saidOf(nothingLost, filed, { parties })).toEqual([
    'node.al>node.bo/1 "request" was signed and never taken in',
  ]);
});

test("a message that still waits for its receipt", async () => {
  const [here, there] = cases("granted", "granted");
  const parties = [
    { ...(here as ReturnType<typeof endParty>), open: [{ key: "1", to: BO }] },
    there as never,
  ];
  expect(await saidOf(nothingLost, filed, { parties })).toEqual(["1 still waits for its receipt"]);
});

test("something that is still being sent", async () => {
  const { at: end } = endState();
  const world = { parties: cases("granted", "granted"), lastMessage: end - DAY / 2 };
  expect(await saidOf(nothingLost, filed, world)).toEqual([
    "something is still being sent a day before the end",
  ]);
});

test("something that is still being sent a month after", async () => {
  const facts = [...filed, { what: "quiet time" as const, at: at(30 * 24), lastMessage: at(30 * 24 - 1) }];
  expect(await saidOf(nothingLost, facts, { parties: cases("granted", "granted") })).toHaveLength(1);
});

test("a case whose rows a lying disk lost is excused", async () => {
  const facts = [...filed, lost(AL, [REF])];
  expect(await saidOf(nothingLost, facts, { parties: cases("sent", "granted") })).toEqual([]);
});
