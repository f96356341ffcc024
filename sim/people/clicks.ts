import { isProblem } from "../../src/base/problem.ts";
import type { Json } from "../../src/base/canonical.ts";
import { toInstant } from "../../src/base/time.ts";
import type { Engine } from "../../src/exchange/engine.ts";
import type { SignedOfficerAct } from "../../src/exchange/messages.ts";
import type { Verb } from "../../src/exchange/officer-act.ts";
import type { Mandate, Officer } from "../../src/party/directory.ts";
import type { Sim } from "../sim.ts";
import type { Machine } from "../twins/machine.ts";
import { signedAct } from "../world/still-federation.ts";

/**
 * What people do when a page does not answer: they wait, look again, and press once more; some press twice at once. A
 * person believes only what the page told them.
 */

/** How it ended for the person: done, refused with a code, or nobody ever answered. */
export type Outcome<T> = { done: T } | { refused: string };

/** Answers after which it is worth trying again later. */
const PASSING = new Set([
  "node/halted",
  "node/starting",
  "act/stale",
  "act/from-the-future",
  "evidence/custody-moved",
  "evidence/held",
  "store/clash",
  "party/unknown-officer",
  "act/key-not-enrolled",
]);

const WAITING = "node/catching-up";

/** Asks a node or desk as a browser does; rejects where no answer comes. */
export async function ask<T>(sim: Sim, machine: Machine, run: (engine: Engine) => Promise<T>): Promise<T> {
  const { process } = machine;
  if (!process) throw new Error("nobody listens there");
  const once = () =>
    new Promise<T>((resolve, reject) => {
      run(process.engine).then(
        (value) => {
          if (process.life.alive) resolve(value);
        },
        (error: unknown) => {
          sim.noteFault(machine.party, error);
          if (process.life.alive) reject(error as Error);
        },
      );
    });
  const answer = once();
  if (sim.faults.strikes("clicked twice", machine.party)) void once().catch(() => undefined);
  const lost = sim.faults.strikes("click answer lost", machine.party);
  const silence = sim.agenda.sleep(120_000).then(() => {
    throw new Error("no answer");
  });
  if (!lost) return Promise.race([answer, silence]);
  void answer.catch(() => undefined);
  return silence;
}

/** Asks again, with hours between, until there is an answer that stays. */
export async function insist<T>(
  sim: Sim,
  machine: Machine,
  run: (engine: Engine) => Promise<T>,
  tries = 40,
): Promise<Outcome<T>> {
  let waited = 1;
  for (let attempt = 1; ; attempt++) {
    try {
      return { done: await ask(sim, machine, run) };
    } catch (error) {
      const code = isProblem(error) ? error.code : null;
      // Told to wait until the other side was heard again, a person comes back as often as it takes, ever more rarely.
      if (code === WAITING) [attempt, waited] = [attempt - 1, Math.min(2 * waited, 32)];
      else if (code && (!PASSING.has(code) || attempt >= tries)) return { refused: code };
      else if (attempt >= tries) return { refused: "no answer" };
    }
    await sim.agenda.sleep(sim.chance.between(60_000, 5_400_000) * waited);
  }
}

/** An act, signed afresh at each try. What the person was told goes into the book of what is true outside. */
export async function act(
  sim: Sim,
  machine: Machine,
  officer: string,
  verb: Verb,
  subject: string,
  says: Record<string, Json> = {},
  carry: (engine: Engine, signed: SignedOfficerAct) => Promise<{ ref: string | null }> = (engine, signed) =>
    engine.act(signed),
): Promise<Outcome<string | null>> {
  const outcome = await insist(sim, machine, async (engine) => {
    const signed = await signedAct(sim.world, toInstant(sim.agenda.now), officer, { verb, subject, says });
    sim.oracle.tell({
      what: "clicked",
      at: sim.agenda.now,
      officer,
      verb,
      subject,
      says,
      actDigest: signed.signature.digest,
    });
    return carry(engine, signed);
  });
  const ref = "done" in outcome ? outcome.done.ref : null;
  const answer = "done" in outcome ? "done" : outcome.refused;
  sim.trace.note(sim.agenda.now, machine.party, `${officer} ${verb} ${subject}: ${answer}`);
  sim.oracle.tell({
    what: "told",
    at: sim.agenda.now,
    party: machine.party,
    officer,
    verb,
    subject,
    answer,
    ref,
  });
  return "done" in outcome ? { done: ref } : outcome;
}

/** One try at an act, by somebody who will not ask again. */
export async function tryOnce(
  sim: Sim,
  machine: Machine,
  officer: string,
  verb: Verb,
  subject: string,
): Promise<void> {
  const at = sim.agenda.now;
  let answer = "done";
  try {
    const signed = await signedAct(sim.world, toInstant(at), officer, { verb, subject, says: {} });
    await ask(sim, machine, (engine) => engine.act(signed));
  } catch (error) {
    answer = isProblem(error) ? error.code : "no answer";
  }
  sim.trace.note(sim.agenda.now, machine.party, `${officer}, who has left, ${verb} ${subject}: ${answer}`);
  sim.oracle.tell({ what: "told", at, party: machine.party, officer, verb, subject, answer, ref: null });
}

/** An officer in office with this mandate, other than `not`. */
export function officerWith(sim: Sim, state: string, mandate: Mandate, not: string | null = null): string {
  const entry = sim.world.entries.find((each) => each.state === state);
  const able = (entry?.officers ?? []).filter(
    (each: Officer) => each.until === null && each.mandates.includes(mandate) && each.id !== not,
  );
  return (able[0] as Officer).id;
}

/** An officer in office who may draft, approve, decide and release; null where there is none. */
export function officerForAll(sim: Sim, state: string): string | null {
  const all: readonly Mandate[] = ["draft", "approve", "decide", "release"];
  const entry = sim.world.entries.find((each) => each.state === state);
  const able = (entry?.officers ?? []).find(
    (each) => each.until === null && all.every((mandate) => each.mandates.includes(mandate)),
  );
  return able?.id ?? null;
}
