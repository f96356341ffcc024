/** One measured figure. */
export interface BenchRow {
  /** What was measured, and of whom: ours or what people would use instead. */
  what: string;
  value: number;
  unit: string;
  note?: string;
}

/** What is handed to a bench. */
export interface BenchOptions {
  /** Only long enough to see that it runs; the figures mean little. */
  quick: boolean;
  /** Says what is going on, for the person who waits. */
  log(line: string): void;
}

/** A bench: every file beside this one that exports `bench` is found by `npm run bench`. */
export interface Bench {
  name: string;
  /** One sentence: the question it answers. */
  about: string;
  run(options: BenchOptions): Promise<BenchRow[]>;
}
