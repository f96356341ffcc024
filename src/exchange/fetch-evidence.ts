import { isProblem } from "../base/problem.ts";
import { toInstant, toMillis } from "../base/time.ts";
import { attestStep, demandWhole } from "./attest.ts";
import { type Kit, caseNow } from "./engine.ts";
import { refuseIfHalted } from "./halt.ts";
import { takeInEvidence, wantsToTakeIn } from "./release-evidence.ts";
import { type Fetch, bodyOf, together, write } from "./rows.ts";
import type { Row } from "./store-port.ts";

/** Fetches released evidence slice by slice. What is here already is not fetched again; a cut connection goes on later. */
export async function fetchEvidence(kit: Kit): Promise<number> {
  const due = await kit.ports.store.query({
    kind: "fetch",
    status: "waiting",
    dueBy: kit.ports.now(),
    limit: 10,
  });
  let done = 0;
  for (const row of due) if (await fetchOne(kit, row)) done++;
  return done;
}

async function fetchOne(kit: Kit, row: Row): Promise<boolean> {
  const { ports, config } = kit;
  const fetch = bodyOf("fetch", row);
  const current = await caseNow(kit, fetch.ref);
  if (current.item?.id !== fetch.item) return false;
  let attested: string;
  try {
    await fetchSlices(kit, fetch, current.item.sealed.slices);
    await demandWhole(ports, current.item);
    refuseIfHalted(kit);
    attested = await attestStep(ports, config, current.item, current.ref, current.item.custody, {
      step: "received",
      why: `released by ${current.requested}`,
      officer: null,
      until: null,
    });
  } catch (error) {
    await postpone(kit, row, fetch, isProblem(error) ? error.code : "wire/unreachable");
    return false;
  }
  await kit.run(wantsToTakeIn(config, fetch.ref, current.peer, fetch.item), (context) =>
    takeInEvidence(context, fetch.ref, fetch.item, attested),
  );
  return true;
}

/** Slices on their way at the same time: while one is written and synced, others come. */
const PARALLEL = 3;

/** Fetches what is not here yet. Where one slice fails, the others end before it is told. */
async function fetchSlices(
  { ports }: Kit,
  fetch: Fetch,
  slices: readonly { digest: string }[],
): Promise<void> {
  const left = slices[Symbol.iterator]();
  const fetcher = async () => {
    for (const { digest } of left) {
      if (!(await ports.blobs.has(digest)))
        await ports.blobs.put(await ports.wire.slice(fetch.from, fetch.ref, digest), digest);
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: PARALLEL }, fetcher));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}

async function postpone(kit: Kit, row: Row, fetch: Fetch, code: string): Promise<void> {
  const due = toInstant(
    toMillis(kit.ports.now()) + Math.min(2000 * 2 ** Math.min(fetch.tries, 10), 1_800_000),
  );
  await kit.run(together({ locks: [`fetch:${fetch.item}`], rows: [["fetch", row.key]] }), (context) => {
    if (context.tx.get("fetch", row.key)?.status !== "waiting") return;
    write(
      context.tx,
      "fetch",
      row.key,
      "fetches",
      { ...fetch, tries: fetch.tries + 1, lastProblem: code },
      { status: "waiting", due },
    );
  });
}
