import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type ServerType, serve } from "@hono/node-server";
import { build } from "esbuild";
import { Hono } from "hono";
import { html } from "hono/html";
import { type Browser, type BrowserContext, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { officerVerifier } from "../../src/adapters/accounts/verifier.ts";
import type { Passkey } from "../../src/adapters/accounts/webauthn.ts";
import { islands } from "../../src/apps/account/islands.ts";
import type { Layout } from "../../src/apps/account/pages/page.ts";
import { type PasskeyAccounts, passkeyAccounts } from "../../src/apps/account/passkeys.ts";
import { sandboxAccounts } from "../../src/apps/account/sandbox.ts";
import { signActField } from "../../src/apps/account/sign-element.ts";
import { securityHeaders } from "../../src/apps/web/security.ts";
import { toBase64Url, utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import type { Officer } from "../../src/party/directory.ts";
import type { OfficerSignature } from "../../src/request/case.ts";
import { BEGAN, type World, officerNamed, world } from "./desk.ts";

/** Enrolling, signing in and signing an act in a real browser, with an authenticator the browser itself simulates. */

const CHROMIUM = "/usr/bin/chromium";
const noBrowser = !existsSync(CHROMIUM);
const SHOTS = process.env["COMITY_SHOTS"];
const ACT = '{"says":"Ünïcode & <b>markup</b> stay text"}';
const DIGEST = digestOf(utf8(ACT));
const AXE = readFileSync(join(import.meta.dirname, "../../node_modules/axe-core/axe.min.js"), "utf8");
const STYLE = join(import.meta.dirname, "../../src/apps/web/style.css");

type Scripts = Map<string, { js: string; integrity: string }>;

const layout: Layout = (title, body) =>
  html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <main id="main">
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`;

async function bundled(): Promise<Scripts> {
  const made: Scripts = new Map();
  for (const { name, path } of islands) {
    const result = await build({
      entryPoints: [path],
      bundle: true,
      write: false,
      format: "esm",
      target: "es2022",
      minify: true,
    });
    const js = result.outputFiles[0]?.text ?? "";
    made.set(name, { js, integrity: `sha256-${createHash("sha256").update(js).digest("base64")}` });
  }
  return made;
}

/** A site with only what this test needs of a desk: a page that is signed, and what comes of it. */
function site(
  accounts: { app: Hono },
  officer: () => Officer,
  scripts: Scripts,
  received: OfficerSignature[],
): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  app.route("/account", accounts.app);
  app.get("/style.css", (c) =>
    c.body(existsSync(STYLE) ? readFileSync(STYLE, "utf8") : "", 200, { "Content-Type": "text/css" }),
  );
  app.get("/desk", (c) => c.html(layout("Desk", html`<p>Signed in</p>`, c)));
  app.get("/desk/sign", (c) => {
    const act = c.req.query("act") ?? ACT;
    const script = scripts.get("account-sign-act");
    const form = html`<form method="post" action="/desk/sign">
        <input type="hidden" name="act" value="${act}" />
        ${signActField(officer(), DIGEST)}
        <button class="button primary" name="verb" value="approve">Sign</button>
      </form>
      <script
        type="module"
        src="/account/islands/account-sign-act.js"
        integrity="${script?.integrity}"
      ></script>`;
    return c.html(layout("Sign", form, c));
  });
  app.post("/desk/sign", async (c) => {
    const form = await c.req.parseBody();
    received.push(JSON.parse(String(form["signature"])) as OfficerSignature);
    return c.html(layout("Done", html`<p id="verb">${String(form["verb"])}</p>`, c));
  });
  return app;
}

async function listen(app: Hono): Promise<{ server: ServerType; port: number }> {
  const server = await new Promise<ServerType>((ready) => {
    const started = serve({ fetch: app.fetch, hostname: "localhost", port: 0 }, () => ready(started));
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
    return (await axe.run()).violations.map((each) => each.id);
  });
  return found;
}

/** The page has no accessibility violation; a picture of it is kept where somebody wants to look. */
async function inspect(page: Page, name: string): Promise<void> {
  if (SHOTS) {
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
  }
  expect(await violations(page), name).toEqual([]);
}

describe.skipIf(noBrowser)(`in a browser${noBrowser ? " (skipped: no /usr/bin/chromium)" : ""}`, () => {
  let browser: Browser;
  let scripts: Scripts;
  beforeAll(async () => {
    scripts = await bundled();
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  afterAll(() => browser?.close());

  describe("with passkeys", () => {
    let w: World;
    let accounts: PasskeyAccounts;
    let server: ServerType;
    let context: BrowserContext;
    let page: Page;
    let origin: string;
    let credential: Passkey;
    const received: OfficerSignature[] = [];
    const faults: string[] = [];

    beforeAll(async () => {
      // The port must be known before the accounts are made, since passkeys are bound to the origin.
      let inner = new Hono();
      const listening = await listen(new Hono().all("*", (c) => inner.fetch(c.req.raw, c.env)));
      server = listening.server;
      origin = `http://localhost:${listening.port}`;
      w = world({ rpId: "localhost", origin });
      accounts = passkeyAccounts({ ...w.deps, layout, scripts });
      inner = site(accounts, () => w.officer("bo.17"), scripts, received);
      context = await browser.newContext();
      page = await context.newPage();
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (line) => void (line.type() === "error" && faults.push(line.text())));
      await addAuthenticator(context, page);
    });
    afterAll(async () => {
      await context?.close();
      server?.close();
    });

    test("an officer enrols with a code and is shown the entry for the list", async () => {
      const { code } = await accounts.enrolmentCode("bo.17");
      await page.goto(`${origin}/account/enrol`);
      await inspect(page, "enrol-code");
      await page.getByLabel("Enrolment code").fill(code.toLowerCase());
      await page.getByRole("button").click();
      await page.getByRole("button", { name: "Make the passkey" }).waitFor();
      await inspect(page, "enrol-make");
      await page.getByRole("button", { name: "Make the passkey" }).click();
      await page.getByRole("button", { name: "Confirm with the new passkey" }).waitFor();
      await inspect(page, "enrol-confirm");
      await page.getByRole("button", { name: "Confirm with the new passkey" }).click();
      await page.locator("pre").waitFor();
      await inspect(page, "enrolled");
      credential = JSON.parse(await page.locator("pre").innerText()) as Passkey;
      expect(credential).toMatchObject({ kind: "passkey", algorithm: "ES256", rpId: "localhost", origin });
    });

    test("the passkey does not sign in before the list carries it", async () => {
      await page.goto(`${origin}/account`);
      await inspect(page, "sign-in");
      await page.getByRole("button", { name: "Sign in with your passkey" }).click();
      await page.getByText("account/passkey-not-listed").waitFor();
      await inspect(page, "not-listed");
    });

    test("once listed it signs in, by keyboard alone", async () => {
      w.officer("bo.17").credentials.push(credential);
      await page.goto(`${origin}/account`);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/desk");
      await page.goto(`${origin}/account`);
      expect(await page.locator("dd").first().innerText()).toBe("Officer bo.17");
      await inspect(page, "signed-in");
    });

    test("it signs an act, and anyone with the listed entry can check that", async () => {
      await page.goto(`${origin}/desk/sign`);
      await inspect(page, "sign-act");
      await page.getByRole("button", { name: "Sign" }).click();
      expect(await page.locator("#verb").innerText()).toBe("approve");
      const signature = received.pop() as OfficerSignature;
      expect(signature).toMatchObject({
        officer: "bo.17",
        kid: credential.kid,
        kind: "passkey",
        digest: DIGEST,
      });
      expect(await officerVerifier().verify(signature, credential)).toBe(true);
      const other = { ...signature, digest: digestOf(utf8("another")) };
      expect(await officerVerifier().verify(other, credential)).toBe(false);
    });

    test("what the browser itself calls the JSON of an assertion is taken too", async () => {
      const text = await page.evaluate(async (hex) => {
        const challenge = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
        const made = await navigator.credentials.get({
          publicKey: { challenge, userVerification: "required" },
        });
        return JSON.stringify((made as PublicKeyCredential).toJSON());
      }, DIGEST.slice("sha256:".length));
      const proof = toBase64Url(utf8(text));
      const signature = {
        officer: "bo.17",
        kid: credential.kid,
        kind: "passkey",
        digest: DIGEST,
        proof,
      } as const;
      expect(await officerVerifier().verify(signature, credential)).toBe(true);
    });

    test("it does not sign a page whose act is not the one of the digest", async () => {
      await page.goto(`${origin}/desk/sign?act=${encodeURIComponent('{"says":"another"}')}`);
      await page.getByRole("button", { name: "Sign" }).click();
      await page.getByText("The document on this page is not the one to be signed.").waitFor();
      expect(received).toEqual([]);
    });

    test("it does not sign where the list has no passkey for this address, and says so", async () => {
      const listed = w.officer("bo.17").credentials;
      const kept = listed.splice(0);
      await page.goto(`${origin}/desk/sign`);
      await page.getByRole("button", { name: "Sign" }).click();
      await page.getByText("carries no passkey of yours").waitFor();
      listed.push(...kept);
      expect(received).toEqual([]);
    });

    test("the officer signs out, and the cookie is worth nothing any more", async () => {
      await page.goto(`${origin}/account`);
      const stolen = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
      expect((await accounts.officerOf(stolen))?.id).toBe("bo.17");
      await page.getByRole("button", { name: "Sign out", exact: true }).click();
      await page.getByRole("button", { name: "Sign in with your passkey" }).waitFor();
      expect(await accounts.officerOf(stolen)).toBe(null);
    });

    test("no script failed and nothing broke the content security policy", () => {
      expect(faults.filter((fault) => !fault.includes("403"))).toEqual([]);
    });
  });

  test("in a sandbox one picks a role", async () => {
    const sandboxKey = { kind: "sandbox-key", kid: "s", jwk: {} } as const;
    const officers = ["bo.17", "bo.18"].map((id) => officerNamed(id, [sandboxKey]));
    const keys = new Map(officers.map((officer) => [officer.id, {}]));
    const secret = new Uint8Array(32);
    const accounts = sandboxAccounts({
      officers,
      keys,
      secret,
      now: () => BEGAN,
      stateName: "Borvania",
      layout,
    });
    const { server, port } = await listen(site(accounts, () => officers[0] as Officer, scripts, []));
    const page = await browser.newPage();
    try {
      await page.goto(`http://localhost:${port}/account`);
      await inspect(page, "sandbox");
      await page.getByRole("button", { name: /Officer bo\.18/ }).click();
      await page.waitForURL("**/desk");
      await page.goto(`http://localhost:${port}/account`);
      expect(await page.locator("dd").first().innerText()).toBe("Officer bo.18");
    } finally {
      await page.close();
      server.close();
    }
  });
});

/** An authenticator that has a person before it who always consents. */
async function addAuthenticator(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
