import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContextOptions, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestOne } from "../../src/apps/sandbox/case-1.ts";
import { caseNow } from "../../src/exchange/engine.ts";
import { type Desks, playCaseOne, sendRequest, serveDesks, startDesks } from "./desks.ts";

// The desks in a real browser: rules of accessibility on every page, the keyboard, no scripts, and the check that the
// visitor's own browser makes. Rules are read by axe through the debugger, because the pages allow no foreign script.

const CHROMIUM = "/usr/bin/chromium";
const found = existsSync(CHROMIUM);
const name = found ? "in Chromium" : `in Chromium: NOT RUN, there is no ${CHROMIUM}`;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let desks: Desks;
let served: Awaited<ReturnType<typeof serveDesks>>;
let browser: Browser;
let refs: Awaited<ReturnType<typeof playCaseOne>>;

/** A fresh session, signed in as a role by its button; what the browser complains of is collected. */
async function as(
  officer: string | null,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; go(path: string): Promise<void>; complaints: string[] }> {
  const state = (officer ?? "bo").slice(0, 2).toUpperCase() as "BO";
  const base = served.url[state];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => void (message.type() === "error" && complaints.push(message.text())));
  page.on("pageerror", (error) => void complaints.push(error.message));
  if (officer) {
    await page.goto(`${base}/account`);
    await page.click(`button[value="${officer}"]`);
    await page.waitForURL("**/desk");
  }
  return { page, complaints, go: async (path) => void (await page.goto(base + path)) };
}

async function violations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const expression = `${AXE}; axe.run().then((r) => JSON.stringify(r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ")).join(", "))))`;
  const { result } = await session.send("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(String(result.value)) as string[];
}

const overflows = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

