import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import { attempts } from "../../adapters/accounts/attempts.ts";
import type { PasskeyDeps } from "../../adapters/accounts/deps.ts";
import { type PasskeyDesk, passkeyDesk } from "../../adapters/accounts/passkey-desk.ts";
import { MAX_WEBAUTHN_TEXT } from "../../adapters/accounts/webauthn.ts";
import { toBase64Url } from "../../base/bytes.ts";
import type { Officer } from "../../party/directory.ts";
import type { Accounts } from "../web/deps.ts";
import { type Cookies, cookies } from "./cookies.ts";
import { accountApp, readForm } from "./forms.ts";
import { type Html, type Layout, plainLayout, signedInPage } from "./pages/page.ts";
import { type Script, codePage, enrolPage, enrolledPage, signInPage } from "./pages/passkey-pages.ts";
import { type Say, sayIn } from "./say.ts";

export interface PasskeyAccountsOptions extends PasskeyDeps {
  messages?: Say;
  layout?: Layout;
  /** The built islands by name; without them the pages say that they need scripts. */
  scripts?: ReadonlyMap<string, { js: string; integrity: string }>;
  /** Who asks, for counting attempts; the address of the connection unless a proxy stands in front. */
  clientOf?(c: Context): string;
}

/** Accounts with passkeys, and what the command line needs: codes, pending passkeys, ending sessions. */
export interface PasskeyAccounts extends Accounts {
  kind: "passkey";
  signHere: null;
  desk: PasskeyDesk;
  /** A one-time enrolment code for an officer of the list. Throws Problem `account/unknown-officer`. */
  enrolmentCode(officer: string): Promise<{ code: string; expires: string }>;
}

interface Kit {
  options: PasskeyAccountsOptions;
  say: Say;
  jar: Cookies;
  desk: PasskeyDesk;
  app: Hono;
  show(c: Context, title: string, body: Html): Response | Promise<Response>;
  script: Script;
  officerOf(header: string | undefined): Promise<Officer | null>;
  demandAttempt(c: Context): void;
}

/**
 * Accounts with passkeys: sign-in, sessions, enrolment by a one-time code. What signs acts is decided by the State's
 * signed list alone; these pages only help a passkey to get there. Throws as `passkeyDesk`.
 */
export function passkeyAccounts(options: PasskeyAccountsOptions): PasskeyAccounts {
  const kit = kitOf(options);
  signInRoutes(kit);
  enrolRoutes(kit);
  scriptRoute(kit);
  const { app, jar, desk, officerOf } = kit;
  return {
    kind: "passkey",
    app,
    officerOf,
    formToken: jar.formToken,
    checkFormToken: (header, token) =>
      (jar.read(header, "session") ?? jar.read(header, "visit")) !== undefined &&
      jar.checkFormToken(header, token),
    signHere: null,
    desk,
    enrolmentCode: (officer) => desk.enrolments.newCode(officer),
  };
}

function kitOf(options: PasskeyAccountsOptions): Kit {
  const { layout = plainLayout, messages: say = sayIn(), scripts, clientOf = addressOf } = options;
  const desk = passkeyDesk(options);
  const jar = cookies(desk.secrets, options.origin.startsWith("https:"));
  const counted = attempts(() => options.now());
  return {
    options,
    say,
    jar,
    desk,
    app: accountApp(say, layout),
    show: (c, title, body) => c.html(layout(title, body, c)),
    script: (name) => scriptTag(name, scripts?.get(name)?.integrity),
    async officerOf(header) {
      const id = jar.read(header, "session");
      return id ? desk.sessions.officerOf(id) : null;
    },
    demandAttempt: (c) => counted.demand(clientOf(c)),
  };
}

function signInRoutes(kit: Kit): void {
  const { app, jar, desk, say, options } = kit;
  app.get("/", async (c) => {
    const officer = await kit.officerOf(c.req.header("Cookie"));
    if (officer) {
      const body = signedInPage(say, officer, jar.formToken(c.req.header("Cookie")), true);
      return kit.show(c, say("signed-in.title"), body);
    }
    const { visit, token } = visitOf(kit, c);
    const page = await desk.page(visit);
    return kit.show(c, say("sign-in.title"), signInPage(say, page, options.rpId, token, kit.script));
  });
  app.post("/sign-in", async (c) => {
    kit.demandAttempt(c);
    const form = await readForm(c, jar, { ticket: ticketText, assertion: webauthnText });
    const { session } = await desk.signIn(visitIn(kit, c), form.ticket, form.assertion);
    jar.set(c, "session", session);
    return c.redirect("/desk", 303);
  });
  app.post("/sign-out", async (c) => {
    await readForm(c, jar, {});
    const id = jar.read(c.req.header("Cookie"), "session");
    if (id) await desk.sessions.revoke(id);
    jar.clear(c, "session");
    return c.redirect("/account", 303);
  });
  app.post("/sign-out-everywhere", async (c) => {
    await readForm(c, jar, {});
    const officer = await kit.officerOf(c.req.header("Cookie"));
    if (officer) await desk.sessions.revokeAll(officer.id);
    jar.clear(c, "session");
    return c.redirect("/account", 303);
  });
}

function enrolRoutes(kit: Kit): void {
  const { app, jar, desk, say, options } = kit;
  app.get("/enrol", (c) => kit.show(c, say("enrol.title"), codePage(say, visitOf(kit, c).token)));
  app.post("/enrol", async (c) => {
    kit.demandAttempt(c);
    const form = await readForm(c, jar, { code: z.string().max(60) });
    const page = await desk.enrolments.page(visitIn(kit, c), form.code);
    const body = enrolPage(say, page, options.rpId, form.token, kit.script);
    return kit.show(c, say("enrol.title"), body);
  });
  app.post("/enrol/passkey", async (c) => {
    kit.demandAttempt(c);
    const shape = { ticket: ticketText, registration: webauthnText, confirmation: webauthnText };
    const form = await readForm(c, jar, shape);
    const { ticket, registration, confirmation } = form;
    const enrolled = await desk.enrolments.enrol(visitIn(kit, c), ticket, registration, confirmation);
    return kit.show(c, say("enrolled.title"), enrolledPage(say, enrolled));
  });
}

function scriptRoute({ app, options }: Kit): void {
  app.get("/islands/:file", (c) => {
    const found = options.scripts?.get(c.req.param("file").replace(/\.js$/, ""));
    if (!found) return c.notFound();
    return c.body(found.js, 200, { "Content-Type": "text/javascript; charset=utf-8" });
  });
}

const ticketText = z.string().max(4_000);
const webauthnText = z.string().max(MAX_WEBAUTHN_TEXT);

function scriptTag(name: string, integrity: string | undefined): Html | "" {
  if (!integrity) return "";
  return html`<script type="module" src="/account/islands/${name}.js" integrity="${integrity}"></script>`;
}

/** The visit of this browser, begun if there is none yet, and the token for its forms. */
function visitOf(kit: Kit, c: Context): { visit: string; token: string } {
  const header = c.req.header("Cookie");
  const known = kit.jar.read(header, "visit");
  if (known) return { visit: known, token: kit.jar.formToken(header) };
  const visit = toBase64Url(kit.options.entropy(32));
  kit.jar.set(c, "visit", visit);
  const session = kit.jar.read(header, "session");
  return { visit, token: kit.desk.secrets.mac("form", session ?? visit) };
}

function visitIn(kit: Kit, c: Context): string {
  return kit.jar.read(c.req.header("Cookie"), "visit") ?? "";
}

function addressOf(c: Context): string {
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return env?.incoming?.socket?.remoteAddress ?? "unknown";
}
