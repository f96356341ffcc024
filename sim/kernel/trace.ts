import { createHash, type Hash } from "node:crypto";

/**
 * What happened, in words, and one digest over all of it: two runs of a seed are the same run exactly when their
 * digests are. Signatures and sealed bytes never go in (they are drawn by real cryptography); what was done does.
 */
export interface Trace {
  note(at: number, who: string, what: string): void;
  readonly lines: number;
  /** The last lines, oldest first. */
  tail(count: number): string[];
  digest(): string;
}

const KEPT = 400;

export function traceOf(): Trace {
  const hash: Hash = createHash("sha256");
  let lines = 0;
  let pending = "";
  const ring: string[] = [];
  return {
    note(at, who, what) {
      const line = `${at} ${who} ${what}`;
      ring[lines++ % KEPT] = line;
      pending += `${line}\n`;
      if (pending.length > 65_536) {
        hash.update(pending);
        pending = "";
      }
    },
    get lines() {
      return lines;
    },
    tail(count) {
      const from = Math.max(0, lines - Math.min(count, KEPT));
      return Array.from({ length: lines - from }, (_, i) => ring[(from + i) % KEPT] as string);
    },
    digest() {
      hash.update(pending);
      pending = "";
      return hash.copy().digest("hex");
    },
  };
}
