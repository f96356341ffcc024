import { fromBase64Url, fromUtf8, utf8 } from "../../src/base/bytes.ts";
import { isProblem } from "../../src/base/problem.ts";
import type { ActType } from "../../src/crypto/acts.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import { bodyOf } from "../../src/exchange/rows.ts";
import type { CrashPoint, Ports } from "../../src/exchange/ports.ts";
import type { Life } from "../kernel/agenda.ts";
import type { Sim } from "../sim.ts";
import { type Machine, pause } from "./machine.ts";
import type { Answer } from "./network.ts";
import { never } from "./rows.ts";

/** Everything the real engine needs from outside, as the simulated world gives it. What a dead process calls never answers. */
export function portsFor(sim: Sim, machine: Machine, life: Life, point: (name: CrashPoint) => void): Ports {
  const { party } = machine;
  const random = sim.random.fork(`entropy/${party}/${sim.agenda.events}`);
  const store = machine.disk.storeFor(life);
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!life.alive) return never();
    const done = await work();
    return life.alive ? done : never();
  };
  const call = (
    to: string,
    body: Uint8Array,
    serve: (target: Machine, body: Uint8Array) => Promise<Answer>,
  ) =>
    alive(async () => {
      await pause(sim, machine, life);
      return sim.network.call(party, to, body, life, (bytes) => serveAt(sim, to, bytes, serve));
    });
  return {
    store: {
      ...store,
      transact: (wants, decide) => alive(() => store.transact(wants, decide)),
      query: (query) => alive(() => store.query(query)),
      read: (kind, key) => alive(() => store.read(kind, key)),
    },
    now: () => machine.clock.now(),
    entropy: (length) => random.bytes(length),
    sign: (type, payload, at) => alive(() => sign(sim, machine, life, type, payload, at)),
    seal: (bytes, recipients) => alive(() => seal(sim, machine, bytes, recipients)),
    open: (sealed) => alive(() => sim.crypto.open(sealed, sim.identitiesOf(party))),
    officers: {
      verify: (signature, credential) => sim.crypto.verifyOfficer(signature, credential),
    },
    wire: {
      deliver: (to, sealed) => {
        sim.operator.overhear(party, to, sealed);
        const sentAt = sim.agenda.now;
        if (isHeldUp(sim, party, sealed)) return alive(async () => ({ status: 413, body: utf8("{}") }));
        return call(to, sealed, async (target, bytes) => {
          const answer = await doorOf(
            target,
            async (engine) => utf8(await engine.receive(party, bytes)),
            (error) => sim.noteFault(target.party, error),
          );
          tellAnswered(sim, target.party, party, bytes, answer);
          if (answer.status === 200) {
            sim.foreign.took(target, bytes, sentAt);
            forgetsIt(sim, target);
          }
          if (target.kind === "provider" && sim.faults.strikes("down for a day after an order", party)) {
            machine.downUntil = sim.agenda.now + random.between(25, 40) * 3_600_000;
            machine.die("before it heard that the order arrived");
          }
          return answer;
        });
      },
      async slice(from, ref, digest) {
        const answer = await call(from, new Uint8Array(0), (target) =>
          doorOf(target, async (engine) => {
            if (!(await released(target, ref, digest, party))) throw new Error("nothing here for this party");
            return joined(await engine.ports.blobs.open(digest));
          }),
        );
        if (answer.status !== 200) throw new Error("slice refused");
        return once(answer.body);
      },
      message: async (from, seq) => {
        const answer = await call(from, new Uint8Array(0), (target) =>
          doorOf(target, (engine) => engine.said(party, seq)),
        );
        return answer;
      },
      heard: async (to, seq) =>
        call(to, new Uint8Array(0), (target) =>
          doorOf(target, async (engine) => utf8(JSON.stringify(await engine.heard(party, seq)))),
        ),
    },
    blobs: machine.blobs,
    log: machine.log ? machine.log.portsFor(life, store) : null,
    point,
  };
}

/** Now and then a machine has given its receipt, dies, and its disk has lost just that. */
function forgetsIt(sim: Sim, target: Machine): void {
  const kind = target.kind === "provider" ? "desk" : "node";
  if (!sim.faults.strikes(`${kind} forgot what it heard last`, target.party)) return;
  // The answer is on its way before: the sender has the receipt.
  sim.agenda.after(1, () => target.process && sim.operator.forgets(target));
}

/** Until when a proxy in between finds a request too large. */
const heldUp = new WeakMap<Sim, Map<string, number>>();

/** Some requests are refused by a proxy on their way for hours, while what is smaller passes. */
function isHeldUp(sim: Sim, party: string, sealed: Uint8Array): boolean {
  if (sealed.length < LARGE) return false;
  const known = heldUp.get(sim) ?? new Map<string, number>();
  heldUp.set(sim, known);
  const digest = digestOf(sealed);
  const hours = 1 + (Number.parseInt(digest.slice(-2), 16) % 8);
  if (!known.has(digest))
    known.set(
      digest,
      sim.faults.strikes("request held up by a proxy", party) ? sim.agenda.now + hours * 3_600_000 : 0,
    );
  return (known.get(digest) as number) > sim.agenda.now && !sim.faults.healing;
}

