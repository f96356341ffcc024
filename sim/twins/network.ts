import type { Agenda, Life } from "../kernel/agenda.ts";
import type { Random } from "../kernel/random.ts";
import type { Faults } from "../faults/mix.ts";

/**
 * The line between parties: it loses, doubles, delays, reorders and damages what passes, in each direction by itself. A
 * caller who hears nothing for 30 seconds knows nothing: what was asked may have been done.
 */

/** An answer as it comes over the line. */
export interface Answer {
  status: number;
  body: Uint8Array;
}

export interface Network {
  /** Asks another party. Rejects when nothing can be said about whether it arrived. */
  call(from: string, to: string, body: Uint8Array, life: Life, serve: Serve): Promise<Answer>;
  /** Cuts one direction of a link until a time. */
  cut(from: string, to: string, until: number): void;
  /** Slows both directions of a link until a time. */
  clog(a: string, b: string, until: number): void;
  heal(): void;
  readonly passed: number;
  /** True time at which a message last went on the line. */
  readonly lastPassed: number;
}

/** What answers at the other end: undefined where nobody is there. Called once for each copy that arrives. */
export type Serve = (body: Uint8Array) => Promise<Answer> | undefined;

const TIMEOUT = 30_000;

export function networkOf(world: {
  agenda: Agenda;
  random: Random;
  faults: Faults;
  /** Everything that passes, for the oracle. */
  overheard(from: string, to: string, bytes: Uint8Array): void;
}): Network {
  const { agenda, random, faults } = world;
  const cuts = new Map<string, number>();
  const clogs = new Map<string, number>();
  /** The last answer to a message on each link. */
  const answers = new Map<string, Answer>();
  let passed = 0;
  let lastPassed = 0;

  const isCut = (from: string, to: string) => (cuts.get(`${from}>${to}`) ?? 0) > agenda.now;
  const slowness = (a: string, b: string) =>
    (clogs.get([a, b].sort().join("|")) ?? 0) > agenda.now ? 2_000 : 1;

  function delay(from: string, to: string): number {
    if (faults.strikes("message delayed for days", `${from}>${to}`)) return random.between(1, 72) * 3_600_000;
    if (faults.strikes("message delayed", `${from}>${to}`)) return random.between(1_000, 4_000_000);
    return random.between(2, 60) * slowness(from, to);
  }

  function damaged(body: Uint8Array): Uint8Array {
    if (body.length === 0) return body;
    const copy = body.slice();
    const at = random.below(copy.length);
    copy[at] = (copy[at] as number) ^ (1 << random.below(8));
    return copy;
  }

  async function call(from: string, to: string, body: Uint8Array, life: Life, serve: Serve): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let open = true;
      const close = (end: () => void) => {
        if (!open || !life.alive) return;
        open = false;
        end();
      };
      agenda.after(TIMEOUT, () => close(() => reject(new Error("no answer within 30 seconds"))));
      const copies = faults.strikes("message duplicated", `${from}>${to}`) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) carry(body, close, resolve, reject);
    });

    function carry(
      bytes: Uint8Array,
      close: (end: () => void) => void,
      resolve: (answer: Answer) => void,
      reject: (error: Error) => void,
    ): void {
      passed++;
      // Whoever only asks carries nothing: nodes ask each other for ever, and that is no message under way.
      if (bytes.length > 0) lastPassed = agenda.now;
      if (isCut(from, to) || faults.strikes("message dropped", `${from}>${to}`)) return;
      const sent = faults.strikes("message corrupted", `${from}>${to}`) ? damaged(bytes) : bytes;
      world.overheard(from, to, sent);
      agenda.after(delay(from, to), () => {
        const serving = serve(sent);
        if (!serving) return void close(() => reject(new Error("nobody listens there")));
        void serving.then((answer) => {
          passed++;
          world.overheard(to, from, answer.body);
          const earlier = answers.get(`${to}>${from}`);
          if (body.length > 0) answers.set(`${to}>${from}`, answer);
          if (isCut(to, from) || faults.strikes("answer dropped", `${to}>${from}`)) return;
          if (earlier && body.length > 0 && faults.strikes("answer of another message", `${to}>${from}`)) {
            agenda.after(delay(to, from), () => close(() => resolve(earlier)));
            return;
          }
          const heard = faults.strikes("answer corrupted", `${to}>${from}`)
            ? { ...answer, body: damaged(answer.body) }
            : answer;
          agenda.after(delay(to, from), () => close(() => resolve(heard)));
        });
      });
    }
  }

  return {
    call,
    cut: (from, to, until) => void cuts.set(`${from}>${to}`, until),
    clog: (a, b, until) => void clogs.set([a, b].sort().join("|"), until),
    heal() {
      cuts.clear();
      clogs.clear();
    },
    get passed() {
      return passed;
    },
    get lastPassed() {
      return lastPassed;
    },
  };
}
