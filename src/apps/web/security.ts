import type { Context, MiddlewareHandler } from "hono";
import { Problem } from "../../base/problem.ts";

/** What every page says to the browser: nothing from elsewhere, nothing inline, no frame, no script out of strings. */

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** Sets the headers; a page may be kept by nobody on the way. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  c.header("Content-Security-Policy", POLICY);
  c.header("X-Content-Type-Options", "nosniff");
  c.header("Referrer-Policy", "same-origin");
  c.header("Cross-Origin-Opener-Policy", "same-origin");
  c.header("Cross-Origin-Resource-Policy", "same-origin");
  c.header("X-Frame-Options", "DENY");
  c.header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
};

/** Throws Problem `web/other-site` where a browser says that a form was sent from another site. */
export function demandSameSite(c: Context): void {
  const site = c.req.header("Sec-Fetch-Site");
  const origin = c.req.header("Origin");
  const foreign = site !== undefined && site !== "same-origin" && site !== "none";
  const other = origin !== undefined && origin !== "null" && !sameHost(origin, c.req.header("Host"));
  if (foreign || other)
    throw new Problem(
      "web/other-site",
      "This form was sent from another site.",
      "form",
      "Open the page here and send it again.",
    );
}

function sameHost(origin: string, host: string | undefined): boolean {
  if (host === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
