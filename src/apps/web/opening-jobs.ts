import { Problem, isProblem } from "../../base/problem.ts";

/**
 * Opening evidence takes a while, so it runs beside the pages that show how far it is. What is here is only for
 * screens: that an item was opened is a row, written by the engine.
 */
export interface OpeningJob {
  state: "running" | "done" | "failed";
  done: number;
  total: number;
  problem: Problem | null;
}

export interface OpeningJobs {
  /** Starts the work under a case's reference unless it runs already; resolves when it ends or `patience` is over. */
  start(
    ref: string,
    patience: number,
    run: (progress: (done: number, total: number) => void) => Promise<unknown>,
  ): Promise<void>;
  of(ref: string): OpeningJob | null;
}

export function openingJobs(): OpeningJobs {
  const jobs = new Map<string, { job: OpeningJob; ended: Promise<void> }>();
  return {
    async start(ref, patience, run) {
      const known = jobs.get(ref);
      const entry = known?.job.state === "running" ? known : begin(run);
      jobs.set(ref, entry);
      await Promise.race([entry.ended, wait(patience)]);
    },
    of: (ref) => jobs.get(ref)?.job ?? null,
  };
}

function begin(run: (progress: (done: number, total: number) => void) => Promise<unknown>) {
  const job: OpeningJob = { state: "running", done: 0, total: 0, problem: null };
  const ended = run((done, total) => void Object.assign(job, { done, total })).then(
    () => void (job.state = "done"),
    (error: unknown) => {
      job.state = "failed";
      job.problem = isProblem(error)
        ? error
        : new Problem(
            "web/fault",
            "The evidence could not be opened.",
            "evidence",
            "Try again; if it fails again, tell the operator.",
          );
    },
  );
  return { job, ended };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());
}
