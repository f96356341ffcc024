import { isProblem } from "../../src/base/problem.ts";
import type { Json } from "../../src/base/canonical.ts";
import { toInstant, toMillis } from "../../src/base/time.ts";
import type { Verb } from "../../src/exchange/officer-act.ts";
import { bodyOf } from "../../src/exchange/rows.ts";
import type { Mandate, Officer } from "../../src/party/directory.ts";
import type { Case } from "../../src/request/case.ts";
import { opinionOf } from "../../src/request/opinion-of.ts";
import type { Sim } from "../sim.ts";
import type { Machine } from "../twins/machine.ts";
import { signedAct } from "../world/still-federation.ts";
import { ask, officerWith } from "./clicks.ts";

/** What somebody tries who may not. */
interface Attempt {
  officer: string;
  verb: Verb;
  subject: string;
  says: Record<string, Json>;
  /** Why it must fail, in words. */
  why: string;
  /** Whether the oracle judges it by what comes of it: the answer alone may be that all was done before. */
  byEffect?: boolean;
  /** Milliseconds between signing and sending. */
  wait?: number;
}

const HOUR = 3_600_000;

/** Now and then somebody tries what they may not: without a mandate, too early, on what is over, with an old signature. */
export function rashPeople(sim: Sim, machine: Machine): void {
  const random = sim.random.fork(`rash/${machine.party}`);
  const again = (): void =>
    sim.agenda.after(random.between(HOUR, 8 * HOUR), () => {
      if (sim.faults.healing) return;
      const found = attemptsAt(sim, machine);
      const attempt = found.length > 0 ? found[random.below(found.length)] : undefined;
      if (attempt && sim.faults.strikes("somebody tries what they may not", machine.party))
        void carryOut(sim, machine, attempt);
      again();
    });
  again();
}

/** One try at what must fail; how it ended goes into the book of what is true outside. */
export async function carryOut(sim: Sim, machine: Machine, attempt: Attempt): Promise<void> {
  const { officer, verb, subject, says, why } = attempt;
  let answer = "done";
  try {
    const signed = await signedAct(sim.world, toInstant(sim.agenda.now), officer, { verb, subject, says });
    if (attempt.byEffect)
      sim.oracle.tell({
        what: "clicked",
        at: sim.agenda.now,
        officer,
        verb,
        subject,
        says,
        actDigest: signed.signature.digest,
      });
    if (attempt.wait) await sim.agenda.sleep(attempt.wait);
    await ask(sim, machine, (engine) => engine.act(signed));
  } catch (error) {
    answer = isProblem(error) ? error.code : "no answer";
  }
  const at = sim.agenda.now;
  sim.trace.note(at, machine.party, `${officer} tries ${verb} ${subject} although ${why}: ${answer}`);
  if (!attempt.byEffect)
    sim.oracle.tell({ what: "tried", at, party: machine.party, officer, verb, subject, answer, why });
}

function attemptsAt(sim: Sim, machine: Machine): Attempt[] {
  const cases = machine.disk.rows.query({ kind: "case", limit: 200 }).map((row) => bodyOf("case", row));
  return cases.flatMap((current) => attemptsOn(sim, machine, current));
}

function attemptsOn(sim: Sim, machine: Machine, current: Case): Attempt[] {
  const { ref, status, side } = current;
  const without = (mandate: Mandate) => officerWithout(sim, machine.state, mandate);
  const made: Attempt[] = [];
  if (side === "requested" && status === "registered") {
    const why = "the officer has no mandate to examine";
    made.push({ officer: without("examine"), verb: "open-case", subject: ref, says: {}, why });
    const officer = officerWith(sim, machine.state, "examine");
    const late = "the act was signed hours ago";
    made.push({ officer, verb: "open-case", subject: ref, says: {}, why: late, wait: 2 * HOUR });
  }
  if (side === "requested" && status === "under-review") {
    const says = { outcome: "granted", grounds: [], reasons: "I think so.", conditions: [] };
    const why = "the officer has no mandate to decide";
    made.push({ officer: without("decide"), verb: "decide-request", subject: ref, says, why });
    if (current.content.measure !== "preservation") made.push(earlyAuthority(sim, machine, current));
  }
  if (side === "requested" && current.item?.state === "held") made.push(...releases(sim, machine, current));
  return made;
}

/** Entering the authority although nobody has decided: the order would leave at once. */
function earlyAuthority(sim: Sim, machine: Machine, { ref, content }: Case): Attempt {
  const kind = opinionOf(content, machine.clock.now(), sim.world.law).authorisation.requestedState;
  const says = {
    issuer: "Court of Investigations",
    kind,
    number: `CI/${ref}/early`,
    date: machine.clock.now().slice(0, 10),
    scope: "what the request names",
    digest: `sha256:${"4".repeat(64)}`,
  };
  const officer = officerWith(sim, machine.state, "authorise");
  return {
    officer,
    verb: "authorise-measure",
    subject: ref,
    says,
    why: "nobody has decided",
    byEffect: true,
  };
}

const UNABLE = "the officer has no mandate to release";

/** Releasing too early, without mandate, after the withdrawal, or by who decided. */
function releases(sim: Sim, machine: Machine, current: Case): Attempt[] {
  const { item, ref, status, decision } = current;
  if (!item) return [];
  const says = { item: item.id, sealed: item.sealed.digest, remedy: "None is known.", addresses: [] };
  const by = (officer: string, why: string): Attempt => ({
    officer,
    verb: "release-evidence",
    subject: ref,
    says,
    why,
    byEffect: why !== UNABLE,
  });
  const releaser = officerWith(sim, machine.state, "release", decision?.officer ?? null);
  if (status === "withdrawn") return [by(releaser, "the request was withdrawn")];
  if (status !== "held") return [];
  const left = item.holdUntil ? toMillis(item.holdUntil) - machine.clock.millis() : 0;
  if (left > 10 * 60_000) return [by(releaser, "the remedy window is open")];
  if (left > 0) return [];
  const none = by(officerWithout(sim, machine.state, "release"), UNABLE);
  const decider = officerNamed(sim, machine.state, decision?.officer ?? "");
  return decider?.mandates.includes("release")
    ? [by(decider.id, "the officer took the decision"), none]
    : [none];
}

function officersOf(sim: Sim, state: string): readonly Officer[] {
  const entry = sim.world.entries.find((each) => each.state === state);
  return (entry?.officers ?? []).filter((each) => each.until === null);
}

function officerNamed(sim: Sim, state: string, id: string): Officer | undefined {
  return officersOf(sim, state).find((each) => each.id === id);
}

function officerWithout(sim: Sim, state: string, mandate: Mandate): string {
  return (officersOf(sim, state).find((each) => !each.mandates.includes(mandate)) as Officer).id;
}

/** The author of a draft approves it, if that officer has both mandates. */
export async function approveOwn(
  sim: Sim,
  machine: Machine,
  own: { author: string; draft: string; says: Record<string, Json> },
): Promise<void> {
  const author = officerNamed(sim, machine.state, own.author);
  if (!author?.mandates.includes("approve")) return;
  if (!sim.faults.strikes("somebody tries what they may not", machine.party)) return;
  const { draft: subject, says } = own;
  await carryOut(sim, machine, {
    officer: own.author,
    verb: "approve-request",
    subject,
    says,
    why: "the author may not approve",
  });
}
