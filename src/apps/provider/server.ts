import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { JWK } from "jose";
import { readFileSync } from "node:fs";
import { Problem } from "../../base/problem.ts";
import { type Officer, stateOf } from "../../party/directory.ts";
import { sandboxAccounts } from "../account/sandbox.ts";
import { messageDoor } from "../node/doors.ts";
import { type OpenParty, openParty } from "../node/open-party.ts";
import { listen, sandboxControls } from "../node/server.ts";
import { warmUp } from "../node/warm-up.ts";
import type { DeskDeps } from "../web/deps.ts";
import { frameOf, mountFrame, sharedAssets } from "../web/frame.ts";
import { securityHeaders } from "../web/security.ts";
import { buildIslands } from "../web/assets.ts";
import { providerDesk } from "./desk.ts";
import { warmSealing } from "./warm-up.ts";
import { sandboxEvidence, serverImage } from "./sandbox-evidence.ts";

/** A provider's desk as a process: the same engine as a node, without a log, behind the same message door. */
export interface RunningDesk {
  url: string;
  party: OpenParty;
  close(): Promise<void>;
}

export async function startProvider(
  folder: string,
  env: Record<string, string | undefined>,
  say: (line: object) => void,
): Promise<RunningDesk> {
  const party = await openParty(folder, env, say);
  const warm = warmUp(party);
  let sealed = false;
  const sealing = warmSealing(party)
    .catch(() => {})
    .finally(() => void (sealed = true));
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get("/healthz", (context) =>
    context.json({
      provider: party.settings.self,
      ok: party.work.report().halted === null,
      unheard: party.work.report().unheard,
      warm: warm.over() && sealed,
    }),
  );
  app.route("/", messageDoor(party));
  app.route("/", await deskOf(party, env));
  const server = await listen(app, party.settings);
  const { port } = server.address() as AddressInfo;
  const url = `http://${party.settings.host}:${port}`;
  say({ level: "info", code: "provider/started", provider: party.settings.self, url });
  return {
    url,
    party,
    async close() {
      await new Promise((done) => server.close(done));
      await Promise.all([warm.stop(), sealing]);
      await party.close();
    },
  };
}

async function deskOf(party: OpenParty, env: Record<string, string | undefined>): Promise<Hono> {
  const { engine, settings, now } = party;
  const provider = stateOf(engine.config.directory, settings.state).providers.find(
    (each) => each.id === settings.self,
  );
  if (!provider)
    throw new Problem(
      "settings/unknown-provider",
      "This provider is not in the State's list.",
      settings.self,
      "Enrol with the State first.",
    );
  const zone = engine.config.law.sheets[settings.state]?.timeZone ?? "UTC";
  const work = join(party.folder, "work");
  const accounts = deskAccounts(party, provider.name, () => frame);
  const frame: DeskDeps = {
    engine,
    accounts,
    evidence: noEvidence,
    sandbox: settings.mode === "sandbox" ? sandboxControls(party, env) : null,
    now,
    report: party.work.report,
    zone,
  };
  await sharedAssets();
  // The server of case 1 stands at the provider before anybody asks for it.
  const image = settings.mode === "sandbox" ? await imageOf(party, env) : "";
  const scripts = await buildIslands();
  const app = new Hono();
  app.use(securityHeaders);
  mountFrame(app, () => frame);
  // Signing in leads to the desk, which is the first page here.
  app.get("/desk", (c) => c.redirect("/", 303));
  app.get("/islands/:file", (c) => {
    const found = scripts.get(c.req.param("file").replace(/\.js$/, ""));
    return found ? c.body(found.js, 200, { "Content-Type": "text/javascript; charset=utf-8" }) : c.notFound();
  });
  const desk = providerDesk({
    engine,
    now,
    sign: engine.ports.sign,
    upload: (to, digest, stream) => party.wire.upload(to, digest, stream()),
    workFolder: work,
    news: party.news,
    provider: { id: provider.id, name: provider.name },
    zone,
    sandbox: settings.mode === "sandbox" ? { makeEvidence: sandboxEvidence(work, async () => image) } : null,
    accounts,
    island: (name) => {
      const found = scripts.get(name);
      return found ? { src: `/islands/${name}.js`, integrity: found.integrity } : null;
    },
    layout: frameOf(() => frame),
    callerOf: async (headers) =>
      settings.mode === "sandbox" && headers.has("x-comity-officer") && !headers.has("sec-fetch-site")
        ? "desk"
        : ((await accounts.officerOf(headers.get("cookie") ?? undefined))?.id ?? null),
  });
  app.route("/", desk);
  return app;
}

function imageOf(party: OpenParty, env: Record<string, string | undefined>): Promise<string> {
  const megabytes = Number(env["COMITY_SANDBOX_IMAGE_MB"] ?? "256");
  return serverImage(join(party.folder, `server-${megabytes}mb.img`), megabytes);
}

/** One desk officer: a provider signs as an institution, and nobody of its staff is named to a State. */
function deskAccounts(party: OpenParty, name: string, frame: () => DeskDeps) {
  const { settings, now } = party;
  if (settings.mode !== "sandbox")
    throw new Problem(
      "settings/provider-production",
      "A provider's desk with real accounts is not there yet.",
      "mode",
      "Run it as a sandbox on loopback, or use the API behind your own gateway.",
    );
  const officer: Officer = {
    id: "desk",
    name: `Legal desk of ${name}`,
    role: "Provider's legal desk",
    authority: settings.self,
    mandates: [],
    credentials: [],
    from: "2000-01-01T00:00:00.000Z",
    until: null,
  };
  const keys = JSON.parse(readFileSync(join(party.folder, "keys", "officers.json"), "utf8")) as Record<
    string,
    JWK
  >;
  return sandboxAccounts({
    officers: [officer],
    keys: new Map([["desk", keys["desk"] ?? {}]]),
    secret: new Uint8Array(randomBytes(32)),
    now,
    stateName: name,
    layout: frameOf(frame),
  });
}

const noEvidence: DeskDeps["evidence"] = {
  open: async (signed) => {
    throw new Problem(
      "evidence/not-here",
      "A provider's desk opens no evidence.",
      signed.signature.officer,
      "Evidence is opened at the requesting Party's node.",
    );
  },
  files: async () => [],
  file: async () => null,
  folder: async (current) => {
    throw new Problem(
      "evidence/not-here",
      "A provider's desk has no evidence folder.",
      current.ref,
      "Ask the requesting Party.",
    );
  },
};
