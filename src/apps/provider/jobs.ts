import { Problem, isProblem } from "../../base/problem.ts";
import type { OrderRow } from "../../exchange/rows.ts";
import type { ProviderDeskDeps, SourceFile } from "./deps.ts";
import { type Progress, produce } from "./produce.ts";
import { receivedFiles } from "./source-files.ts";

/** A production under way, or how the last one ended. Volatile: after a restart one presses again. */
export interface Job {
  progress: Progress;
  running: boolean;
  problem: Problem | null;
  /** Resolves when it is done; rejects with what cut it. */
  done: Promise<OrderRow>;
}

/** The productions of this desk: at most one an order, and a second press joins the first. */
export interface Jobs {
  of(order: string): Job | null;
  start(order: OrderRow, from: "sandbox" | "received"): Job;
}

export function newJobs(deps: ProviderDeskDeps): Jobs {
  const jobs = new Map<string, Job>();
  return {
    of: (order) => jobs.get(order) ?? null,
    start(order, from) {
      const known = jobs.get(order.digest);
      if (known?.running) return known;
      const job = startJob(deps, order, from);
      jobs.set(order.digest, job);
      return job;
    },
  };
}

function startJob(deps: ProviderDeskDeps, order: OrderRow, from: "sandbox" | "received"): Job {
  const job: Job = {
    progress: { stage: from === "sandbox" ? "make" : "seal", done: 0, total: 0 },
    running: true,
    problem: null,
    done: Promise.resolve(order),
  };
  job.done = run(deps, order, from, (progress) => void (job.progress = progress))
    .catch((error: unknown) => {
      job.problem = problemOf(error);
      throw job.problem;
    })
    .finally(() => void (job.running = false));
  // Nobody may be waiting for it any more; the problem is kept for the page.
  job.done.catch(() => {});
  return job;
}

async function run(
  deps: ProviderDeskDeps,
  order: OrderRow,
  from: "sandbox" | "received",
  note: (progress: Progress) => void,
): Promise<OrderRow> {
  // The order as it stands now; one that is answered needs no files.
  const current = await deps.engine.orderToCarryOut(order.digest);
  const files = current.state === "new" ? await sourcesOf(deps, current, from, note) : [];
  return produce(deps, current, files, note);
}

async function sourcesOf(
  deps: ProviderDeskDeps,
  order: OrderRow,
  from: "sandbox" | "received",
  note: (progress: Progress) => void,
): Promise<SourceFile[]> {
  if (from === "received") return receivedFiles(deps.workFolder, order.digest);
  if (!deps.sandbox)
    throw new Problem(
      "order/no-sandbox",
      "Evidence is made on the spot in a sandbox only.",
      order.ref,
      "Add the files that answer the order.",
    );
  return deps.sandbox.makeEvidence(order, (done, total) => note({ stage: "make", done, total }));
}

/** What a person is told; of a fault that is no Problem, the operator is told where, and the person that it was cut. */
function problemOf(error: unknown): Problem {
  if (isProblem(error)) return error;
  const { name, stack } = error instanceof Error ? error : new Error("unknown");
  const where = (stack ?? "").split("\n").slice(1, 6).join(" | ");
  process.stderr.write(`${JSON.stringify({ level: "error", code: "order/production-cut", name, where })}\n`);
  return new Problem(
    "order/production-cut",
    "The production was cut before it was finished.",
    "production",
    "Press again: it goes on where it was cut.",
  );
}
