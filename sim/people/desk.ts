import { toMillis } from "../../src/base/time.ts";
import { bodyOf } from "../../src/exchange/rows.ts";
import type { Case } from "../../src/request/case.ts";
import { opinionOf } from "../../src/request/opinion-of.ts";
import type { Sim } from "../sim.ts";
import type { Machine } from "../twins/machine.ts";
import { joinSlices, openItem } from "../world/evidence.ts";
import { type Outcome, act, ask, insist, officerForAll, officerWith } from "./clicks.ts";

/**
 * Somebody looks at a case and does what their office asks for next. Resolves with the milliseconds after which it
 * must be looked at again although nothing changed; 0 where it need not.
 */
export async function considerCase(sim: Sim, machine: Machine, ref: string): Promise<number> {
  const current = await shown(sim, machine, ref);
  if (!current) return LATER;
  const step = current.side === "requesting" ? requestingStep(current) : requestedStep(machine, current);
  if (!step) return 0;
  if (typeof step === "number") return step;
  return "done" in (await step(sim, machine, current)) ? 0 : LATER;
}

const LATER = 3_600_000;

type Step = (sim: Sim, machine: Machine, current: Case) => Promise<Outcome<unknown>>;

/** The case as the desk shows it; looking is on the record. */
async function shown(sim: Sim, machine: Machine, ref: string): Promise<Case | null> {
  const officer = officerWith(sim, machine.state, "draft");
  try {
    const current = await ask(sim, machine, async (engine) => {
      await engine.noteReading(officer, ref, "to see what is to be done");
      const row = await engine.ports.store.read("case", ref);
      return row ? bodyOf("case", row) : null;
    });
    sim.oracle.tell({ what: "shown", at: sim.agenda.now, party: machine.party, officer, ref });
    return current;
  } catch {
    return null;
  }
}

function requestingStep(current: Case): Step | null {
  return current.status === "received" && current.item?.state === "received" ? openEvidence : null;
}

/** What is to be done, or after how long to look again. */
function requestedStep(machine: Machine, current: Case): Step | number | null {
  switch (current.status) {
    case "registered":
      return open;
    case "under-review":
      return current.decision ? null : decide;
    case "granted":
      return current.content.measure === "preservation" ? null : authorise;
    case "held": {
      const until = current.item?.holdUntil;
      const left = until ? toMillis(until) - machine.clock.millis() : 0;
      return left > 0 ? left + 60_000 : release;
    }
    default:
      return null;
  }
}

const open: Step = (sim, machine, { ref }) =>
  act(sim, machine, officerWith(sim, machine.state, "examine"), "open-case", ref);

/** Most are granted; some lack something, some are declined on an open ground. */
const decide: Step = async (sim, machine, current) => {
  const lot = sim.chance.below(100);
  const { ref } = current;
  if (lot < 10)
    return act(sim, machine, officerWith(sim, machine.state, "examine"), "mark-deficient", ref, {
      missing: [{ field: "necessity", why: "Say why nothing less would do." }],
    });
  const both = sim.chance.below(3) === 0 ? officerForAll(sim, machine.state) : null;
  const decider = both ?? officerWith(sim, machine.state, "decide");
  const ground =
    lot < 25
      ? opinionOf(current.content, machine.clock.now(), sim.world.law).grounds.find(
          (each) => each.status !== "closed" && each.status !== "forbidden",
        )
      : undefined;
  return act(sim, machine, decider, "decide-request", ref, {
    outcome: ground ? "declined" : "granted",
    grounds: ground ? [{ id: ground.id, pinpoint: ground.pinpoint, explanation: "As the file shows." }] : [],
    reasons: ground ? "The ground stands." : "No ground was seen.",
    conditions: [],
  });
};

const authorise: Step = (sim, machine, current) => {
  const kind = opinionOf(current.content, machine.clock.now(), sim.world.law).authorisation.requestedState;
  return act(sim, machine, officerWith(sim, machine.state, "authorise"), "authorise-measure", current.ref, {
    issuer: "Court of Investigations",
    kind,
    number: `CI/${current.ref}`,
    date: machine.clock.now().slice(0, 10),
    scope: "what the request names",
    digest: `sha256:${"3".repeat(64)}`,
  });
};

const release: Step = (sim, machine, current) => {
  const item = current.item as NonNullable<Case["item"]>;
  const officer = officerWith(sim, machine.state, "release", current.decision?.officer ?? null);
  return act(sim, machine, officer, "release-evidence", current.ref, {
    item: item.id,
    sealed: item.sealed.digest,
    remedy: "An appeal to the court of the place.",
    addresses: [],
  });
};

const openEvidence: Step = async (sim, machine, current) => {
  const item = current.item as NonNullable<Case["item"]>;
  const manifest = await insist(sim, machine, async (engine) => {
    const slices = new Map<string, Uint8Array>();
    for (const { digest } of item.sealed.slices) {
      const parts: Uint8Array[] = [];
      for await (const part of await engine.ports.blobs.open(digest)) parts.push(part);
      slices.set(digest, Buffer.concat(parts));
    }
    return openItem(sim.world, joinSlices(item, slices), sim.identitiesOf(machine.party));
  });
  if (!("done" in manifest)) return manifest;
  return act(
    sim,
    machine,
    officerWith(sim, machine.state, "receive"),
    "open-evidence",
    current.ref,
    { item: item.id, sealed: item.sealed.digest },
    (engine, signed) => engine.opened(signed, manifest.done.manifest, manifest.done.says.files.length),
  );
};
