import type { Agenda } from "../kernel/agenda.ts";
import { type Instant, toInstant } from "../../src/base/time.ts";

/** A machine's own clock: it drifts by up to one part in ten thousand and jumps; true time is the agenda's. */
export interface NodeClock {
  now(): Instant;
  millis(): number;
  /** True time at which this clock will show a local time, as it runs now. */
  trueTimeOf(local: number): number;
  jump(milliseconds: number): void;
  /** Sets it right, as heal does. */
  correct(): void;
}

export function nodeClock(agenda: Agenda, driftPerMillion: number): NodeClock {
  let since = agenda.now;
  let base = agenda.now;
  let drift = driftPerMillion;
  const millis = () => base + Math.floor(((agenda.now - since) * (1_000_000 + drift)) / 1_000_000);
  const restart = (local: number) => {
    base = local;
    since = agenda.now;
  };
  return {
    now: () => toInstant(millis()),
    millis,
    trueTimeOf: (local) => since + Math.ceil(((local - base) * 1_000_000) / (1_000_000 + drift)),
    jump: (milliseconds) => restart(millis() + milliseconds),
    correct() {
      drift = 0;
      restart(agenda.now);
    },
  };
}
