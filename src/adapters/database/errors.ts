import { Problem } from "../../base/problem.ts";

/** Signals that rows changed under a transaction, which must start over with what is there now. */
export class Changed extends Error {}

/**
 * Waits for the database and lets its errors out without their words: a message or detail of PostgreSQL quotes rows,
 * and a connection error may quote an address with its user. Throws Changed for serialization failures and
 * deadlocks, else Problem `store/database` or `store/unreachable`.
 */
export async function speaking<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Problem || error instanceof Changed) throw error;
    if (isRetryable(error)) throw new Changed();
    throw failed(stateOf(error));
  }
}

/** Whether the database says that the same transaction may succeed when it is run again (SQLSTATE 40001, 40P01). */
export function isRetryable(error: unknown): boolean {
  return ["40001", "40P01"].includes(stateOf(error) ?? "");
}

/** The SQLSTATE of a database error, or undefined when no answer came. */
export function stateOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  // The digit tells a state from an errno such as EPIPE.
  return typeof code === "string" && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

function failed(state: string | undefined): Problem {
  return state
    ? new Problem(
        "store/database",
        "The database refused a statement.",
        `SQLSTATE ${state}`,
        "Look the state up in the server's log at this time; nothing of this transaction was written.",
      )
    : new Problem(
        "store/unreachable",
        "The database does not answer.",
        "database",
        "Check that it runs and that its address is right; nothing of this transaction was written.",
      );
}
