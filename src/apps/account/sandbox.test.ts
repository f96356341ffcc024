import { generateKeyPairSync } from "node:crypto";
import type { JWK } from "jose";
import { describe, expect, test } from "vitest";
import { BEGAN, credentialOf, officerNamed } from "../../../test/accounts/desk.ts";
import { hidden, softPasskey } from "../../../test/accounts/soft-authenticator.ts";
import { officerVerifier } from "../../adapters/accounts/verifier.ts";
import { utf8 } from "../../base/bytes.ts";
import { isProblem } from "../../base/problem.ts";
import { digestOf } from "../../crypto/hash.ts";
import type { Officer } from "../../party/directory.ts";
import { sandboxAccounts } from "./sandbox.ts";

const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwk = pair.publicKey.export({ format: "jwk" }) as Record<string, string>;
const officer = officerNamed("bo.17", [{ kind: "sandbox-key", kid: "s1", jwk }]);
const keys = new Map<string, JWK>([["bo.17", pair.privateKey.export({ format: "jwk" })]]);

function accounts(officers: readonly Officer[] = [officer], fill = 7) {
  const secret = new Uint8Array(32).fill(fill);
  return sandboxAccounts({ officers, keys, secret, now: () => BEGAN, stateName: "Borvania" });
}

/** Signs in as an officer and returns the cookie. */
async function cookieOf(desk: ReturnType<typeof accounts>, id: string): Promise<string> {
  const token = hidden(await (await desk.app.request("/")).text(), "token");
  const body = new URLSearchParams({ token, officer: id });
  const response = await desk.app.request("/sign-in", { method: "POST", body });
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

describe("a sandbox's accounts", () => {
  test("show each role with what it may do, and sign in by a click", async () => {
    const desk = accounts();
    const page = await (await desk.app.request("/")).text();
    expect(page).toContain("Officer bo.17");
    expect(page).toContain("write requests and approve requests of others");
    expect((await desk.officerOf(await cookieOf(desk, "bo.17")))?.id).toBe("bo.17");
  });

  test("sign with the officer's own sandbox key", async () => {
    const digest = digestOf(utf8("an act"));
    const signature = await accounts().signHere?.(officer, digest);
    expect(signature).toMatchObject({ officer: "bo.17", kid: "s1", kind: "sandbox-key", digest });
    const credential = officer.credentials[0] as Officer["credentials"][number];
    expect(await officerVerifier().verify(signature as NonNullable<typeof signature>, credential)).toBe(true);
  });

  test("take no cookie of another process, another desk or one's own making", async () => {
    const desk = accounts();
    const cookie = await cookieOf(desk, "bo.17");
    expect(await accounts([officer], 8).officerOf(cookie)).toBe(null);
    expect(await desk.officerOf(`${cookie.slice(0, -2)}AA`)).toBe(null);
    expect(await desk.officerOf(undefined)).toBe(null);
  });

  test("have no role that is not in the list, or no longer", async () => {
    const gone = { ...officer, until: BEGAN };
    expect(await cookieOf(accounts(), "bo.99")).toBe("");
    expect(await cookieOf(accounts([gone]), "bo.17")).toBe("");
  });

  test("name their cookies apart, for browsers share them between ports", async () => {
    const names = await Promise.all(
      [7, 8].map(async (fill) => (await cookieOf(accounts([officer], fill), "bo.17")).split("=")[0]),
    );
    expect(names[0]).not.toBe(names[1]);
  });

  test("cannot be made over a list with a passkey in it", () => {
    try {
      accounts([officer, officerNamed("bo.18", [credentialOf(softPasskey())])]);
      expect.unreachable();
    } catch (error) {
      expect(isProblem(error, "account/not-a-sandbox")).toBe(true);
    }
  });

  test("sign out", async () => {
    const desk = accounts();
    const cookie = await cookieOf(desk, "bo.17");
    const token = desk.formToken(cookie);
    expect(desk.checkFormToken(cookie, token)).toBe(true);
    expect(desk.checkFormToken(cookie, desk.formToken(undefined))).toBe(false);
    const body = new URLSearchParams({ token });
    const response = await desk.app.request("/sign-out", {
      method: "POST",
      body,
      headers: { Cookie: cookie },
    });
    expect(response.headers.getSetCookie()[0]).toContain("Max-Age=0");
  });
});
