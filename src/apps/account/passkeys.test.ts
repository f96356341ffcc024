import { beforeEach, describe, expect, test } from "vitest";
import { SITE, type World, world } from "../../../test/accounts/desk.ts";
import { attribute, hidden, softPasskey } from "../../../test/accounts/soft-authenticator.ts";
import { type PasskeyAccounts, passkeyAccounts } from "./passkeys.ts";

let w: World;
let accounts: PasskeyAccounts;
let jar: Map<string, string>;
const key = softPasskey();

beforeEach(() => {
  w = world();
  w.list("bo.17", key);
  accounts = passkeyAccounts(w.deps);
  jar = new Map();
});

const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

/** Asks as a browser does that keeps cookies. */
async function ask(path: string, form?: Record<string, string>): Promise<Response> {
  const response = await accounts.app.request(path, {
    headers: { Cookie: cookies() },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  for (const line of response.headers.getSetCookie()) {
    const [name = "", value = ""] = (line.split(";")[0] as string).split("=");
    if (value && !line.includes("Max-Age=0")) jar.set(name, value);
    else jar.delete(name);
  }
  return response;
}

async function signIn(): Promise<Response> {
  const page = await (await ask("/")).text();
  const assertion = key.assert(SITE, attribute(page, "challenge"));
  return ask("/sign-in", { token: hidden(page, "token"), ticket: hidden(page, "ticket"), assertion });
}

describe("signing in with a passkey", () => {
  test("leads to the desk, with a cookie no script and no other site gets", async () => {
    const response = await signIn();
    expect([response.status, response.headers.get("Location")]).toEqual([303, "/desk"]);
    const cookie = response.headers.getSetCookie().join();
    expect(cookie).toMatch(/^__Host-comity-session=[\w-]{43};/);
    for (const part of ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"]) expect(cookie).toContain(part);
    expect((await accounts.officerOf(cookies()))?.id).toBe("bo.17");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
  });

  test("tells the same to everyone who is refused", async () => {
    const page = await (await ask("/")).text();
    const fields = { token: hidden(page, "token"), ticket: hidden(page, "ticket") };
    const challenge = attribute(page, "challenge");
    const answers = await Promise.all(
      [softPasskey().assert(SITE, challenge), key.assert(SITE, "AAAA"), "nonsense", ""].map(
        async (assertion) => {
          const response = await ask("/sign-in", { ...fields, assertion });
          return [response.status, await response.text()] as const;
        },
      ),
    );
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(answers[0]?.[0]).toBe(403);
    expect(answers[0]?.[1]).toContain("account/sign-in-refused");
  });

  test("gives a new session each time", async () => {
    await signIn();
    const first = cookies();
    jar.clear();
    await signIn();
    expect(cookies()).not.toBe(first);
  });

  test("ends by signing out, for a stolen cookie too", async () => {
    await signIn();
    const stolen = cookies();
    const page = await (await ask("/")).text();
    expect((await ask("/sign-out", { token: hidden(page, "token") })).status).toBe(303);
    expect(jar.has("__Host-comity-session")).toBe(false);
    expect(await accounts.officerOf(stolen)).toBe(null);
  });

  test("ends on all devices at once", async () => {
    await signIn();
    const elsewhere = cookies();
    jar.clear();
    await signIn();
    const page = await (await ask("/")).text();
    await ask("/sign-out-everywhere", { token: hidden(page, "token") });
    expect(await accounts.officerOf(elsewhere)).toBe(null);
  });
});

describe("forms", () => {
  test("carry a token that only their own session takes", async () => {
    await signIn();
    const token = accounts.formToken(cookies());
    expect(accounts.checkFormToken(cookies(), token)).toBe(true);
    expect(accounts.checkFormToken(cookies(), `${token}A`)).toBe(false);
    expect(accounts.checkFormToken(cookies(), "")).toBe(false);
    const mine = cookies();
    jar.clear();
    await signIn();
    expect(accounts.checkFormToken(cookies(), token)).toBe(false);
    expect(accounts.checkFormToken(mine, token)).toBe(true);
  });

  test("take no token where there is neither session nor visit", () => {
    expect(accounts.checkFormToken(undefined, accounts.formToken(undefined))).toBe(false);
  });

  test.each([
    ["without a token", {}, "account/form-invalid", 400],
    ["with another's token", { token: "x" }, "account/form-expired", 403],
    ["with an unknown field", { token: "x", more: "1" }, "account/form-invalid", 400],
    ["longer than any passkey", { token: "x".repeat(70_000) }, "account/form-invalid", 400],
  ])("are refused %s", async (_, form, code, status) => {
    await signIn();
    const response = await ask("/sign-out", form as Record<string, string>);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(code);
    expect((await accounts.officerOf(cookies()))?.id).toBe("bo.17");
  });

  test("are refused when a field comes twice", async () => {
    await signIn();
    const token = accounts.formToken(cookies());
    const response = await accounts.app.request("/sign-out", {
      method: "POST",
      headers: { Cookie: cookies() },
      body: new URLSearchParams([
        ["token", token],
        ["token", token],
      ]),
    });
    expect(response.status).toBe(400);
  });
});

test("attempts are counted before anything is checked", async () => {
  for (let count = 0; count < 20; count += 1) expect((await ask("/enrol", { code: "x" })).status).toBe(400);
  const response = await ask("/enrol", { code: "x" });
  expect(response.status).toBe(429);
  expect(await response.text()).toContain("account/too-many-attempts");
});

test("enrolling goes from the code to the entry for the list, and shows names as text", async () => {
  const officer = w.officer("bo.18");
  officer.name = '<img src=x onerror="alert(1)">';
  const { code } = await accounts.enrolmentCode("bo.18");
  const codePage = await (await ask("/enrol")).text();
  const page = await (await ask("/enrol", { token: hidden(codePage, "token"), code })).text();
  expect(page).not.toContain("<img");
  const mine = softPasskey();
  const response = await ask("/enrol/passkey", {
    token: hidden(page, "token"),
    ticket: hidden(page, "ticket"),
    registration: mine.register(SITE, attribute(page, "challenge")),
    confirmation: mine.assert(SITE, attribute(page, "confirm")),
  });
  expect(response.status).toBe(200);
  const entry =
    (await response.text()).match(/<pre[^>]*><code>([^<]*)<\/code>/)?.[1]?.replaceAll("&quot;", '"') ?? "";
  expect(JSON.parse(entry)).toEqual({
    kind: "passkey",
    kid: mine.kid,
    publicKey: mine.publicKey,
    algorithm: "ES256",
    ...SITE,
  });
});
