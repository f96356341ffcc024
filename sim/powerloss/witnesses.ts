import { toBase64 } from "../../src/base/bytes.ts";
import type { Instant } from "../../src/base/time.ts";
import { toMillis } from "../../src/base/time.ts";
import type { WitnessPort } from "../../src/exchange/publish-log.ts";
import { parseVkey } from "../../src/log/note.ts";
import {
  type WitnessState,
  decideAddCheckpoint,
  formatAddCheckpoint,
  parseAddCheckpoint,
} from "../../src/log/witness.ts";
import type { SimWorld } from "../world/states.ts";

/** What a witness remembers of one log, and from when: for a log's machine, by the steps of its own disk. */
interface Seen {
  step: number;
  state: WitnessState;
}

/** Witnesses on machines that keep their power. */
export interface SteadyWitnesses {
  /** The witnesses as the log `origin` reaches them, whose machine counts its steps with `step`. */
  portsFor(origin: string, step: () => number): WitnessPort[];
  /** The same as they stood when that machine was at `step`; what they see from then on is forgotten. */
  portsAt(origin: string, step: number): WitnessPort[];
}

export function steadyWitnesses(world: SimWorld, now: () => Instant): SteadyWitnesses {
  const logs = world.entries.map((entry) => parseVkey(entry.node.log.vkey));
  const seen = new Map<string, Seen[]>();
  const past = (origin: string, witness: string): Seen[] => {
    const key = `${origin} ${witness}`;
    const known = seen.get(key) ?? [];
    seen.set(key, known);
    return known;
  };
  const ports = (
    load: (witness: string) => WitnessState | undefined,
    save: (witness: string, state: WitnessState) => void,
  ) =>
    world.witnesses.map(({ name, seed }, index) => ({
      name: `w${index + 1}`,
      async add(old: number, proof: readonly Uint8Array[], checkpoint: string) {
        const request = parseAddCheckpoint(formatAddCheckpoint(old, proof.map(toBase64), checkpoint));
        const seconds = Math.floor(toMillis(now()) / 1000);
        const answer = decideAddCheckpoint({ name, seed, logs }, load(name), request, seconds);
        if (answer.next) save(name, answer.next);
        return { status: answer.status, body: answer.body };
      },
    }));
  return {
    portsFor: (origin, step) =>
      ports(
        (witness) => past(origin, witness).at(-1)?.state,
        (witness, state) => void past(origin, witness).push({ step: step(), state }),
      ),
    portsAt(origin, step) {
      const then = new Map(
        world.witnesses.map(({ name }) => [
          name,
          past(origin, name).findLast((each) => each.step <= step)?.state,
        ]),
      );
      return ports(
        (witness) => then.get(witness),
        (witness, state) => void then.set(witness, state),
      );
    },
  };
}
