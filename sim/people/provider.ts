import type { Body } from "../../src/exchange/messages.ts";
import type { OrderRow } from "../../src/exchange/rows.ts";
import type { Sim } from "../sim.ts";
import type { Machine } from "../twins/machine.ts";
import { type MadeItem, makeItem } from "../world/evidence.ts";
import { nodeOf, TAINT } from "./requesting.ts";
import { insist } from "./clicks.ts";

/** What a provider's staff have in their own files about an order: they do a thing once and keep what they did. */
interface File {
  reply: Body<"reply">;
  made: MadeItem | null;
}

const LATER = 3_600_000;

const files = new WeakMap<Sim, Map<string, File>>();

/** Staff look at an order that the desk gives free to be carried out, do what it asks, and answer. Milliseconds until the next look, or 0. */
export async function handleOrder(sim: Sim, machine: Machine, digest: string): Promise<number> {
  const order = await shown(sim, machine, digest);
  if (!order) return LATER;
  if (order.state !== "new") return 0;
  const kept = files.get(sim) ?? new Map<string, File>();
  files.set(sim, kept);
  const file = kept.get(digest) ?? (await execute(sim, machine, order));
  kept.set(digest, file);
  if (file.made && !(await upload(sim, machine, file.made))) return LATER;
  const answer = () => insist(sim, machine, (engine) => engine.reply(digest, file.reply));
  if (sim.faults.strikes("answered twice by the provider", machine.party)) void answer();
  const outcome = await answer();
  sim.trace.note(
    sim.agenda.now,
    machine.party,
    `answers ${file.reply.kind}: ${"done" in outcome ? "done" : outcome.refused}`,
  );
  return "done" in outcome || outcome.refused !== "no answer" ? 0 : LATER;
}

async function shown(sim: Sim, machine: Machine, digest: string): Promise<OrderRow | null> {
  const shown = await insist(sim, machine, (engine) => engine.orderToCarryOut(digest), 3);
  return "done" in shown ? shown.done : null;
}

/** The thing itself, done in the outside world: the oracle counts it. */
async function execute(sim: Sim, machine: Machine, order: OrderRow): Promise<File> {
  const { digest, ref, body } = order;
  if (sim.chance.below(12) === 0)
    return { made: null, reply: { kind: "cannot", order: digest, reason: "no-account", note: "" } };
  sim.oracle.tell({
    what: "executed",
    at: sim.agenda.now,
    provider: machine.party,
    order: digest,
    ref,
    measure: body.measure,
  });
  if (body.measure === "preserve")
    return {
      made: null,
      reply: { kind: "preserved", order: digest, providerReference: `P-${digest.slice(7, 15)}` },
    };
  const random = sim.random.fork(`item/${digest}`);
  const made = await makeItem({
    world: sim.world,
    provider: machine.party,
    ref,
    order: digest,
    sealTo: body.sealTo,
    taint: TAINT,
    entropy: (length) => random.bytes(length),
    now: () => machine.clock.now(),
    sign: (type, payload, at) => sim.crypto.sign(sim.keysOf(machine.party))(type, payload, at),
  });
  return { made, reply: { kind: "produced", order: digest, item: made.item } };
}

/** Puts the slices on the State's node, one by one, until all are there; false where it does not listen. */
async function upload(sim: Sim, machine: Machine, made: MadeItem): Promise<boolean> {
  const node = nodeOf(sim, machine.state);
  for (const [digest, bytes] of made.slices) {
    const put = await insist(sim, node, (engine) => engine.ports.blobs.put(bytes, digest), 20);
    if (!("done" in put)) return false;
  }
  return true;
}
