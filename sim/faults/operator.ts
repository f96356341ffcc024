import { fromBase64Url, fromUtf8, toBase64Url } from "../../src/base/bytes.ts";
import { canonicalBytes } from "../../src/base/canonical.ts";
import { toInstant } from "../../src/base/time.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import type { Row } from "../../src/exchange/store-port.ts";
import { tryOnce } from "../people/clicks.ts";
import { outside } from "../kernel/outside.ts";
import type { Sim } from "../sim.ts";
import type { Machine } from "../twins/machine.ts";
import { doorOf, tellAnswered } from "../twins/ports.ts";
import type { Backup } from "../twins/rows.ts";
import { replaceOfficer, rotateKeys } from "../world/changes.ts";
import type { StateEntry } from "../../src/party/directory.ts";
import { COMING, type Coming } from "./mix.ts";

/** Whoever runs, misruns and attacks the federation: the faults that come by themselves, and their repair. */
export interface Operator {
  begin(): void;
  /** A machine dies just after it took in a message, and its disk has lost that alone. */
  forgets(machine: Machine): void;
  /** A node has halted: somebody will look at its disks. */
  halted(machine: Machine, code: string): void;
  /** Envelopes that passed, for the attacker. */
  overhear(from: string, to: string, sealed: Uint8Array): void;
  /** What lies in sealed bytes: its receiver, or whoever broke in there, can use it to forge others. */
  knows(sealed: Uint8Array, plain: Uint8Array): void;
  /** Repairs everything that people can repair. */
  heal(): void;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REMEMBERED = 256;
const BACKUPS = 8;

export function operatorOf(sim: Sim): Operator {
  const random = sim.random.fork("operator");
  const heard: { from: string; to: string; sealed: Uint8Array }[] = [];
  const inside = new Map<string, Uint8Array>();
  const backups = new Map<string, Backup[]>();
  const rightDisks = new Map<string, Backup>();
  const someone = () => random.pick([...sim.machines.values()]);
  const someNode = () => random.pick([...sim.machines.values()].filter((each) => each.kind === "node"));

  const doing: Record<Coming, () => void> = {
    "process killed": () => strike("process killed", someone(), (machine) => machine.die("killed")),
    "process killed for hours": () =>
      strike("process killed for hours", someoneWithADeadline() ?? someone(), (machine) => {
        machine.downUntil = sim.agenda.now + random.between(1, 40) * HOUR;
        machine.die("killed for hours");
      }),
    "link cut one way": () => {
      const [a, b] = [someone(), someone()];
      if (sim.faults.comes("link cut one way", `${a.party}>${b.party}`))
        sim.network.cut(a.party, b.party, sim.agenda.now + random.between(1, 600) * MINUTE);
    },
    "link clogged": () => {
      const [a, b] = [someone(), someone()];
      if (sim.faults.comes("link clogged", `${a.party}|${b.party}`))
        sim.network.clog(a.party, b.party, sim.agenda.now + random.between(1, 600) * MINUTE);
    },
    "party cut off for a day": () =>
      strike("party cut off for a day", someone(), ({ party }) => {
        const until = sim.agenda.now + random.between(20, 60) * HOUR;
        for (const other of sim.machines.keys()) {
          sim.network.cut(party, other, until);
          sim.network.cut(other, party, until);
        }
      }),
    "clock jumped": () =>
      strike("clock jumped", someone(), (machine) => {
        const off = machine.clock.millis() - sim.agenda.now;
        const jump = random.between(-300_000, 300_000);
        // A clock that is watched by anybody does not wander off by more than five minutes.
        machine.clock.jump(Math.max(-300_000, Math.min(300_000, off + jump)) - off);
        machine.rescan();
      }),
    "disk stalled": () =>
      strike("disk stalled", someone(), (machine) => {
        machine.stalledUntil = sim.agenda.now + random.between(1, 120) * MINUTE;
      }),
    "disk lied": () =>
      strike("disk lied", someone(), (machine) => {
        machine.die("and its disk lied");
        lost(machine, machine.disk.lose(random.between(1, 8)));
      }),
    "old backup mounted": () => mountOld(),
    "witness down": () => {
      const witness = random.pick(sim.witnesses);
      if (sim.faults.comes("witness down", witness.name))
        witness.downUntil = sim.agenda.now + random.between(5, 900) * MINUTE;
    },
    "witnesses down together": () => {
      if (!sim.faults.comes("witnesses down together", "all")) return;
      sim.oracle.sometimes("a witness gap");
      for (const witness of sim.witnesses) witness.downUntil = sim.agenda.now + random.between(1, 40) * HOUR;
    },
    "key rotated": () => {
      const machine = someone();
      if (sim.faults.comes("key rotated", machine.party)) void rotate(machine);
    },
    "officer replaced": () => {
      const machine = someNode();
      const entry = sim.world.entries.find((each) => each.state === machine.state);
      const officer = random.pick((entry?.officers ?? []).filter((each) => each.until === null));
      if (!sim.faults.comes("officer replaced", officer.id)) return;
      const next = replaceOfficer(sim.world, officer.id, toInstant(sim.agenda.now));
      sim.world = next.world;
      announce(next.entry, machine.party);
      tryAfterLeaving(machine, officer.id);
    },
    "message replayed": () => {
      const old = heard.length ? random.pick(heard) : null;
      if (old && sim.faults.comes("message replayed", `${old.from}>${old.to}`))
        bring(old.from, old.to, old.sealed);
    },
    "message replayed to another": () => {
      const old = heard.length ? random.pick(heard) : null;
      const to = someone().party;
      if (old && sim.faults.comes("message replayed to another", `${old.from}>${to}`))
        bring(old.from, to, old.sealed);
    },
    "message replayed damaged": () => {
      const old = heard.length ? random.pick(heard) : null;
      if (old && sim.faults.comes("message replayed damaged", `${old.from}>${old.to}`))
        bring(old.from, old.to, damaged(old.sealed));
    },
    "message forged by a third Party": () => {
      const old = heard.length ? random.pick(heard) : null;
      const plain = old && inside.get(digestOf(old.sealed));
      const [to, way] = [someone().party, random.below(2)];
      if (!old || !plain || !sim.faults.comes("message forged by a third Party", `${old.from}>${to}`)) return;
      // Another message in the sender's name to the same receiver, or the same message to another.
      if (way === 0) void forge(old.from, old.to, withOtherWords(plain));
      else void forge(old.from, to, plain);
    },
    "bytes invented": () => {
      const [from, to] = [someone().party, someone().party];
      if (sim.faults.comes("bytes invented", `${from}>${to}`))
        bring(from, to, random.bytes(random.between(0, 400)));
    },
  };

  /** Half of the long outages hit a node just when a deadline of its own comes. */
  function someoneWithADeadline(): Machine | null {
    if (random.below(2) === 0) return null;
    const soon = [...sim.machines.values()].filter((machine) => {
      const dueBy = toInstant(machine.clock.millis() + 30 * HOUR);
      return machine.disk.rows.query({ kind: "timer", status: "armed", dueBy, limit: 1 }).length > 0;
    });
    return soon.length > 0 ? random.pick(soon) : null;
  }

  /** Who has left still has the key, and tries it. */
  function tryAfterLeaving(machine: Machine, officer: string): void {
    sim.oracle.tell({ what: "officer left", at: sim.agenda.now, party: machine.party, officer });
    sim.agenda.after(random.between(1, 30) * HOUR, () => {
      const shown = machine.disk.rows.query({ kind: "case", limit: 50 });
      if (shown.length > 0 && !sim.faults.healing)
        void tryOnce(
          sim,
          machine,
          officer,
          random.pick(["open-case", "close-case"] as const),
          random.pick(shown).key,
        );
    });
  }

  /** Everybody starts again with each new list: in a large federation no more lists come than in one of twenty. */
  function sharing(kind: Coming): number {
    const { nodes } = sim.plan;
    return kind === "key rotated" || kind === "officer replaced" ? Math.min(nodes, 20) : nodes;
  }

  function strike(kind: Coming, machine: Machine, run: (machine: Machine) => void): void {
    if (machine.process && sim.faults.comes(kind, machine.party)) run(machine);
  }

  /** The attacker speaks in another's name at a door, as if the hop's own signature had been stolen too. */
  function bring(from: string, to: string, sealed: Uint8Array): void {
    const target = sim.machines.get(to);
    if (!target?.process) return;
    void doorOf(target, async (engine) => Buffer.from(await engine.receive(from, sealed))).then((answer) =>
      tellAnswered(sim, to, from, sealed, answer),
    );
  }

  /** Sealed afresh for the receiver, as anybody can who has its public list. */
  async function forge(from: string, to: string, plain: Uint8Array): Promise<void> {
    const entry = sim.world.entries.find(({ node }) => node.id === to);
    const recipient = entry
      ? entry.node.ageRecipients.find((each) => each.until === null)?.recipient
      : sim.world.entries.flatMap((each) => each.providers).find((each) => each.id === to)?.recipient;
    if (recipient) bring(from, to, await sim.crypto.seal(plain, [recipient]));
  }

  /** The envelope with another payload under the same signatures. */
  function withOtherWords(plain: Uint8Array): Uint8Array {
    try {
      const envelope = JSON.parse(fromUtf8(plain)) as { act: string };
      const act = JSON.parse(envelope.act) as { payload: string };
      const payload = JSON.parse(fromUtf8(fromBase64Url(act.payload))) as { created: string };
      const created = toInstant(Date.parse(payload.created) + random.between(1, 1_000));
      const forged = toBase64Url(canonicalBytes({ ...payload, created }));
      return canonicalBytes({ ...envelope, act: JSON.stringify({ ...act, payload: forged }) });
    } catch {
      return plain;
    }
  }

  function damaged(bytes: Uint8Array): Uint8Array {
    const copy = bytes.slice();
    const at = random.below(Math.max(1, copy.length));
    if (copy.length > 0) copy[at] = (copy[at] as number) ^ (1 << random.below(8));
    return copy;
  }

  function mountOld(): void {
    const machine = someone();
    const kept = backups.get(machine.party) ?? [];
    if (!machine.process || kept.length === 0 || rightDisks.has(machine.party)) return;
    if (!sim.faults.comes("old backup mounted", machine.party)) return;
    machine.die("to be mounted from an old backup");
    const right = machine.disk.backup();
    const old = random.pick(kept);
    const there = new Set(old.rows);
    machine.disk.mount(old);
    rightDisks.set(machine.party, right);
    lost(
      machine,
      right.rows.filter((row) => !there.has(row)),
    );
  }

  /** Cases whose promised rows are gone, through no fault of the program. */
  function lost(
    machine: Machine,
    rows: readonly { kind: string; key: string; scope: string; body: unknown }[],
  ): void {
    const refs = new Set(rows.flatMap((row) => refsIn(row)));
    sim.foreign.wentBack(machine.party);
    sim.oracle.tell({ what: "rows lost", at: sim.agenda.now, party: machine.party, refs });
  }

  async function rotate(machine: Machine): Promise<void> {
    const next = await outside(() => rotateKeys(sim.world, machine.party, toInstant(sim.agenda.now)));
    sim.world = next.world;
    sim.carryKeys(machine.party);
    const kids = next.keyring.act.map(({ kid }) => kid);
    sim.oracle.tell({ what: "keys", at: sim.agenda.now, party: machine.party, kids });
    if (machine.disk.rows.query({ kind: "outbox", status: "ready", limit: 1 }).length > 0)
      sim.oracle.sometimes("a key rotated with mail in flight");
    announce(next.entry, machine.party);
  }

  /** A new list: its own machine has it at once, the others within hours; each starts again with it. */
  function announce(entry: StateEntry, own: string): void {
    for (const machine of sim.machines.values()) {
      const delay = machine.party === own ? 0 : random.between(1, 600) * MINUTE;
      sim.agenda.after(delay, () => {
        if (sim.learn(machine, entry)) machine.restart();
      });
    }
  }

  function keepBackups(machine: Machine): void {
    sim.agenda.after(random.between(4, 40) * HOUR, () => {
      if (sim.faults.healing) return;
      if (!rightDisks.has(machine.party))
        backups.set(
          machine.party,
          [...(backups.get(machine.party) ?? []), machine.disk.backup()].slice(-BACKUPS),
        );
      keepBackups(machine);
    });
  }

  function remount(machine: Machine): void {
    const right = rightDisks.get(machine.party);
    if (!right) return;
    rightDisks.delete(machine.party);
    machine.downUntil = sim.agenda.now;
    machine.die("to get its right disk back");
    machine.disk.mount(right);
    sim.oracle.tell({ what: "right disk", at: sim.agenda.now, party: machine.party, refs: new Set() });
    if (!machine.process) void machine.boot();
  }

  return {
    begin() {
      for (const kind of Object.keys(COMING) as Coming[]) {
        const mean = sim.faults.mix.get(kind) ?? 0;
        if (mean > 0)
          recur(
            sim,
            () => random.between(1, Math.ceil((2 * mean * 60_000 * 5) / sharing(kind))),
            doing[kind],
          );
      }
      for (const machine of sim.machines.values()) keepBackups(machine);
    },
    forgets(machine) {
      machine.die("and forgets what it heard last");
      lost(machine, machine.disk.lose(random.between(1, 2)));
    },
    halted(machine) {
      sim.oracle.sometimes("a node that halted because its disk went back");
      sim.agenda.after(random.between(2, 12) * HOUR, () => remount(machine));
    },
    overhear(from, to, sealed) {
      heard.push({ from, to, sealed });
      if (heard.length > REMEMBERED) heard.shift();
    },
    knows(sealed, plain) {
      inside.set(digestOf(sealed), plain);
      if (inside.size > 2 * REMEMBERED) inside.delete(inside.keys().next().value as string);
    },
    heal() {
      sim.network.heal();
      for (const witness of sim.witnesses) witness.downUntil = 0;
      for (const machine of sim.machines.values()) {
        machine.stalledUntil = 0;
        machine.downUntil = 0;
        machine.clock.correct();
        let news = false;
        for (const entry of sim.world.entries) news = sim.learn(machine, entry) || news;
        if (!machine.process) void machine.boot();
        else if (news) machine.restart();
        else machine.rescan();
      }
    },
  };
}

/** Something that comes again and again until the fault phase ends. */
function recur(sim: Sim, wait: () => number, run: () => void): void {
  sim.agenda.after(wait(), () => {
    if (sim.faults.healing) return;
    run();
    recur(sim, wait, run);
  });
}

const REF = /[A-Z]{2}-[A-Z]{2}-\d{4}-\d{4,}/g;

function refsIn({
  kind,
  key,
  scope,
  body,
}: {
  kind: string;
  key: string;
  scope: string;
  body: unknown;
}): string[] {
  if (kind === "leaf" || kind === "log") return [];
  return (
    `${key} ${scope} ${typeof body === "string" ? body : JSON.stringify(body as Row["body"])}`.match(REF) ??
    []
  );
}