/** Bytes of a sealed request; what is said of a case later has fewer. */
const LARGE = 4_500;

/** Whoever listens there now; undefined where the machine is down. */
function serveAt(
  sim: Sim,
  to: string,
  bytes: Uint8Array,
  serve: (target: Machine, body: Uint8Array) => Promise<Answer>,
): Promise<Answer> | undefined {
  const target = sim.machines.get(to);
  return target?.process ? serve(target, bytes) : undefined;
}

/** An answer as the HTTP doors give it: a problem with its code, a fault without detail, nothing from the dead. */
export async function doorOf(
  target: Machine,
  serve: (engine: NonNullable<Machine["process"]>["engine"]) => Promise<Uint8Array>,
  onFault?: (error: unknown) => void,
): Promise<Answer> {
  const { process } = target;
  if (!process) return never();
  let answer: Answer;
  try {
    answer = { status: 200, body: await serve(process.engine) };
  } catch (error) {
    onFault?.(error);
    answer = isProblem(error)
      ? { status: error.code === "stream/no-such-message" ? 404 : 422, body: utf8(JSON.stringify(error)) }
      : { status: 500, body: utf8('{"code":"node/fault"}') };
  }
  return process.life.alive ? answer : never();
}

export function tellAnswered(
  sim: Sim,
  party: string,
  from: string,
  sealed: Uint8Array,
  answer: Answer,
): void {
  sim.oracle.tell({
    what: "answered",
    at: sim.agenda.now,
    party,
    from,
    sealed,
    status: answer.status,
    body: fromUtf8(answer.body),
  });
}

async function sign(
  sim: Sim,
  machine: Machine,
  life: Life,
  type: ActType,
  payload: Uint8Array,
  at: string,
): Promise<string> {
  await pause(sim, machine, life);
  const keys = sim.keysOf(machine.party);
  const act = await sim.crypto.sign(keys)(type, payload, at);
  if (life.alive)
    sim.oracle.tell({
      what: "signed",
      at: sim.agenda.now,
      party: machine.party,
      type,
      payload: JSON.parse(fromUtf8(payload)) as Record<string, unknown>,
      text: fromUtf8(payload),
      act,
      kids: keys.act.map((key) => key.kid),
      local: machine.clock.now(),
      halted: Boolean(machine.process?.halted),
    });
  return act;
}

async function seal(
  sim: Sim,
  machine: Machine,
  bytes: Uint8Array,
  recipients: readonly string[],
): Promise<Uint8Array> {
  const sealed = await sim.crypto.seal(bytes, recipients);
  sim.oracle.tell({
    what: "sealed",
    at: sim.agenda.now,
    party: machine.party,
    sealed,
    kids: kidsUnder(bytes),
    readers: recipients.map((recipient) => readerOf(sim, recipient)),
    holds: messageIn(bytes),
  });
  sim.operator.knows(sealed, bytes);
  return sealed;
}

/** Whose each recipient is or was. */
const readers = new WeakMap<Sim, { world: Sim["world"] | null; byRecipient: Map<string, string> }>();

/** Who has the identity behind a recipient, now or before; the recipient itself where nobody has. */
function readerOf(sim: Sim, recipient: string): string {
  const known = readers.get(sim) ?? { world: null, byRecipient: new Map<string, string>() };
  readers.set(sim, known);
  if (known.world !== sim.world) {
    known.world = sim.world;
    for (const { node, providers } of sim.world.entries) {
      for (const each of node.ageRecipients) known.byRecipient.set(each.recipient, node.id);
      for (const each of providers) if (each.recipient) known.byRecipient.set(each.recipient, each.id);
    }
  }
  return known.byRecipient.get(recipient) ?? recipient;
}

/** The message in an envelope, or in what is told again of it. */
function messageIn(envelope: Uint8Array): { digest: string; from: string; to: string } | null {
  try {
    const { act } = JSON.parse(fromUtf8(envelope)) as { act: string };
    const payload = fromBase64Url((JSON.parse(act) as { payload: string }).payload);
    const { from, to } = JSON.parse(fromUtf8(payload)) as { from: string; to: string };
    return { digest: digestOf(payload), from, to };
  } catch {
    return null;
  }
}

/** Which keys stand under the message in an envelope, as anybody can read it who holds the envelope. */
function kidsUnder(envelope: Uint8Array): string[] {
  try {
    const { act } = JSON.parse(fromUtf8(envelope)) as { act: string };
    const { signatures } = JSON.parse(act) as { signatures: { protected: string }[] };
    return signatures.map(
      (each) => (JSON.parse(fromUtf8(fromBase64Url(each.protected))) as { kid: string }).kid,
    );
  } catch {
    return [];
  }
}

/** The rule of the slice door (src/apps/node/doors.ts): released, to exactly this party, exactly this item. */
async function released(target: Machine, ref: string, digest: string, caller: string): Promise<boolean> {
  const row = await target.process?.engine.ports.store.read("case", ref);
  const current = row ? bodyOf("case", row) : null;
  return (
    current?.peer === caller &&
    current.side === "requested" &&
    current.item?.state === "released" &&
    current.item.sealed.slices.some((slice) => slice.digest === digest)
  );
}

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
