import { settler } from "./settle.ts";

/** The one settler of this process: what leaves the thread, from whatever part of the program, is counted here. */
export const THREAD = settler();

/** Runs work that leaves this thread; its answer comes in the order of asking. */
export function outside<T>(work: () => Promise<T>): Promise<T> {
  return THREAD.outside(work);
}
