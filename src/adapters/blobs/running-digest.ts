import { type Thread, startThread } from "../sealing/threads.ts";
import type { DigestMessage, DigestReply } from "./digest-thread.ts";

/**
 * Slices of one file are most often put in its order. The digest of the whole is then taken beside, on a thread, slice
 * by slice as each is kept, and is there soon after the last one. Any other order, and a put that failed, costs
 * nothing but this.
 */
export interface RunningDigest {
  /** A slice is being put, after those that were begun before; `kept` resolves when it is whole in the store. */
  follow(digest: string, kept: Promise<unknown>): void;
  /** The digest of the slices joined; null where they are not what was put, in this order. Starts anew. */
  take(slices: readonly { digest: string }[]): Promise<string | null>;
}

/** `pathOf` says where a slice lies that is kept. */
export function runningDigest(pathOf: (digest: string) => string): RunningDigest {
  let run = newRun();
  return {
    follow(digest, kept) {
      const { number, digests, by } = run;
      digests.push(digest);
      run.named = run.named.then(async () => {
        await kept;
        by.post({ run: number, path: pathOf(digest) });
      });
      // A slice that failed ends this run; whoever takes it, learns of it.
      run.named.catch(() => {});
      kept.catch(() => {
        void by.end(number);
        if (run.number === number) run = newRun();
      });
    },
    async take(slices) {
      const { number, digests, named, by } = run;
      run = newRun();
      const whole = named.then(
        () => by.end(number),
        () => null,
      );
      const same =
        digests.length === slices.length && slices.every(({ digest }, at) => digest === digests[at]);
      return digests.length > 0 && same ? whole : null;
    },
  };
}

let runs = 0;

function newRun() {
  return { number: ++runs, digests: [] as string[], named: Promise.resolve(), by: hasher() };
}

/** The thread that hashes for all stores of this process. */
interface Hasher {
  post(message: DigestMessage): void;
  /** The digest of a run; null where a file could not be read, or the thread is no more. */
  end(run: number): Promise<string | null>;
}

let current: Hasher | null = null;

function hasher(): Hasher {
  return (current ??= newHasher());
}

function newHasher(): Hasher {
  const waiting = new Map<number, (digest: string | null) => void>();
  const thread: Thread = startThread<DigestReply>(
    "./digest-thread.ts",
    import.meta.url,
    null,
    ({ run, digest }) => {
      waiting.get(run)?.(digest);
      waiting.delete(run);
      // The process stays for an answer that somebody waits for, and for nothing else.
      thread.hold(waiting.size > 0);
    },
  );
  thread.hold(false);
  let dead = false;
  thread.failed.catch(() => {
    dead = true;
    if (current === self) current = null;
    for (const answer of waiting.values()) answer(null);
  });
  const self: Hasher = {
    post: (message) => thread.post(message),
    async end(run) {
      if (dead) return null;
      thread.hold(true);
      thread.post({ run, over: true } satisfies DigestMessage);
      return new Promise((answer) => waiting.set(run, answer));
    },
  };
  return self;
}
