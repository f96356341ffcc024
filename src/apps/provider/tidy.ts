import { isProblem } from "../../base/problem.ts";
import type { ProduceDeps } from "./deps.ts";
import { answerTo, orderOf } from "./orders.ts";
import { forgetEvidence, ordersInWork, placeOf } from "./work-folder.ts";

/**
 * Forgets the evidence of orders whose answer the authority's node has accepted: source files and sealed file go, what
 * was answered stays. Everything else is kept, refused answers too, until a person has looked. Safe at any time; call it
 * now and then. Resolves with how many were forgotten.
 */
export async function forgetReceipted(deps: ProduceDeps): Promise<number> {
  let forgotten = 0;
  for (const digest of await ordersInWork(deps.workFolder)) {
    try {
      const order = await orderOf(deps.engine, digest);
      if ((await answerTo(deps.engine, order)).state !== "accepted") continue;
    } catch (error) {
      if (isProblem(error, "order/unknown")) continue;
      throw error;
    }
    await forgetEvidence(placeOf(deps.workFolder, digest));
    forgotten++;
  }
  return forgotten;
}
