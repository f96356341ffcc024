import { createHash, randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { sandboxAccounts } from "../../src/apps/account/sandbox.ts";
import { requestOne, requestThree, requestTwo } from "../../src/apps/sandbox/case-1.ts";
import type { DeskDeps } from "../../src/apps/web/deps.ts";
import { deskApp } from "../../src/apps/web/desk.ts";
import { frameOf } from "../../src/apps/web/frame.ts";
import { nextStepPayload } from "../../src/custody/chain.ts";
import { caseNow } from "../../src/exchange/engine.ts";
import { readAct } from "../../src/exchange/officer-act.ts";
import { bodyOf, padded } from "../../src/exchange/rows.ts";
import { sealedDigest } from "../../src/seal/slices.ts";
import type { WorkReport } from "../../src/exchange/work.ts";
import { makeReceipt } from "../../src/log/prove.ts";
import { stateOf } from "../../src/party/directory.ts";
import { type RequestContent, contentDigest } from "../../src/request/content.ts";
import { type Federation, startFederation } from "../federation.ts";

/** The desks of the sandbox federation over engines in this process, with the real sandbox sign-in. */
export interface Desks {
  world: Federation;
  app: Record<StateCode, Hono>;
  /** What the background work says; tests may change it. */
  report: WorkReport;
  /** Where the desks are, once they are served. */
  links: { name: string; url: string }[];
  /** The Cookie header of a role that has signed in. */
  signIn(officer: string): Promise<string>;
  /** A page as its text, as somebody signed in sees it. */
  get(officer: string | null, path: string): Promise<{ status: number; text: string; headers: Headers }>;
  /** A form sent by somebody signed in, with the token their pages carry. */
  post(
    officer: string,
    path: string,
    fields: Record<string, string | string[]>,
  ): Promise<{ status: number; text: string; location: string | null }>;
}

type StateCode = "AL" | "BO" | "CA";
const STATES: readonly StateCode[] = ["AL", "BO", "CA"];
const stateOfOfficer = (officer: string) => officer.slice(0, 2).toUpperCase() as StateCode;

export async function startDesks(): Promise<Desks> {
  const world = await startFederation();
  const report: WorkReport = { done: 0, waiting: null, halted: null, unheard: [] };
  const links: { name: string; url: string }[] = [];
  const apps = STATES.map((state) => [state, deskOf(world, state, report, links)] as const);
  const app = Object.fromEntries(apps) as Desks["app"];
  const cookies = new Map<string, string>();
  const signIn = async (officer: string): Promise<string> => {
    const known = cookies.get(officer);
    if (known) return known;
    const made = await signInAt(app[stateOfOfficer(officer)], officer);
    cookies.set(officer, made);
    return made;
  };
  const get: Desks["get"] = async (officer, path) => {
    const headers = officer ? { Cookie: await signIn(officer) } : undefined;
    const answer = await app[officer ? stateOfOfficer(officer) : "BO"].request(
      path,
      headers ? { headers } : {},
    );
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const post: Desks["post"] = async (officer, path, fields) => {
    const form = new FormData();
    form.set("token", tokenIn((await get(officer, "/account")).text));
    for (const [name, value] of Object.entries(fields))
      for (const each of [value].flat()) form.append(name, each);
    const headers = { Cookie: await signIn(officer), "Sec-Fetch-Site": "same-origin" };
    const answer = await app[stateOfOfficer(officer)].request(path, { method: "POST", body: form, headers });
    return { status: answer.status, text: await answer.text(), location: answer.headers.get("Location") };
  };
  return { world, app, report, links, signIn, get, post };
}

function deskOf(
  world: Federation,
  state: StateCode,
  report: WorkReport,
  links: { name: string; url: string }[],
): Hono {
  const engine = world.nodes[state];
  const own = stateOf(engine.config.directory, state);
  const deps: DeskDeps = {
    engine,
    accounts: sandboxAccounts({
      officers: own.officers,
      keys: world.world.officerKeys,
      secret: new Uint8Array(randomBytes(32)),
      now: world.now,
      stateName: own.name,
      layout: frameOf(() => deps),
    }),
    evidence: {
      open: async (signed, progress) => {
        const { item } = await caseNow(engine, readAct(signed.act).subject);
        progress?.(1000, 1000);
        return engine.opened(signed, item?.manifest ?? "", item?.files.length ?? 0);
      },
      files: async (current) => current.item?.files ?? [],
      file: async (_current, name) => ({ size: name.length, stream: new Blob([name]).stream() }),
      folder: async (current) => `/srv/comity/evidence/${current.ref}`,
    },
    sandbox: { desks: links, advance: async (milliseconds) => world.advance(milliseconds / 3_600_000) },
    now: world.now,
    report: () => report,
    zone: engine.config.law.sheets[state]?.timeZone ?? "UTC",
  };
  const app = new Hono();
  app.route("/", logOf(world, state));
  app.route("/", deskApp(deps));
  return app;
}

/** The public files of a node's log, from its log in memory. */
function logOf(world: Federation, state: StateCode): Hono {
  const { config, ports } = world.nodes[state];
  const app = new Hono();
  app.get("/log/policy", (c) => c.text(stateOf(config.directory, state).node.log.policy));
  app.get("/log/checkpoint", async (c) => c.text((await ports.log?.published()) ?? "", 200));
  app.get("/log/example.json", async (c) => {
    const row = await ports.store.read("published", "head");
    if (!row || !ports.log) return c.json({}, 404);
    const { size, checkpoint } = bodyOf("published", row);
    const leaf = await ports.store.read("leaf", padded(size - 1));
    const proof = await makeReceipt(ports.log.tiles.read, checkpoint, size - 1);
    return c.json({ leaf: leaf ? bodyOf("leaf", leaf).leaf : "", proof });
  });
  app.get("/log/tile/*", async (c) => {
    const bytes = await ports.log?.tiles.read(c.req.path.slice("/log/".length));
    return bytes ? c.body(new Uint8Array(bytes)) : c.notFound();
  });
  return app;
}

export function tokenIn(text: string): string {
  return /name="token" value="([^"]+)"/.exec(text)?.[1] ?? "";
}

