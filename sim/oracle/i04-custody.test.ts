import { expect, test } from "vitest";
import { utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import { AL, BO, actOf, endParty, instant, saidOf, says, shownCase } from "./hand-made.ts";
import { custodyUnbroken } from "./i04-custody.ts";

const STEPS = ["collected", "sealed", "received", "held", "released", "received", "opened"];

/** A chain in which step `broken` is changed. */
function chain(broken = -1, change: Record<string, unknown> = {}): string[] {
  const acts: string[] = [];
  for (const [index, step] of STEPS.entries()) {
    const before = acts.at(-1);
    const prev = before ? digestOf(utf8(before)) : null;
    const whole = { seq: index + 1, prev, step, at: instant(index) };
    acts.push(actOf(index === broken ? { ...whole, ...change } : whole));
  }
  return acts;
}

const leaves = (custody: string[]) =>
  says({ kind: "evidence", from: BO, to: AL, seq: 1, body: { item: { id: "item-1", custody } } });
const opened = (custody: string[]) => ({
  parties: [
    endParty(AL, {
      cases: [shownCase({ status: "received", item: { id: "item-1", state: "opened", custody } })],
    }),
    endParty(BO),
  ],
});

test("seven steps, each over the one before, hold", async () => {
  expect(await saidOf(custodyUnbroken, [leaves(chain().slice(0, 5))], opened(chain()))).toEqual([]);
});

test.each<[string, string[]]>([
  ["a step over another head", chain(4, { prev: `sha256:${"0".repeat(64)}` })],
  ["a step that is left out", chain().toSpliced(2, 1)],
  ["a step in another order", chain(3, { step: "released" })],
  ["time that goes back", chain(5, { at: instant(-1) })],
  ["a number that does not follow", chain(6, { seq: 9 })],
])("%s", async (_name, custody) => {
  const said = await saidOf(custodyUnbroken, [leaves(chain().slice(0, 5))], opened(custody));
  expect(said.some((what) => what.includes("is broken"))).toBe(true);
});

test("evidence that leaves with a broken chain", async () => {
  expect(await saidOf(custodyUnbroken, [leaves(chain().slice(0, 4))])).toEqual([
    "item-1 left with a broken chain of custody",
  ]);
});

test("another chain received than was released", async () => {
  const other = chain(0, { at: instant(-5) });
  const said = await saidOf(custodyUnbroken, [leaves(chain().slice(0, 5))], opened(other));
  expect(said.some((what) => what.includes("another chain"))).toBe(true);
});
