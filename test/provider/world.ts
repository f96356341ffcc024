import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { plainLayout } from "../../src/apps/account/pages/page.ts";
import type { ProduceDeps, ProviderDeskDeps } from "../../src/apps/provider/deps.ts";
import { sandboxEvidence, serverImage } from "../../src/apps/provider/sandbox-evidence.ts";
import { requestOne, requestThree, requestTwo } from "../../src/apps/sandbox/case-1.ts";
import type { Accounts } from "../../src/apps/web/deps.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import { type OrderRow, bodyOf } from "../../src/exchange/rows.ts";
import type { Officer } from "../../src/party/directory.ts";
import { type RequestContent, contentDigest } from "../../src/request/content.ts";
import { type Federation, startFederation } from "../federation.ts";

/** A federation in which NordRack's desk has orders, as their States really send them. */

export async function sendRequest(world: Federation, content: RequestContent): Promise<string> {
  const draft = await world.nodes.BO.saveDraft("bo-01", null, content);
  const says = { contentDigest: contentDigest(content) };
  await world.act("bo-01", "submit-request", draft.id, says);
  const sent = await world.act("bo-02", "approve-request", draft.id, says);
  await world.settle();
  return "ref" in sent && sent.ref ? sent.ref : "";
}

export interface Authority {
  number?: string;
  scope?: string;
}

/** Grants and authorises a request, so that the provider gets an order to produce. */
export async function orderProduction(
  world: Federation,
  ref: string,
  authority: Authority = {},
): Promise<void> {
  await world.act("al-03", "open-case", ref);
  await world.act("al-02", "decide-request", ref, {
    outcome: "granted",
    grounds: [],
    reasons: "Convention offences; no ground seen.",
    conditions: [],
  });
  await world.act("al-04", "authorise-measure", ref, {
    issuer: "Court of Investigations",
    kind: "judge",
    number: authority.number ?? `CI-${ref}`,
    date: "2027-07-04",
    scope: authority.scope ?? "the server named",
    digest: digestOf(new Uint8Array(3)),
  });
  await world.settle();
}

export interface Ordered {
  world: Federation;
  r1: string;
  r2: string;
  r3: string;
}

/** Case 1 as far as the provider: R1 to preserve, R2 and R3 to produce. */
export async function orderedWorld(
  change: (content: RequestContent) => RequestContent = (content) => content,
  authority: Authority = {},
): Promise<Ordered> {
  const world = await startFederation();
  const r1 = await sendRequest(world, change(requestOne()));
  const r2 = await sendRequest(world, change(requestTwo(r1)));
  const r3 = await sendRequest(world, change(requestThree(r1)));
  for (const ref of [r2, r3]) await orderProduction(world, ref, authority);
  return { world, r1, r2, r3 };
}

export async function orderFor(world: Federation, ref: string): Promise<OrderRow> {
  const rows = await world.nordrack.ports.store.query({ kind: "order", limit: 100 });
  const found = rows.map((row) => bodyOf("order", row)).find((order) => order.ref === ref);
  if (!found) throw new Error(`no order for ${ref}`);
  return found;
}

export interface Uploads {
  /** Slices that were sent, in order. */
  sent: string[];
  /** Called before each slice; a throw cuts it. */
  before(digest: string): void;
}

/** What producing takes, with uploads straight into the node's blobs. */
export function produceDeps(world: Federation): ProduceDeps & { uploads: Uploads } {
  const uploads: Uploads = { sent: [], before: () => {} };
  return {
    engine: world.nordrack,
    now: world.now,
    sign: world.nordrack.ports.sign,
    workFolder: mkdtempSync(join(tmpdir(), "provider-desk-")),
    uploads,
    async upload(to, digest, stream) {
      uploads.before(digest);
      await world.engineOf(to).ports.blobs.put(stream(), digest);
      uploads.sent.push(digest);
    },
  };
}

const STAFF: Officer = {
  id: "staff",
  name: "Legal desk",
  role: "Trust and safety",
  authority: "nordrack",
  mandates: [],
  credentials: [],
  from: "2027-01-01T00:00:00.000Z",
  until: null,
};
export const COOKIE = "who=staff";
export const TOKEN = "token-of-staff";

/** Accounts for tests: whoever sends the cookie is signed in. */
function accounts(): Accounts {
  return {
    kind: "sandbox",
    app: new Hono().get("/", (c) => c.text("sign in here")),
    officerOf: async (cookies) => (cookies === COOKIE ? STAFF : null),
    formToken: (cookies) => (cookies === COOKIE ? TOKEN : ""),
    checkFormToken: (cookies, token) => cookies === COOKIE && token === TOKEN,
    signHere: null,
  };
}

export function deskDeps(world: Federation): ProviderDeskDeps & { uploads: Uploads } {
  const produce = produceDeps(world);
  return {
    ...produce,
    provider: { id: "nordrack", name: "NordRack Hosting" },
    zone: "Europe/Vienna",
    sandbox: {
      makeEvidence: sandboxEvidence(produce.workFolder, () =>
        serverImage(join(produce.workFolder, "server.img"), 16),
      ),
    },
    accounts: accounts(),
    layout: plainLayout,
  };
}
