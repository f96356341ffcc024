import { z } from "zod";
import { Problem } from "../../base/problem.ts";
import type { Body } from "../../exchange/messages.ts";
import type { OrderRow } from "../../exchange/rows.ts";
import type { ProviderDeskDeps } from "./deps.ts";
import type { Jobs } from "./jobs.ts";
import { keptItem, placeOf } from "./work-folder.ts";

/** The answers a provider can give, checked here once for pages and programs. */

type Reply = Body<"reply">;
type Cannot = Extract<Reply, { kind: "cannot" }>;

/** Why a provider cannot comply, by code (users' wish: reasons that can be counted). */
export const REASONS = [
  "no-account",
  "wrong-entity",
  "not-specific",
  "conflict-of-laws",
  "out-of-retention",
  "looks-wrong",
] as const satisfies readonly Cannot["reason"][];

export const PreserveInput = z.strictObject({ providerReference: z.string().trim().min(1).max(200) });
export const CannotInput = z.strictObject({
  reason: z.enum(REASONS),
  note: z.string().max(500),
});

/** Confirms that what the order names is kept. Throws Problems of `engine.reply`. */
export function preserve(
  { engine }: ProviderDeskDeps,
  order: string,
  { providerReference }: z.infer<typeof PreserveInput>,
): Promise<OrderRow> {
  return engine.reply(order, { kind: "preserved", order, providerReference });
}

/**
 * Says that and why the provider cannot comply. Throws Problem `order/sealed-already` once evidence was sealed for this
 * order, `order/being-produced` while it is, and what `engine.reply` throws.
 */
export async function cannot(
  deps: ProviderDeskDeps,
  jobs: Jobs,
  order: string,
  { reason, note }: z.infer<typeof CannotInput>,
): Promise<OrderRow> {
  demandIdle(jobs, order);
  if (await keptItem(placeOf(deps.workFolder, order)))
    throw new Problem(
      "order/sealed-already",
      "Evidence has been sealed for this order.",
      order.slice(0, 24),
      "Finish the production.",
    );
  return deps.engine.reply(order, { kind: "cannot", order, reason, note });
}

/** Throws Problem `order/being-produced` while a production of this order is under way. */
export function demandIdle(jobs: Jobs, order: string): void {
  if (jobs.of(order)?.running)
    throw new Problem(
      "order/being-produced",
      "The evidence of this order is being produced.",
      order.slice(0, 24),
      "Wait until it is done.",
    );
}
