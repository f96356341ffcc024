import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ServerType, serve } from "@hono/node-server";
import axe from "axe-core";
import { build } from "esbuild";
import { html } from "hono/html";
import { type Browser, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { islands } from "../../src/apps/provider/islands.ts";
import { providerDesk } from "../../src/apps/provider/desk.ts";
import { COOKIE, type Ordered, deskDeps, orderFor, orderedWorld } from "./world.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const there = existsSync(CHROMIUM);
const style = join(import.meta.dirname, "../../src/apps/web/style.css");
/** Where to leave pictures of the pages, for people; none are made where it is not set. */
const SHOTS = process.env["COMITY_SHOTS"];

let ordered: Ordered;
let server: ServerType;
let browser: Browser;
let base = "";

describe.skipIf(!there)(
  `the desk in a browser${there ? "" : ` (skipped: ${CHROMIUM} is not installed)`}`,
  () => {
    beforeAll(async () => {
      ordered = await orderedWorld();
      const script = (
        await build({ entryPoints: [islands[0]?.path ?? ""], bundle: true, write: false, format: "esm" })
      ).outputFiles[0]?.text as string;
      const integrity = `sha256-${createHash("sha256").update(script).digest("base64")}`;
      const css = existsSync(style) ? readFileSync(style, "utf8") : "";
      const app = providerDesk({
        ...deskDeps(ordered.world),
        island: () => ({ src: "/upload.js", integrity }),
        layout: (title, body) =>
          html`<!doctype html>
            <html lang="en">
              <head>
                <meta charset="utf-8" />
                <title>${title}</title>
                <link rel="stylesheet" href="/style.css" />
              </head>
              <body>
                <main id="main">
                  <h1>${title}</h1>
                  ${body}
                </main>
              </body>
            </html>`,
      });
      app.get("/upload.js", (c) => c.body(script, 200, { "content-type": "text/javascript" }));
      app.get("/style.css", (c) => c.body(css, 200, { "content-type": "text/css" }));
      await new Promise<void>(
        (ready) => void (server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () => ready())),
      );
      base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
    });
    afterAll(async () => {
      await browser?.close();
      await new Promise((closed) => server?.close(closed));
    });

    async function open(path: string, javaScriptEnabled = true): Promise<Page> {
      const context = await browser.newContext({ bypassCSP: false, javaScriptEnabled });
      const [name = "", value = ""] = COOKIE.split("=");
      await context.addCookies([{ name, value, url: base }]);
      const page = await context.newPage();
      page.on("pageerror", (error) => {
        throw error;
      });
      await page.goto(`${base}${path}`);
      return page;
    }

    async function shoot(page: Page, name: string): Promise<void> {
      if (!SHOTS) return;
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
    }

    async function violations(page: Page): Promise<string[]> {
      // Through the debugger, which the pages' own policy does not stand in the way of.
      await page.evaluate(axe.source);
      const { violations: found } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<axe.AxeResults> } }).axe.run(),
      );
      return found.map((each) => `${each.id}: ${each.nodes[0]?.html}`);
    }

    test("no page breaks a rule of accessibility", async () => {
      const preserve = await orderFor(ordered.world, ordered.r1);
      const produce = await orderFor(ordered.world, ordered.r3);
      for (const [name, path] of [
        ["list", "/"],
        ["preserve", `/orders/${preserve.digest}`],
        ["produce", `/orders/${produce.digest}`],
        ["unknown", `/orders/sha256:${"0".repeat(64)}`],
      ] as const) {
        const page = await open(path);
        expect([name, await violations(page)]).toEqual([name, []]);
        await shoot(page, name);
        await page.context().close();
      }
    });

    test("files chosen in the browser are streamed here and listed, and produced by the keyboard", async () => {
      const order = await orderFor(ordered.world, ordered.r2);
      const path = join(tmpdir(), "flows of the server.jsonl");
      writeFileSync(path, "{}\n");
      const page = await open(`/orders/${order.digest}`);
      await page.locator("#files").setInputFiles(path);
      await page.getByRole("rowheader", { name: "flows of the server.jsonl" }).waitFor();
      expect(await violations(page)).toEqual([]);
      await shoot(page, "files");
      await page.getByRole("button", { name: "Seal and produce these files" }).focus();
      await page.keyboard.press("Enter");
      await page.getByText("Evidence produced").first().waitFor();
      await page.context().close();
    });

    test("without JavaScript: confirming preservation, and the production shown as it goes", async () => {
      const preserve = await orderFor(ordered.world, ordered.r1);
      const page = await open(`/orders/${preserve.digest}`, false);
      await page.getByLabel("Your reference").fill("NR-77");
      await page.getByRole("button", { name: "Confirm preservation" }).click();
      await page.getByText("Preservation confirmed").first().waitFor();
      const produce = await orderFor(ordered.world, ordered.r3);
      await page.goto(`${base}/orders/${produce.digest}`);
      await page.getByRole("button", { name: "Make the evidence" }).click();
      await shoot(page, "working");
      await page.getByText("Evidence produced").first().waitFor();
      await shoot(page, "produced");
      await page.context().close();
    });
  },
);
