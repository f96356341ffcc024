import type { AddressInfo } from "node:net";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type HttpBindings, type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import type { JWK } from "jose";
import { advanceClock } from "../../adapters/clock.ts";
import { fromHex, toHex } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import { stateOf } from "../../party/directory.ts";
import { type PasskeyAccounts, passkeyAccounts } from "../account/passkeys.ts";
import { sandboxAccounts } from "../account/sandbox.ts";
import { buildIslands } from "../web/assets.ts";
import { deskApp } from "../web/desk.ts";
import type { Accounts, DeskDeps, SandboxControls } from "../web/deps.ts";
import { frameOf, sharedAssets } from "../web/frame.ts";
import { adminDoor } from "./admin.ts";
import { apiRoutes } from "./api.ts";
import { mount, openApi } from "./contract.ts";
import { logDoor, messageDoor, sliceDoor } from "./doors.ts";
import { evidenceDesk } from "./evidence-desk.ts";
import { type OpenParty, openParty } from "./open-party.ts";
import { warmUp } from "./warm-up.ts";

/** A State's node as a process: its engine, its doors, its desk. */
export interface RunningNode {
  url: string;
  party: OpenParty;
  close(): Promise<void>;
}

/** Opens the folder of a node and listens. Throws Problems; says one JSON line per event through `say`. */
export async function startNode(
  folder: string,
  env: Record<string, string | undefined>,
  say: (line: object) => void,
): Promise<RunningNode> {
  const party = await openParty(folder, env, say);
  const deps = await deskDeps(party, env);
  await sharedAssets();
  const warm = warmUp(party);
  const app = nodeApp(party, deps, warm.over);
  const server = await listen(app, party.settings);
  const { port } = server.address() as AddressInfo;
  const url = `http://${party.settings.host}:${port}`;
  say({
    level: "info",
    code: "node/started",
    node: party.settings.self,
    url,
    mode: party.settings.mode,
    database: party.store.kind,
  });
  return {
    url,
    party,
    async close() {
      await new Promise((done) => server.close(done));
      await warm.stop();
      await party.close();
    },
  };
}

/** The whole HTTP face of a node. */
export function nodeApp(
  party: OpenParty,
  deps: DeskDeps,
  warm: () => boolean,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const routes = apiRoutes(deps);
  app.get("/healthz", (context) =>
    context.json({
      node: party.settings.self,
      ok: party.work.report().halted === null,
      unheard: party.work.report().unheard,
      warm: warm(),
    }),
  );
  app.get("/api/openapi.json", (context) =>
    context.json(
      openApi(routes, {
        title: `Comity node of ${deps.engine.config.state}`,
        version: "1",
        description:
          "The officers' API of a State's node. Acts are prepared, read, signed by the officer, and carried out.",
      }),
    ),
  );
  app.route("/", messageDoor(party));
  app.route("/", sliceDoor(party));
  app.route("/", logDoor(party));
  mount(app as unknown as Hono, routes, (context) =>
    officerOfCall(
      deps,
      context.req.header("cookie"),
      context.req.header("x-comity-officer"),
      context.req.header("sec-fetch-site"),
    ),
  );
  if (deps.accounts.kind === "passkey")
    app.route("/", adminDoor(party.folder, deps.accounts as PasskeyAccounts));
  // Last: the desk answers every path that nobody else knows.
  app.route("/", deskApp(deps));
  return app;
}

/** Who calls the API: the session; in a sandbox also a header, which a page of another site cannot set. */
async function officerOfCall(
  deps: DeskDeps,
  cookies: string | undefined,
  header: string | undefined,
  site: string | undefined,
): Promise<string | null> {
  if (site !== undefined && site !== "same-origin" && site !== "none") return null;
  if (deps.sandbox && header)
    return deps.engine.config.directory.states
      .get(deps.engine.config.state)
      ?.officers.some((each) => each.id === header)
      ? header
      : null;
  return (await deps.accounts.officerOf(cookies))?.id ?? null;
}

async function deskDeps(party: OpenParty, env: Record<string, string | undefined>): Promise<DeskDeps> {
  const { engine, settings, now } = party;
  const deps: DeskDeps = {
    engine,
    accounts: await accountsOf(party, () => deps),
    evidence: evidenceDesk(party),
    sandbox: settings.mode === "sandbox" ? sandboxControls(party, env) : null,
    now,
    report: party.work.report,
    news: party.news,
    zone: engine.config.law.sheets[settings.state]?.timeZone ?? "UTC",
  };
  return deps;
}

async function accountsOf(party: OpenParty, deps: () => DeskDeps): Promise<Accounts> {
  const { settings, engine, now } = party;
  const own = stateOf(engine.config.directory, settings.state);
  const layout = frameOf(deps);
  if (settings.mode === "sandbox") {
    const keys = new Map(
      Object.entries(
        JSON.parse(readFileSync(join(party.folder, "keys", "officers.json"), "utf8")) as Record<string, JWK>,
      ),
    );
    return sandboxAccounts({
      officers: own.officers,
      keys,
      secret: new Uint8Array(randomBytes(32)),
      now,
      stateName: own.name,
      layout,
    });
  }
  if (!settings.site)
    throw new Problem(
      "settings/no-site",
      "Outside a sandbox officers sign in with passkeys, which are bound to a site.",
      "site",
      "Set site.rpId and site.origin.",
    );
  return passkeyAccounts({
    store: party.store,
    officers: () => own.officers,
    ...settings.site,
    secret: pageSecret(party.folder),
    now,
    entropy: (length) => new Uint8Array(randomBytes(length)),
    layout,
    scripts: await buildIslands(),
  });
}

/** The secret behind sessions and form tokens: the same for every process of this node, kept with its keys. */
function pageSecret(folder: string): Uint8Array {
  const path = join(folder, "keys", "pages.secret");
  if (!existsSync(path))
    writeFileSync(path, toHex(new Uint8Array(randomBytes(32))), { mode: 0o600, flag: "wx" });
  return fromHex(readFileSync(path, "utf8").trim());
}

export function sandboxControls(party: OpenParty, env: Record<string, string | undefined>): SandboxControls {
  const { directory } = party.engine.config;
  const desks = [...directory.states.values()].flatMap((entry) => [
    { name: entry.name, url: entry.node.url },
    ...entry.providers.flatMap((provider) =>
      provider.url ? [{ name: provider.name, url: provider.url }] : [],
    ),
  ]);
  return {
    desks,
    async advance(milliseconds) {
      const clock = env["COMITY_SANDBOX_CLOCK"];
      if (!clock)
        throw new Problem(
          "sandbox/no-clock",
          "This sandbox runs on the computer's own clock.",
          "clock",
          "Start it with `comity start --sandbox`.",
        );
      await advanceClock(clock, milliseconds);
    },
  };
}

export function listen(
  app: { fetch: Parameters<typeof serve>[0]["fetch"] },
  settings: { host: string; port: number },
): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        hostname: settings.host,
        port: settings.port,
        overrideGlobalObjects: false,
        serverOptions: { requestTimeout: 120_000, headersTimeout: 20_000, maxHeaderSize: 32_768 },
      },
      () => resolve(server),
    );
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Problem(
              "node/port-in-use",
              `Port ${settings.port} is in use.`,
              `${settings.host}:${settings.port}`,
              "Stop what uses it, or choose another port.",
            )
          : error,
      ),
    );
  });
}