async function signInAt(app: Hono, officer: string): Promise<string> {
  const first = await app.request("/account");
  const before = cookiesOf(first.headers);
  const form = new FormData();
  form.set("token", tokenIn(await first.text()));
  form.set("officer", officer);
  const answer = await app.request("/account/sign-in", {
    method: "POST",
    body: form,
    headers: { Cookie: before, "Sec-Fetch-Site": "same-origin" },
  });
  if (answer.status !== 303) throw new Error(`sign-in as ${officer}: ${answer.status}`);
  return [before, cookiesOf(answer.headers)].filter((each) => each !== "").join("; ");
}

function cookiesOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
}

/** Serves the desks on loopback for a browser; the banner of each then links to the others. */
export async function serveDesks(
  desks: Desks,
): Promise<{ url: Record<StateCode, string>; close(): Promise<void> }> {
  const servers = await Promise.all(
    STATES.map(
      (state) =>
        new Promise<[StateCode, ReturnType<typeof serve>]>((done) => {
          const server = serve(
            { fetch: desks.app[state].fetch, hostname: "127.0.0.1", port: 0, overrideGlobalObjects: false },
            () => done([state, server]),
          );
        }),
    ),
  );
  const url = Object.fromEntries(
    servers.map(([state, server]) => [state, `http://127.0.0.1:${(server.address() as AddressInfo).port}`]),
  ) as Record<StateCode, string>;
  for (const state of STATES)
    desks.links.push({ name: stateOf(desks.world.nodes.BO.config.directory, state).name, url: url[state] });
  return {
    url,
    close: async () => {
      await Promise.all(servers.map(([, server]) => new Promise((done) => server.close(done))));
    },
  };
}

// ---- Case 1, as far as a test needs it ----

