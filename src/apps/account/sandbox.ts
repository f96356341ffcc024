import { z } from "zod";
import type { JWK } from "jose";
import { sameText, secretsOf } from "../../adapters/accounts/secrets.ts";
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import type { Instant } from "../../base/time.ts";
import { signDigest } from "../../crypto/acts.ts";
import { type Officer, inForce } from "../../party/directory.ts";
import type { OfficerSignature } from "../../request/case.ts";
import type { Accounts } from "../web/deps.ts";
import { cookies } from "./cookies.ts";
import { accountApp, readForm } from "./forms.ts";
import { type Layout, plainLayout, signedInPage } from "./pages/page.ts";
import { rolesPage } from "./pages/sandbox-page.ts";
import { type Say, sayIn } from "./say.ts";

export interface SandboxAccountsOptions {
  /** The officers of the State; none may have a passkey, for then this is no sandbox. */
  officers: readonly Officer[];
  /** Private ES256 keys by officer id. */
  keys: ReadonlyMap<string, JWK>;
  /** At least 32 bytes, fresh at each start. */
  secret: Uint8Array;
  now(): Instant;
  stateName: string;
  messages?: Say;
  layout?: Layout;
}

/**
 * Accounts of a sandbox: pick a role, no password. Construct it in sandbox mode only, on loopback. Sessions do not
 * expire, because the sandbox's clock jumps by days while one watches; they end with the process, whose secret is new.
 * Throws Problem `account/not-a-sandbox` when the list holds a real credential.
 */
export function sandboxAccounts(options: SandboxAccountsOptions): Accounts {
  const { officers, keys, layout = plainLayout, messages: say = sayIn() } = options;
  demandSandbox(officers);
  const secrets = secretsOf(options.secret);
  const jar = cookies(secrets, false);
  const present = () => officers.filter((each) => keys.has(each.id) && inForce(each, options.now()));

  const sessionOf = (id: string): string => `${toBase64Url(utf8(id))}.${secrets.mac("sandbox-session", id)}`;
  async function officerOf(header: string | undefined): Promise<Officer | null> {
    const value = jar.read(header, "session") ?? "";
    const id = idIn(value);
    if (id === null || !sameText(value, sessionOf(id))) return null;
    return present().find((each) => each.id === id) ?? null;
  }

  const app = accountApp(say, layout);
  app.get("/", async (c) => {
    const header = c.req.header("Cookie");
    const officer = await officerOf(header);
    const token = jar.formToken(header);
    return officer
      ? c.html(layout(say("signed-in.title"), signedInPage(say, officer, token, false), c))
      : c.html(layout(say("sandbox.title"), rolesPage(say, options.stateName, present(), token), c));
  });
  app.post("/sign-in", async (c) => {
    const form = await readForm(c, jar, { officer: z.string().max(100) });
    const officer = present().find((each) => each.id === form.officer);
    if (!officer) throw noSuchRole();
    jar.set(c, "session", sessionOf(officer.id));
    return c.redirect("/desk", 303);
  });
  app.post("/sign-out", async (c) => {
    await readForm(c, jar, {});
    jar.clear(c, "session");
    return c.redirect("/account", 303);
  });

  const signHere = (officer: Officer, digest: string) => signWith(keys, officer, digest, options.now());
  const { formToken, checkFormToken } = jar;
  return { kind: "sandbox", app, officerOf, formToken, checkFormToken, signHere };
}

async function signWith(
  keys: ReadonlyMap<string, JWK>,
  officer: Officer,
  digest: string,
  at: Instant,
): Promise<OfficerSignature> {
  const key = keys.get(officer.id);
  const kid = officer.credentials.find((each) => each.kind === "sandbox-key")?.kid;
  if (!key || !kid) throw noSuchRole();
  return {
    officer: officer.id,
    kid,
    kind: "sandbox-key",
    digest,
    proof: await signDigest(digest, key, kid, at),
  };
}

function demandSandbox(officers: readonly Officer[]): void {
  const real = officers.find((each) => each.credentials.some((key) => key.kind !== "sandbox-key"));
  if (!real) return;
  throw new Problem(
    "account/not-a-sandbox",
    "An officer of this list has a real credential, so roles cannot be picked here.",
    real.id,
    "Start the node with passkeys.",
  );
}

function idIn(session: string): string | null {
  try {
    return fromUtf8(fromBase64Url(session.split(".")[0] ?? ""));
  } catch {
    return null;
  }
}

function noSuchRole(): Problem {
  return new Problem(
    "account/no-such-role",
    "This desk has no such role.",
    "officer",
    "Choose one of the roles shown.",
  );
}
