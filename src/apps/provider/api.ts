import { z } from "zod";
import { BODIES } from "../../exchange/messages.ts";
import type { OrderRow } from "../../exchange/rows.ts";
import { type Route, route } from "../node/contract.ts";
import { Edition, newEdition } from "../node/editions.ts";
import { CannotInput, PreserveInput, cannot, preserve } from "./answers.ts";
import type { ProviderDeskDeps } from "./deps.ts";
import type { Jobs } from "./jobs.ts";
import { allOrders, answerTo, mustWait, orderOf, verifyOrder } from "./orders.ts";

/** The desk's API for a provider's own systems: read orders with their verification, and answer them. */

const none = z.strictObject({});

const Work = z.strictObject({
  running: z.boolean(),
  stage: z.enum(["make", "seal", "upload", "reply"]),
  done: z.number(),
  total: z.number(),
  /** Stable code of what cut the last run; null while it runs or when it went well. */
  code: z.string().nullable(),
});

const Order = z.strictObject({
  digest: z.string(),
  ref: z.string(),
  from: z.string(),
  received: z.string(),
  state: z.enum(["new", "preserved", "produced", "cannot", "recalled"]),
  providerReference: z.string().nullable(),
  itemId: z.string().nullable(),
  settled: z.string().nullable(),
  /** When and why the authority called the order back. */
  recalled: z.strictObject({ at: z.string(), reason: z.enum(["withdrawn", "declined"]) }).nullable(),
  /** Whether nothing may be done about it yet: its node was not heard again since this desk was started. */
  waits: z.boolean(),
  body: BODIES.order,
  answer: z.strictObject({
    state: z.enum(["none", "on-its-way", "accepted", "refused"]),
    code: z.string().nullable(),
  }),
  work: Work.nullable(),
});
type Order = z.infer<typeof Order>;

const Verified = z.strictObject({
  ok: z.boolean(),
  kids: z.array(z.string()),
  signedAt: z.string().nullable(),
  act: z.string().nullable(),
  code: z.string().nullable(),
});

/** All routes of the desk's API. */
export function providerRoutes(deps: ProviderDeskDeps, jobs: Jobs): Route[] {
  return [...reading(deps, jobs), ...answering(deps, jobs)];
}

function reading(deps: ProviderDeskDeps, jobs: Jobs): Route[] {
  return [
    route({
      method: "get",
      path: "/api/orders",
      summary:
        "All orders on this desk, the newest first. With the edition of an earlier answer it waits up to five seconds for a newer one.",
      input: Edition,
      output: z.strictObject({ edition: z.number(), orders: z.array(Order) }),
      handle: async ({ edition }) => ({
        edition: await newEdition(deps.news, edition),
        orders: await Promise.all((await allOrders(deps.engine)).map((order) => shown(deps, jobs, order))),
      }),
    }),
    route({
      method: "get",
      path: "/api/orders/{digest}",
      summary: "One order, with the signed act behind it, verified again.",
      input: none,
      output: z.strictObject({ order: Order, verification: Verified }),
      handle: async (_input, { params }) => {
        const order = await orderOf(deps.engine, params["digest"] ?? "");
        return {
          order: await shown(deps, jobs, order),
          verification: await verifyOrder(deps.engine, order),
        };
      },
    }),
  ];
}

function answering(deps: ProviderDeskDeps, jobs: Jobs): Route[] {
  return [
    route({
      method: "post",
      path: "/api/orders/{digest}/preserve",
      summary: "Confirms that the data is preserved.",
      input: PreserveInput,
      output: Order,
      handle: async (input, { params }) =>
        shown(deps, jobs, await preserve(deps, params["digest"] ?? "", input)),
    }),
    route({
      method: "post",
      path: "/api/orders/{digest}/produce",
      summary:
        "Seals and produces the files that were put here, or in a sandbox makes them first. Answers when it is done; calling again joins or goes on.",
      input: z.strictObject({ files: z.literal("sandbox").optional() }),
      output: Order,
      handle: async ({ files }, { params }) => {
        const order = await orderOf(deps.engine, params["digest"] ?? "");
        return shown(deps, jobs, await jobs.start(order, files ?? "received").done);
      },
    }),
    route({
      method: "post",
      path: "/api/orders/{digest}/cannot",
      summary: "Says that the provider cannot comply, and why.",
      input: CannotInput,
      output: Order,
      handle: async (input, { params }) =>
        shown(deps, jobs, await cannot(deps, jobs, params["digest"] ?? "", input)),
    }),
  ];
}

async function shown(deps: ProviderDeskDeps, jobs: Jobs, order: OrderRow): Promise<Order> {
  const job = jobs.of(order.digest);
  const work = job ? { running: job.running, ...job.progress, code: job.problem?.code ?? null } : null;
  return { ...order, waits: mustWait(deps.engine, order), answer: await answerTo(deps.engine, order), work };
}
