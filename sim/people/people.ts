import type { Row } from "../../src/exchange/store-port.ts";
import type { Sim } from "../sim.ts";
import type { Machine } from "../twins/machine.ts";
import { considerCase } from "./desk.ts";
import { fileRequest } from "./requesting.ts";
import { handleOrder } from "./provider.ts";
import { rashPeople } from "./rash.ts";

/** Everybody in the simulated world who does something at a screen. */
export interface People {
  /** Begins to write requests until the fault phase ends. */
  begin(): void;
  /** A row that a screen shows has changed: sooner or later somebody looks. */
  sees(machine: Machine, row: Row): void;
  /** Everything that waits on a machine's screens is looked at, as after a boot. */
  lookAround(machine: Machine): void;
  /** How many requests were begun. */
  readonly begun: number;
}

/** Statuses in which somebody at the node must act. */
const WAITING = ["registered", "under-review", "granted", "held", "received"];

export function peopleOf(sim: Sim): People {
  const looking = new Set<string>();
  let begun = 0;

  /** One look at a thing at a time; a look says after how many milliseconds another is worth while, or never. */
  function later(machine: Machine, key: string, look: () => Promise<number>, from: number, to: number): void {
    const name = `${machine.party}/${key}`;
    if (looking.has(name)) return;
    looking.add(name);
    sim.agenda.after(sim.chance.between(from, to), () => {
      looking.delete(name);
      void look().then((again) => {
        if (again > 0) later(machine, key, look, again, again + 10_800_000);
      });
    });
  }

  const people: People = {
    begin() {
      for (const machine of sim.machines.values()) {
        patrol(sim, machine, people);
        if (machine.kind !== "node") continue;
        write(machine);
        rashPeople(sim, machine);
      }
    },
    sees(machine, row) {
      if (row.kind === "order") {
        if (row.status === "new")
          later(machine, row.key, () => handleOrder(sim, machine, row.key), 300_000, 36_000_000);
        return;
      }
      if (row.status && WAITING.includes(row.status))
        later(machine, row.key, () => considerCase(sim, machine, row.key), 120_000, 21_600_000);
    },
    lookAround(machine) {
      const { rows } = machine.disk;
      const kind = machine.kind === "node" ? "case" : "order";
      const statuses = machine.kind === "node" ? WAITING : ["new"];
      for (const status of statuses)
        for (const row of rows.query({ kind, status, limit: 100_000 })) people.sees(machine, row);
    },
    get begun() {
      return begun;
    },
  };

  /** A State's officers write a request now and then. */
  function write(machine: Machine): void {
    const mean = Math.max(1, Math.round(86_400_000 / sim.plan.requestsPerDay));
    sim.agenda.after(sim.chance.between(60_000, 2 * mean), () => {
      if (sim.faults.healing) return;
      begun++;
      void fileRequest(sim, machine, begun);
      write(machine);
    });
  }
  return people;
}

/** Once a day somebody goes through everything that waits, whatever happened meanwhile. */
function patrol(sim: Sim, machine: Machine, people: People): void {
  sim.agenda.after(sim.chance.between(72_000_000, 100_000_000), () => {
    people.lookAround(machine);
    patrol(sim, machine, people);
  });
}
