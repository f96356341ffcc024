import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { type Desk, callApi, deskAt } from "../src/apps/demo/client.ts";
import { requestOne, requestThree } from "../src/apps/sandbox/case-1.ts";
import { openSandbox, portsFrom } from "../src/apps/sandbox/make.ts";
import { type Federation, startFederation } from "../src/apps/sandbox/supervise.ts";
import type { Case, Status } from "../src/request/case.ts";

// Real processes, real databases on disk, real HTTP. While case 1 runs, processes are killed without warning at moments
// nobody chose and started again. The path completes, and nothing is there twice.

const folder = mkdtempSync(join(tmpdir(), "comity-kill-"));
let federation: Federation | null = null;

afterAll(async () => {
  await federation?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** Tries until a case stands where it should: an officer who clicks again when the page did not answer. */
async function drive(
  desk: Desk,
  ref: string,
  reached: (current: Case) => boolean,
  attempt: () => Promise<unknown> = async () => {},
): Promise<Case> {
  const problems: string[] = [];
  for (let tries = 0; tries < 1200; tries++) {
    const current = await desk.case(ref).catch(() => null);
    if (current && reached(current)) return current;
    if (current)
      await attempt().catch((error: Error & { code?: string }) => problems.push(error.code ?? error.message));
    await pause(75);
  }
  throw new Error(`${ref} did not get there; last problems: ${problems.slice(-3).join(", ")}`);
}

async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries > 800) throw error;
      await pause(75);
    }
  }
}

const at =
  (...statuses: Status[]) =>
  (current: Case) =>
    statuses.includes(current.status);

describe("processes that are killed", () => {
  test("case 1 completes under SIGKILL, and nothing happens twice", { timeout: 420_000 }, async () => {
    process.env["COMITY_SANDBOX_IMAGE_MB"] = "33";
    const file = await openSandbox(folder, portsFrom(24_301));
    const running = await startFederation(folder, file);
    federation = running;
    const [bo, al] = [deskAt(running.urls["node.bo"] as string), deskAt(running.urls["node.al"] as string)];
    const provider = running.urls["nordrack"] as string;

    let stop = false;
    const kills: string[] = [];
    const victims = ["node.bo", "node.al", "nordrack", file.witnesses[0]?.folder as string];
    const killer = (async () => {
      for (let n = 0; !stop; n++) {
        const victim = victims[n % victims.length] as string;
        await pause(150 + ((n * 7919) % 500));
        await running.kill(victim);
        kills.push(victim);
        await running.start(victim);
      }
    })();
    // Should the test fail, the killer must not go on killing.
    onTestFinished(async () => {
      stop = true;
      await killer.catch(() => undefined);
    });

    /** Each step is one an officer repeats until it has been taken. */
    const send = async (content: Parameters<Desk["send"]>[2]) => {
      const before = new Set((await persist(() => bo.cases())).map((each) => each.ref));
      for (;;) {
        const sent = await bo.send("bo-01", "bo-02", content).catch(() => null);
        const found = (await persist(() => bo.cases())).find((each) => !before.has(each.ref));
        if (found) return found.ref;
        if (sent) return sent;
      }
    };
    const orderOf = async (ref: string, measure: string) =>
      persist(async () => {
        const { orders } = await callApi<{
          orders: { digest: string; ref: string; body: { measure: string } }[];
        }>(`${provider}/api/orders`, "GET", "desk");
        const found = orders.filter((each) => each.ref === ref && each.body.measure === measure);
        if (found.length === 0) throw new Error("not yet");
        expect(found).toHaveLength(1);
        return encodeURIComponent(found[0]?.digest ?? "");
      });

    const r1 = await send(requestOne());
    const preserve = await orderOf(r1, "preserve");
    await drive(
      bo,
      r1,
      (each) => each.preservation?.state === "confirmed",
      () =>
        callApi(`${provider}/api/orders/${preserve}/preserve`, "POST", "desk", {
          providerReference: "NR-77",
        }),
    );

    const r3 = await send(requestThree(r1));
    await drive(
      al,
      r3,
      (each) => each.status !== "registered",
      () => al.act("al-03", "open-case", r3),
    );
    await drive(
      al,
      r3,
      (each) => each.decision !== null,
      () =>
        al.act("al-02", "decide-request", r3, {
          outcome: "granted",
          grounds: [],
          reasons: "No ground seen.",
          conditions: [],
        }),
    );
    const authority = {
      issuer: "Court",
      kind: "judge",
      number: "1",
      date: "2027-07-04",
      scope: "the server",
      digest: `sha256:${"0".repeat(64)}`,
    };
    await drive(
      al,
      r3,
      (each) => each.authority !== null,
      () => al.act("al-04", "authorise-measure", r3, authority),
    );
    const produce = await orderOf(r3, "produce");
    const held = await drive(al, r3, at("held"), () =>
      callApi(`${provider}/api/orders/${produce}/produce`, "POST", "desk", { files: "sandbox" }),
    );
    await persist(() => al.advance("al-05", 25));
    await drive(al, r3, at("released", "received"), () =>
      al.act("al-05", "release-evidence", r3, {
        item: held.item?.id ?? "",
        sealed: held.item?.sealed.digest ?? "",
        addresses: [],
      }),
    );
    await drive(bo, r3, (each) => each.item?.state === "received" || each.item?.state === "opened");
    await drive(
      bo,
      r3,
      (each) => each.item?.state === "opened",
      () => bo.open("bo-01", r3, { item: held.item?.id ?? "", sealed: held.item?.sealed.digest ?? "" }),
    );

    stop = true;
    await killer;
    const here = await drive(bo, r3, (each) => each.item?.custody.length === 7);
    const there = await drive(al, r3, (each) => each.item?.custody.length === 7);
    expect(there.item?.custody).toEqual(here.item?.custody);
    expect(kills.length).toBeGreaterThan(5);
    for (const desk of [bo, al]) {
      const refs = (await desk.cases()).map((each) => each.ref).sort();
      expect(refs).toEqual([r1, r3].sort());
    }
    const once = (current: Case, what: string) =>
      current.timeline.filter((entry) => entry.what === what).length;
    for (const what of [
      "request.registered",
      "case.opened",
      "decision.granted",
      "measure.authorised",
      "evidence.produced",
      "evidence.released",
      "evidence.received",
    ]) {
      expect(once(there, what), what).toBe(1);
    }
  });
});
