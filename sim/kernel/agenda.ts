/**
 * Virtual time: what happens next, in order of (time, order of entry). Nothing in the simulated world waits for a real
 * clock; an idle month costs nothing.
 */
export interface Agenda {
  /** True time of the simulated world, in milliseconds since 1970. */
  readonly now: number;
  /** How many events have run. */
  readonly events: number;
  /** How many are still to come. */
  readonly waiting: number;
  at(time: number, run: () => void): void;
  after(milliseconds: number, run: () => void): void;
  /** Resolves after so long, if `life` is still alive then; else never, as in a process that died. */
  sleep(milliseconds: number, life?: Life): Promise<void>;
  /** Runs the next event that is due at or before `until`; false when there is none, and time is then `until`. */
  step(until: number): boolean;
}

/** A process: what it waits for dies with it. */
export interface Life {
  alive: boolean;
}

interface Entry {
  time: number;
  order: number;
  run: () => void;
}

export function agendaFrom(start: number): Agenda {
  const heap: Entry[] = [];
  let now = start;
  let order = 0;
  let events = 0;

  function at(time: number, run: () => void): void {
    push(heap, { time: Math.max(time, now), order: order++, run });
  }
  return {
    get now() {
      return now;
    },
    get events() {
      return events;
    },
    get waiting() {
      return heap.length;
    },
    at,
    after: (milliseconds, run) => at(now + milliseconds, run),
    sleep: (milliseconds, life) =>
      new Promise((resolve) =>
        at(now + milliseconds, () => {
          if (!life || life.alive) resolve();
        }),
      ),
    step(until) {
      const first = heap[0];
      if (!first || first.time > until) {
        now = Math.max(now, until);
        return false;
      }
      pop(heap);
      now = first.time;
      events++;
      first.run();
      return true;
    },
  };
}

function before(a: Entry, b: Entry): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}

function push(heap: Entry[], entry: Entry): void {
  let i = heap.push(entry) - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!before(entry, heap[parent] as Entry)) break;
    heap[i] = heap[parent] as Entry;
    i = parent;
  }
  heap[i] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop() as Entry;
  if (heap.length === 0) return;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Entry, heap[child] as Entry)) child++;
    if (!before(heap[child] as Entry, last)) break;
    heap[i] = heap[child] as Entry;
    i = child;
  }
  heap[i] = last;
}
