import { toBase64 } from "../../src/base/bytes.ts";
import type { NoteKey } from "../../src/log/note.ts";
import {
  type WitnessState,
  decideAddCheckpoint,
  formatAddCheckpoint,
  parseAddCheckpoint,
} from "../../src/log/witness.ts";
import type { Agenda, Life } from "../kernel/agenda.ts";
import type { Random } from "../kernel/random.ts";
import type { Faults } from "../faults/mix.ts";

/**
 * Witnesses outside every State: the real decision of a witness over a memory that never goes back. They stall, answer
 * late, and lose answers after having written down what they saw.
 */
export interface SimWitness {
  name: string;
  /** What it has seen of each log, by origin: ground truth for the oracle. */
  states: ReadonlyMap<string, WitnessState>;
  downUntil: number;
  add(
    life: Life,
    old: number,
    proof: readonly Uint8Array[],
    checkpoint: string,
  ): Promise<{ status: number; body: string }>;
}

export function simWitness(world: {
  name: string;
  seed: Uint8Array;
  logs: readonly NoteKey[];
  agenda: Agenda;
  random: Random;
  faults: Faults;
  seen(origin: string, old: number, size: number, root: Uint8Array): void;
}): SimWitness {
  const { name, seed, logs, agenda, random, faults } = world;
  const states = new Map<string, WitnessState>();
  /** Its last cosignature for each log: what it hands out when it mixes up what it was asked. */
  const given = new Map<string, string>();
  const witness: SimWitness = {
    name,
    states,
    downUntil: 0,
    async add(life, old, proof, checkpoint) {
      await agenda.sleep(
        faults.strikes("witness slow", name) ? random.between(1_000, 60_000) : random.between(5, 80),
        life,
      );
      if (witness.downUntil > agenda.now) throw new Error("the witness cannot be reached");
      const request = parseAddCheckpoint(formatAddCheckpoint(old, proof.map(toBase64), checkpoint));
      const known = states.get(request.origin);
      const answer = decideAddCheckpoint({ name, seed, logs }, known, request, Math.floor(agenda.now / 1000));
      if (answer.next) {
        states.set(request.origin, { size: answer.next.size, root: answer.next.root });
        world.seen(request.origin, old, answer.next.size, answer.next.root);
      }
      if (faults.strikes("witness answer lost", name)) throw new Error("the witness's answer was lost");
      const before = given.get(request.origin);
      if (answer.status === 200) given.set(request.origin, answer.body);
      if (before && faults.strikes("witness answers for another size", name))
        return { status: 200, body: before };
      return { status: answer.status, body: answer.body };
    },
  };
  return witness;
}
