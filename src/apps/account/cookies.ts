import type { Context } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";
import { type Secrets, sameText } from "../../adapters/accounts/secrets.ts";

/**
 * The two cookies of sign-in. `session` says who is signed in. `visit` is a random value that ties pages shown before
 * sign-in to the browser they were shown in. Both are HttpOnly and SameSite=Strict; over https they carry the
 * `__Host-` prefix, so that no neighbouring domain can set them.
 */
export type CookieName = "session" | "visit";

export interface Cookies {
  read(header: string | undefined, name: CookieName): string | undefined;
  set(c: Context, name: CookieName, value: string): void;
  clear(c: Context, name: CookieName): void;
  /** The token forms carry, bound to the session, or before there is one to the visit. */
  formToken(header: string | undefined): string;
  checkFormToken(header: string | undefined, token: string): boolean;
}

/** `secure` where the site is served over https. */
export function cookies(secrets: Secrets, secure: boolean): Cookies {
  // Browsers share the cookies of all ports of localhost, and the desks of a sandbox stand side by side there.
  const suffix = secure ? "" : `-${secrets.mac("cookie-name", "").slice(0, 8)}`;
  const bare = (name: CookieName): string => `comity-${name}${suffix}`;
  const options = {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    ...(secure ? ({ secure: true, prefix: "host" } as const) : {}),
  } as const;

  function read(header: string | undefined, name: CookieName): string | undefined {
    const full = `${secure ? "__Host-" : ""}${bare(name)}`;
    return parse(header ?? "", full)[full];
  }

  function formToken(header: string | undefined): string {
    return secrets.mac("form", read(header, "session") ?? read(header, "visit") ?? "");
  }

  return {
    read,
    set: (c, name, value) => setCookie(c, bare(name), value, options),
    clear: (c, name) => void deleteCookie(c, bare(name), options),
    formToken,
    checkFormToken: (header, token) => sameText(token, formToken(header)),
  };
}
