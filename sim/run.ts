import { bodyOf } from "../src/exchange/rows.ts";
import type { FaultKind, Strike } from "./faults/mix.ts";
import type { EndParty, EndState, Sometimes, Violation } from "./oracle/facts.ts";
import { type Plan, type Sim, BEGAN, simOf } from "./sim.ts";

/** What came of one seed. */
export interface RunResult {
  plan: Plan;
  /** Node-hours while faults struck, and after. */
  nodeHoursUnderFault: number;
  nodeHoursHealing: number;
  messages: number;
  commits: number;
  events: number;
  requests: number;
  faults: ReadonlyMap<FaultKind, number>;
  checks: ReadonlyMap<string, number>;
  met: ReadonlyMap<Sometimes, number>;
  violations: readonly Violation[];
  /** One digest over all that happened: the same seed gives the same. */
  digest: string;
  strikes: readonly Strike[];
  /** The last lines of what happened. */
  tail: string[];
}

const DAY = 86_400_000;
/** After the faults: long enough for the last preservation to end and for every retry. */
const HEAL_DAYS = 75;
/** By then everybody has done and heard what there is to do and to hear; only deadlines are still to come. */
const QUIET_DAYS = 30;
/** Days of catching up after the faults. */
const BUSY_DAYS = 2;
/** Events of a node in one hour above which a world does not come to rest: under fault and just after, and then. */
const RESTLESS = 20_000;
const CALM = 1_000;

/** Runs one seed: a fault phase, a heal phase, and the judgement. Stops early at the first violation if `hasty`. */
export async function runPlan(plan: Plan, hasty = false): Promise<RunResult> {
  const sim = await simOf(plan);
  for (const machine of sim.machines.values()) void machine.boot();
  await sim.settle.settled();
  sim.people.begin();
  sim.operator.begin();
  const faultEnd = BEGAN + plan.days * DAY;
  const end = faultEnd + HEAL_DAYS * DAY;
  const stop = () => hasty && sim.oracle.violations.length > 0;
  await runUntil(sim, faultEnd, stop, RESTLESS);
  const [underFault, messages] = [sim.agenda.now - BEGAN, sim.network.passed];
  sim.faults.heal();
  sim.operator.heal();
  sim.hostile.heal();
  await runUntil(sim, faultEnd + BUSY_DAYS * DAY, stop, RESTLESS);
  if (!stop()) await runUntil(sim, faultEnd + QUIET_DAYS * DAY, stop, CALM);
  sim.oracle.tell({ what: "quiet time", at: sim.agenda.now, lastMessage: sim.network.lastPassed });
  if (!stop()) await runUntil(sim, end, stop, CALM);
  if (!stop()) await sim.oracle.judge(endState(sim));
  await sim.end();
  return {
    plan,
    nodeHoursUnderFault: (plan.nodes * underFault) / 3_600_000,
    nodeHoursHealing: (plan.nodes * (sim.agenda.now - faultEnd)) / 3_600_000,
    messages: Math.max(messages, sim.network.passed),
    commits: sim.commits,
    events: sim.agenda.events,
    requests: sim.people.begun,
    faults: sim.faults.counts(),
    checks: sim.oracle.checks,
    met: sim.oracle.met,
    violations: sim.oracle.violations,
    digest: sim.trace.digest(),
    strikes: sim.faults.strikesSoFar,
    tail: sim.trace.tail(200),
  };
}

async function runUntil(sim: Sim, time: number, stop: () => boolean, most: number): Promise<void> {
  let [hour, before] = [sim.agenda.now, sim.agenda.events];
  while (sim.agenda.step(time)) {
    await sim.settle.settled();
    if (sim.agenda.now > hour + 3_600_000) [hour, before] = [sim.agenda.now, sim.agenda.events];
    if (sim.agenda.events - before > most * sim.plan.nodes) {
      sim.oracle.fault("the simulated world does not come to rest");
      return;
    }
    if (stop()) return;
  }
}

function endState(sim: Sim): EndState {
  return {
    at: sim.agenda.now,
    lastMessage: sim.network.lastPassed,
    witnesses: sim.witnesses.map(({ name, states }) => ({ name, states })),
    parties: [...sim.machines.values()].map((machine): EndParty => {
      const all = machine.disk.rows.backup();
      const rowCounts = new Map<string, number>();
      for (const row of all) rowCounts.set(row.kind, (rowCounts.get(row.kind) ?? 0) + 1);
      const entry = sim.world.entries.find((each) => each.state === machine.state);
      return {
        party: machine.party,
        kind: machine.kind,
        state: machine.state,
        up: machine.process !== null,
        halted: machine.process?.halted ?? null,
        local: machine.clock.now(),
        cases: machine.disk.rows.query({ kind: "case", limit: 1_000_000 }).map((row) => {
          const { ref, side, status, owner, content, preservation, item, timeline } = bodyOf("case", row);
          return {
            ref,
            side,
            status,
            owner,
            measure: content.measure,
            preservation: preservation?.state ?? null,
            item: item && { id: item.id, state: item.state, custody: item.custody },
            timeline,
          };
        }),
        origin: machine.log ? (entry?.node.log.vkey.split("+")[0] ?? null) : null,
        vkey: entry?.node.log.vkey ?? null,
        published: machine.log?.published,
        tiles: machine.log?.tiles ?? new Map(),
        rowCounts,
        readings: rowCounts.get("access") ?? 0,
        open: machine.disk.rows.query({ kind: "outbox", limit: 1_000_000 }).flatMap((row) => {
          const { to } = bodyOf("outbox", row);
          return row.status === "done" ? [] : [{ key: row.key, to }];
        }),
        holds: new Set(
          machine.disk.rows
            .query({ kind: "inbox", limit: 1_000_000 })
            .map((row) => bodyOf("inbox", row).digest),
        ),
      };
    }),
  };
}