/** A request from draft to registration, by the acts of the two officers. */
export async function sendRequest({ world }: Desks, content: RequestContent): Promise<string> {
  const draft = await world.nodes.BO.saveDraft("bo-01", null, content);
  const says = { contentDigest: contentDigest(content) };
  await world.act("bo-01", "submit-request", draft.id, says);
  const sent = await world.act("bo-02", "approve-request", draft.id, says);
  await world.settle();
  return ("ref" in sent && sent.ref) || "";
}

/** Case 1 up to evidence received at Borvania and a provider revealed in Cardova. */
export async function playCaseOne(desks: Desks): Promise<{ r1: string; r2: string; r3: string }> {
  const r1 = await sendRequest(desks, requestOne());
  await confirmPreservation(desks);
  const r2 = await sendRequest(desks, requestTwo(r1));
  await answerWithEvidence(desks, r2, ["198.51.100.20"]);
  const r3 = await sendRequest(desks, requestThree(r1));
  return { r1, r2, r3 };
}

async function confirmPreservation({ world }: Desks): Promise<void> {
  const [row] = await world.nordrack.ports.store.query({ kind: "order", limit: 10 });
  if (!row) throw new Error("no order at the provider");
  const { digest } = bodyOf("order", row);
  await world.nordrack.reply(digest, { kind: "preserved", order: digest, providerReference: "NR-77" });
  await world.settle();
}

export async function grantAndServe({ world }: Desks, ref: string): Promise<void> {
  await world.act("al-03", "open-case", ref);
  await world.act("al-02", "decide-request", ref, {
    outcome: "granted",
    grounds: [],
    reasons: "The conditions of the instrument are met.",
    conditions: ["Only for the investigation named."],
  });
  await world.act("al-04", "authorise-measure", ref, {
    issuer: "Court of Alderia",
    kind: "judge",
    number: "J 12/27",
    date: "2027-07-05",
    scope: "the server named",
    digest: `sha256:${"a".repeat(64)}`,
  });
  await world.settle();
}

/** The provider produces, Alderia holds and releases, Borvania receives. */
export async function answerWithEvidence(desks: Desks, ref: string, addresses: string[]): Promise<void> {
  const { world } = desks;
  await grantAndServe(desks, ref);
  await produce(desks, ref);
  world.advance(72);
  await world.settle();
  const { item } = await caseNow(world.nodes.AL, ref);
  await world.act("al-05", "release-evidence", ref, {
    item: item?.id ?? "",
    sealed: item?.sealed.digest ?? "",
    addresses,
  });
  await world.settle();
}

export async function produce({ world }: Desks, ref: string): Promise<void> {
  const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
  const bytes = new Uint8Array(randomBytes(5000));
  const rows = await world.nordrack.ports.store.query({ kind: "order", limit: 100 });
  const order = rows
    .map((row) => bodyOf("order", row))
    .find((each) => each.ref === ref && each.body.measure === "produce");
  if (!order) throw new Error(`no order to produce for ${ref}`);
  const digest = `sha256:${sha(bytes)}` as const;
  const slices = [{ digest, size: bytes.length }];
  const sealed = { digest: sealedDigest(slices), size: bytes.length };
  const manifest = `sha256:${sha(new Uint8Array(1))}` as const;
  const common = {
    item: `item-${ref}`,
    ref,
    at: world.now(),
    by: { state: null, provider: "nordrack", officer: null },
    why: "produced on the order",
    tool: { name: "test", version: "1" },
  };
  const sign = (chain: string[], fields: Parameters<typeof nextStepPayload>[1]) =>
    world.nordrack.ports.sign("comity-custody", nextStepPayload(chain, fields), world.now());
  const first = await sign([], { ...common, sealed: null, manifest: null, step: "collected" });
  const second = await sign([first], { ...common, sealed, manifest, step: "sealed" });
  await world.nodes.AL.ports.blobs.put(bytes, digest);
  const files = [{ name: "traffic/connections.log", size: 4096, sha256: sha(new Uint8Array(2)) }];
  await world.nordrack.reply(order.digest, {
    kind: "produced",
    order: order.digest,
    item: {
      id: common.item,
      sealed: { ...sealed, slices },
      manifest,
      files,
      custody: [first, second],
    },
  });
  await world.settle();
}
