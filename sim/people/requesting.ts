import { contentDigest } from "../../src/request/content.ts";
import type { Sim } from "../sim.ts";
import type { Machine } from "../twins/machine.ts";
import { type SimMeasure, contentsOf } from "../world/contents.ts";
import { nodeId } from "../world/states.ts";
import { toInstant } from "../../src/base/time.ts";
import { act, insist, officerForAll, officerWith } from "./clicks.ts";
import { approveOwn } from "./rash.ts";

/** The word that marks what only the two Parties may see; the oracle looks for it everywhere else. */
export const TAINT = "COMITYTAINT";

/** A request from draft to the reference its officers are told; some are withdrawn, some lead to another. */
export async function fileRequest(
  sim: Sim,
  machine: Machine,
  number: number,
  linked: { to: string; reference: string } | null = null,
): Promise<void> {
  const { state } = machine;
  const others = sim.world.states.filter((each) => each.code !== state);
  const to = linked?.to ?? sim.chance.pick(others).code;
  const measure: SimMeasure = linked
    ? sim.chance.pick(["traffic-partial", "stored-data"] as const)
    : sim.chance.pick(["preservation", "preservation", "stored-data"] as const);
  const content = contentsOf(sim.world, {
    from: state,
    to,
    measure,
    taint: `${TAINT}${number}`,
    at: toInstant(sim.agenda.now),
    ...(linked ? { preservationReference: linked.reference } : {}),
  });
  // Some offices have one officer for everything: what that officer drafts, another still approves.
  const both = sim.chance.below(4) === 0 ? officerForAll(sim, state) : null;
  const author = both ?? officerWith(sim, state, "draft");
  const draft = await insist(sim, machine, (engine) => engine.saveDraft(author, null, content));
  if (!("done" in draft)) return;
  const says = { contentDigest: contentDigest(content) };
  const submitted = await act(sim, machine, author, "submit-request", draft.done.id, says);
  if (!("done" in submitted)) return;
  await approveOwn(sim, machine, { author, draft: draft.done.id, says });
  await sim.agenda.sleep(sim.chance.between(60_000, 7_200_000));
  const approver = officerWith(sim, state, "approve", author);
  const sent = await act(sim, machine, approver, "approve-request", draft.done.id, says);
  const ref = "done" in sent ? sent.done : null;
  if (!ref) return;
  if (measure === "preservation" && sim.chance.below(2) === 0) {
    await sim.agenda.sleep(sim.chance.between(600_000, 200_000_000));
    if (!sim.faults.healing) void fileRequest(sim, machine, number, { to, reference: ref });
    return;
  }
  await perhapsWithdraw(sim, machine, ref);
}

async function perhapsWithdraw(sim: Sim, machine: Machine, ref: string): Promise<void> {
  const atOnce = sim.faults.strikes("withdrawn at once", ref);
  const later = sim.faults.strikes("withdrawn later", ref);
  if (!atOnce && !later) return;
  await sim.agenda.sleep(
    atOnce ? sim.chance.between(1_000, 120_000) : sim.chance.between(3_600_000, 400_000_000),
  );
  const officer = officerWith(sim, machine.state, "approve");
  await act(sim, machine, officer, "withdraw-request", ref, { reason: "No longer needed." });
}

/** The node of a State. */
export function nodeOf(sim: Sim, state: string): Machine {
  return sim.machines.get(nodeId(state)) as Machine;
}
