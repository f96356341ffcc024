import { describe, expect, test } from "vitest";
import { requestOne } from "../src/apps/sandbox/case-1.ts";
import { caseNow } from "../src/exchange/engine.ts";
import type { CrashPoint } from "../src/exchange/ports.ts";
import { bodyOf } from "../src/exchange/rows.ts";
import { contentDigest } from "../src/request/content.ts";
import { type Federation, startFederation } from "./federation.ts";

// A process dies at a named point of its shell and is started again on its rows. Whatever the point and the party, the
// path completes, and nothing happens twice in the outside world.

class Died extends Error {}

const content = requestOne();
const says = { contentDigest: contentDigest(content) };

/** Lets `party` die at the nth time it passes `point`; then never again. Returns whether it happened. */
function dieAt(world: Federation, party: string, point: CrashPoint, nth: number): () => boolean {
  let passed = 0;
  let died = false;
  world.crash.at = (who, where) => {
    if (who !== party || where !== point || died || ++passed < nth) return;
    died = true;
    throw new Died();
  };
  return () => died;
}

/** Does something again until it is done, starting the party again whenever it died. */
async function again<T>(world: Federation, party: string, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 6; tries++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Died) && !(error instanceof Error && error.message === "unreachable"))
        throw error;
      world.restart(party);
    }
  }
  throw new Error("did not complete");
}

async function path(world: Federation, party: string): Promise<string> {
  const draft = await again(world, party, () => world.nodes.BO.saveDraft("bo-01", null, content));
  await again(world, party, () => world.act("bo-01", "submit-request", draft.id, says));
  const sent = await again(world, party, () => world.act("bo-02", "approve-request", draft.id, says));
  const ref = "ref" in sent ? (sent.ref as string) : "";
  for (let round = 0; round < 6; round++) {
    await again(world, party, () => world.settle());
    world.advance(0.02);
  }
  const [row] = await world.nordrack.ports.store.query({ kind: "order", limit: 10 });
  const order = bodyOf("order", row as NonNullable<typeof row>);
  await again(world, party, () =>
    world.nordrack.reply(order.digest, {
      kind: "preserved",
      order: order.digest,
      providerReference: "NR-77",
    }),
  );
  for (let round = 0; round < 6; round++) {
    await again(world, party, () => world.settle());
    world.advance(0.02);
  }
  return ref;
}

const POINTS: CrashPoint[] = [
  "before-commit",
  "after-commit-before-reply",
  "after-send-before-note",
  "after-publish-before-note",
];

describe.each(["node.bo", "node.al", "nordrack"])("%s dies", (party) => {
  test.each(POINTS)("%s, at each time it is passed", async (point) => {
    let crashes = 0;
    for (let nth = 1; nth <= 40; nth++) {
      const world = await startFederation();
      const died = dieAt(world, party, point, nth);
      const ref = await path(world, party);
      if (!died()) break;
      crashes++;
      const [here, there] = [await caseNow(world.nodes.BO, ref), await caseNow(world.nodes.AL, ref)];
      expect(here.preservation, `${point} ${nth}`).toMatchObject({
        state: "confirmed",
        expires: "2027-09-02",
        providerReference: "NR-77",
      });
      expect(there.preservation).toMatchObject({ state: "confirmed" });
      expect((await world.nodes.AL.ports.store.query({ kind: "case", limit: 10 })).length).toBe(1);
      expect((await world.nordrack.ports.store.query({ kind: "order", limit: 10 })).length).toBe(1);
      for (const engine of [world.nodes.BO, world.nodes.AL, world.nordrack]) {
        const waiting = (await engine.ports.store.query({ kind: "outbox", limit: 100 })).filter(
          (each) => each.status !== "done",
        );
        expect(waiting, `${engine.config.self} after ${point} ${nth}`).toEqual([]);
      }
    }
    // A provider's desk keeps no log, so it never publishes; every other point must have been reached.
    if (!(party === "nordrack" && point === "after-publish-before-note")) expect(crashes).toBeGreaterThan(0);
  });
});
