import { fromBase64Url, fromUtf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import type { Sim } from "../sim.ts";
import type { Machine } from "./machine.ts";

/**
 * Half of the providers run a program of another make. It answers as ours does, and tells from its files what it has
 * heard; but it knows an order that comes again only for a day after it last came. After that its staff carry it out anew.
 */
export interface ForeignDesks {
  /** An envelope that was put on the line at `sentAt` has been taken in by this machine. */
  took(machine: Machine, sealed: Uint8Array, sentAt: number): void;
  /** Its disk went back: it cannot tell any more what it has heard, and no sender can be blamed. */
  wentBack(party: string): void;
}

const MEMORY = 86_400_000;

interface Order {
  kind: string;
  ref: string;
  body: { measure: string };
}

export function foreignDesks(sim: Sim): ForeignDesks {
  const random = sim.random.fork("foreign");
  const make = new Map<string, boolean>();
  const last = new Map<string, number>();

  function isForeign(machine: Machine): boolean {
    const known = make.get(machine.party) ?? (machine.kind === "provider" && random.below(2) === 0);
    make.set(machine.party, known);
    return known;
  }
  return {
    wentBack: (party) => void make.set(party, false),
    took(machine, sealed, sentAt) {
      if (isForeign(machine)) void look(machine, sealed, sentAt);
    },
  };

  async function look(machine: Machine, sealed: Uint8Array, sentAt: number): Promise<void> {
    const payload = await payloadOf(sim, machine, sealed);
    if (!payload) return;
    const { kind, ref, body } = JSON.parse(fromUtf8(payload)) as Order;
    if (kind !== "order") return;
    const digest = digestOf(payload);
    const before = last.get(digest);
    // What was under way for days is not the sender's doing: it counts by when it was sent.
    last.set(digest, Math.max(before ?? 0, sentAt));
    if (before === undefined || sentAt - before <= MEMORY) return;
    const { party } = machine;
    sim.trace.note(sim.agenda.now, party, `has forgotten the order in ${ref} and carries it out again`);
    const again = { provider: party, order: digest, ref, measure: body.measure };
    sim.oracle.tell({ what: "executed", at: sim.agenda.now, ...again });
  }
}

async function payloadOf(sim: Sim, machine: Machine, sealed: Uint8Array): Promise<Uint8Array | null> {
  try {
    const plain = await sim.crypto.open(sealed, sim.identitiesOf(machine.party));
    const { act } = JSON.parse(fromUtf8(plain)) as { act: string };
    return fromBase64Url((JSON.parse(act) as { payload: string }).payload);
  } catch {
    return null;
  }
}
