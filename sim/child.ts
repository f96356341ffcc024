import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Plan } from "./sim.ts";
import type { SentResult } from "./worker.ts";

/** A process of the simulator that runs plans one after another, with one planted bug or with none. */
export interface Child {
  /** Rejects where the program could not even run; a run that does not end within the time is a result. */
  run(plan: Plan, hasty: boolean): Promise<SentResult | "never ends">;
  end(): void;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Real time that one run may take: many times what the slowest takes on a busy machine. */
const LIMIT = 400_000;

export function childOf(mutant: string | null): Child {
  let child: ChildProcess | null = null;

  function started(): ChildProcess {
    child ??= fork(here("./worker.ts"), [], {
      serialization: "advanced",
      env: { ...process.env, COMITY_MUTANT: mutant ?? "" },
      execArgv: [
        "--disable-warning=ExperimentalWarning",
        `--import=${here("./levels/fake.ts")}`,
        `--import=${here("./mutants/apply.ts")}`,
      ],
    });
    return child;
  }
  function end(): void {
    child?.removeAllListeners();
    child?.kill("SIGKILL");
    child = null;
  }
  return {
    end,
    run(plan, hasty) {
      const running = started();
      return new Promise((resolve, reject) => {
        const close = (go: () => void) => {
          clearTimeout(clock);
          running.removeAllListeners();
          go();
        };
        const clock = setTimeout(
          () =>
            close(() => {
              end();
              resolve("never ends");
            }),
          LIMIT,
        );
        running.once("message", (message: { result?: SentResult; failed?: string }) =>
          close(() => (message.result ? resolve(message.result) : reject(new Error(message.failed)))),
        );
        running.once("exit", (code) =>
          close(() => {
            child = null;
            reject(new Error(`the process ended with ${code}`));
          }),
        );
        running.send({ plan, hasty });
      });
    },
  };
}
