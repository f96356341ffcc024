import type { PasskeyDeps } from "./deps.ts";
import { type Enrolments, enrolments } from "./enrolment.ts";
import { type Secrets, secretsOf } from "./secrets.ts";
import { type Sessions, sessions } from "./sessions.ts";
import { type SignIn, signInDesk } from "./sign-in.ts";

/** Everything about passkeys but the pages: what the command line and the pages are both built on. */
export interface PasskeyDesk extends SignIn {
  secrets: Secrets;
  sessions: Sessions;
  enrolments: Enrolments;
}

/** Throws RangeError where the secret is shorter than 32 bytes, TypeError where passkeys cannot work for this site. */
export function passkeyDesk(deps: PasskeyDeps): PasskeyDesk {
  demandSite(deps);
  const secrets = secretsOf(deps.secret);
  const open = sessions(deps);
  const enrolled = enrolments(deps, secrets);
  return { secrets, sessions: open, enrolments: enrolled, ...signInDesk(deps, secrets, open, enrolled) };
}

/** Browsers make passkeys only on secure origins, and only for the origin's own domain or one above it. */
function demandSite({ origin, rpId }: PasskeyDeps): void {
  const url = new URL(origin);
  if (url.origin !== origin) throw new TypeError(`${origin} is not an origin`);
  if (url.protocol !== "https:" && url.hostname !== "localhost")
    throw new TypeError("passkeys need https, or localhost");
  if (url.hostname !== rpId && !url.hostname.endsWith(`.${rpId}`))
    throw new TypeError(`a site at ${url.hostname} cannot use passkeys of ${rpId}`);
}