describe.skipIf(!found)(`the desk ${name}`, () => {
  beforeAll(async () => {
    desks = await startDesks();
    refs = await playCaseOne(desks);
    await desks.world.act("al-03", "open-case", refs.r3);
    served = await serveDesks(desks);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  const pages: [who: string | null, what: string, path: () => string][] = [
    [null, "start", () => "/"],
    [null, "public record", () => "/public"],
    [null, "sign-in", () => "/account"],
    [null, "no such page", () => "/nowhere"],
    ["bo-01", "inbox", () => "/desk"],
    ["bo-01", "new request", () => "/desk/requests/new"],
    ["bo-01", "pre-filled request", () => `/desk/requests/new?from=${refs.r2}&address=198.51.100.20`],
    ["bo-01", "case with evidence", () => `/desk/cases/${refs.r2}`],
    ["bo-01", "custody", () => `/desk/cases/${refs.r2}/custody`],
    ["bo-01", "review", () => `/desk/review?verb=open-evidence&subject=${refs.r2}`],
    ["bo-02", "withdrawal", () => `/desk/cases/${refs.r3}/withdraw`],
    ["al-02", "inbox of the requested State", () => "/desk"],
    ["al-02", "decision", () => `/desk/cases/${refs.r3}/decision`],
    ["al-03", "case of the requested State", () => `/desk/cases/${refs.r3}`],
    ["al-03", "what is missing", () => `/desk/cases/${refs.r3}/deficient`],
    ["al-04", "authority", () => `/desk/cases/${refs.r3}/authorise`],
    ["al-05", "release", () => `/desk/cases/${refs.r2}/release`],
  ];
  test.each(pages)(
    "as %s, the page %s breaks no rule, in light, dark and on a telephone",
    async (who, _what, path) => {
      const { page, go, complaints } = await as(who);
      await go(path());
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await overflows(page)).toBe(false);
      expect(complaints.filter((each) => !each.includes("404"))).toEqual([]);
      await page.context().close();
    },
  );

  test("the visitor's browser checks the record, and one changed character shows as failed", async () => {
    const { page, go, complaints } = await as(null);
    await go("/public");
    await page.getByRole("button", { name: "Use the newest entry of this node" }).click();
    await page.getByText("Every check holds.").waitFor();
    expect(await page.locator("[data-check]").count()).toBe(8);
    await page.getByRole("button", { name: "Change one character and check again" }).click();
    await page.getByText("At least one check does not hold.").waitFor();
    expect(await page.locator('[data-check="inclusion"]').innerText()).toContain("does not hold");
    expect(await page.locator('[data-check="witnesses"]').innerText()).toMatch(/✓ holds/);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  // Each row: a part of the receipt or of the state, and the check that must fail when it is changed.
  test.each([
    ["a hash of the receipt", "#verify-proof", /^[A-Za-z0-9+/]{43}=$/m, "inclusion"],
    ["the root of the state", "#verify-checkpoint", /^[A-Za-z0-9+/]{43}=$/m, "checkpoint"],
    ["the size of the state", "#verify-checkpoint", /^\d+$/m, "checkpoint"],
  ])("%s, changed, shows as failed", async (_what, field, part, check) => {
    const { page, go } = await as(null);
    await go("/public");
    await page.getByRole("button", { name: "Use the newest entry of this node" }).click();
    await page.getByText("Every check holds.").waitFor();
    await page.getByText("Keys and state that are trusted").click();
    const value = await page.locator(field).inputValue();
    const changed = value.replace(
      part,
      (found) =>
        (found[0] === "1" ? "2" : found[0] === "A" ? "B" : /\d/.test(found) && found.length < 4 ? "1" : "A") +
        found.slice(1),
    );
    expect(changed).not.toBe(value);
    await page.locator(field).fill(changed);
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.getByText("At least one check does not hold.").waitFor();
    expect(await page.locator(`[data-check="${check}"]`).innerText()).toContain("does not hold");
    await page.context().close();
  });

  test("an older receipt is checked against the state of today", async () => {
    const { page, go } = await as(null);
    const example = await (await fetch(`${served.url.BO}/log/example.json`)).json();
    await sendRequest(desks, requestOne());
    await go("/public");
    await page.locator("#verify-proof").fill((example as { proof: string }).proof);
    await page.locator("#verify-leaf").fill((example as { leaf: string }).leaf);
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.getByText("Every check holds.").waitFor();
    expect(await page.locator('[data-check="one history"]').innerText()).toContain(
      "the current tree continues",
    );
    await page.context().close();
  });

  test("while the officer types, the opinion follows and what is typed stays", async () => {
    const { page, go, complaints } = await as("bo-01");
    await go("/desk/requests/new");
    const submit = page.locator("#submit-button");
    expect(await submit.isDisabled()).toBe(true);
    await page.selectOption("#f-requested", "AL");
    await page.getByText("In force between the two", { exact: false }).first().waitFor();
    await page.fill("#f-subject", "Preserve the control server");
    await page.check('input[name="offences"][value="CC 361"]');
    await page.fill("#f-facts", "On 4 July 2027 a system was encrypted.");
    await page.fill("#f-selectors-0-value", "203.0.113.77");
    await page.fill("#f-selectors-0-reason", "The encrypting program spoke to it.");
    await page.fill("#f-necessity", "The server can be wiped at any hour.");
    await page.check('input[name="intendsMla"][value="yes"]');
    await page.check('input[name="urgency.kind"][value="volatile"]');
    await page.fill("#f-urgency-reason", "It is rented by the hour.");
    await page.locator(".is-ready").waitFor();
    expect(await submit.isEnabled()).toBe(true);
    await page.fill("#f-facts", "");
    await page.locator(".not-ready").waitFor();
    expect(await submit.isDisabled()).toBe(true);
    expect(await page.locator("#f-facts").inputValue()).toBe("");
    expect(await page.locator("#f-necessity").inputValue()).toContain("wiped");
    // The line that says what is missing leads to its field.
    await page.locator('.missing a[href="#f-facts"]').click();
    await page.keyboard.type("Facts.");
    expect(await page.locator("#f-facts").inputValue()).toBe("Facts.");
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("a time is read back on both sides' clocks while it is typed", async () => {
    const { page, go } = await as("bo-01");
    await go("/desk/requests/new");
    await page.selectOption("#f-requested", "CA");
    await page.fill("#f-selectors-0-at-local", "2027-07-04T01:40:00");
    await page.selectOption("#f-selectors-0-at-offset", "+02:00");
    const read = page.locator("text=How the times were read >> xpath=..");
    await read.waitFor();
    expect(await read.innerText()).toMatch(/2027-07-04 01:40:00 \+02:00 Borvania/);
    expect(await read.innerText()).toMatch(/2027-07-03 16:40:00 -07:00 Cardova/);
    await page.context().close();
  });

  test("with the keyboard alone: skip link, and a decision to its signature", async () => {
    const { page, go } = await as("al-02");
    await go(`/desk/cases/${refs.r3}/decision`);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("skip");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    await tabTo(page, 'input[name="outcome"]');
    await page.keyboard.press("Space");
    await tabTo(page, "#f-reasons");
    await page.keyboard.type("All conditions are met.");
    await tabTo(page, "form.split-main .button.primary");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#sign-form");
    await tabTo(page, "#sign-form .button.primary");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/desk/cases/${refs.r3}`);
    expect((await caseNow(desks.world.nodes.AL, refs.r3)).decision?.outcome).toBe("granted");
    await page.context().close();
  });

  test("where the focus is can be seen on every kind of control", async () => {
    const { page, go } = await as("bo-01");
    await go("/desk/requests/new");
    for (const selector of [
      ".nav a",
      "#f-measure",
      "#f-subject",
      'input[name="offences"]',
      "#show-opinion",
      "summary",
    ]) {
      await page.locator(selector).first().focus();
      await page.keyboard.press("Shift");
      const width = await page.evaluate(
        () => getComputedStyle(document.activeElement as Element).outlineWidth,
      );
      expect([selector, Number.parseFloat(width) >= 2]).toEqual([selector, true]);
    }
    await page.context().close();
  });

  test("without scripts a request is written, signed, approved and seen at the other desk", async () => {
    const { page, go } = await as("bo-01", { javaScriptEnabled: false });
    await go(`/desk/requests/new?from=${refs.r2}&address=198.51.100.20`);
    expect(await page.locator("#submit-button").isDisabled()).toBe(true);
    await page.fill("#f-necessity", "The page can vanish at any hour.");
    await page.check('input[name="intendsMla"][value="yes"]');
    await page.click("#show-opinion");
    await page.click("#submit-button");
    await page.waitForSelector("#sign-form");
    await page.click("#sign-form .button.primary");
    await page.waitForURL("**/desk");
    const approver = await as("bo-02", { javaScriptEnabled: false });
    await approver.page
      .getByRole("link", { name: /Preservation at CloudVeil/ })
      .first()
      .click();
    await approver.page.getByRole("link", { name: "Approve and sign" }).click();
    await approver.page.click("#sign-form .button.primary");
    await approver.page.waitForURL("**/desk/cases/BO-CA-2027-0001");
    // Only the sender's rounds: what Cardova makes of it is not this page's matter.
    for (let round = 0; round < 4; round++) await desks.world.nodes.BO.work();
    const there = await as("ca-03", { javaScriptEnabled: false });
    expect(await there.page.locator("main").innerText()).toContain("BO-CA-2027-0001");
    for (const each of [page, approver.page, there.page]) await each.context().close();
  });

  test("a session of another role does not change what was asked of the first", async () => {
    const { page, go } = await as("bo-07");
    await go("/desk");
    expect(await page.getByRole("link", { name: "New request" }).count()).toBe(0);
    await go("/desk/requests/new");
    expect(await page.locator("main").innerText()).toContain("party/no-mandate");
    await page.context().close();
  });

  test("on paper there is no navigation and nothing is cut off", async () => {
    const { page, go } = await as("bo-01");
    await go(`/desk/cases/${refs.r2}`);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".nav").isVisible()).toBe(false);
    expect(await page.locator("#timeline").isVisible()).toBe(true);
    await page.context().close();
  });
});

/** Presses Tab until a control has the focus, as somebody without a mouse would; fails where it is never reached. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${selector} cannot be reached with the Tab key`);
}
