import { toBase64Url, utf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import type { Instant } from "../../base/time.ts";
import { digestOf } from "../../crypto/hash.ts";
import type { Store } from "../../exchange/store-port.ts";
import { type Officer, inForce } from "../../party/directory.ts";
import type { Passkey } from "./webauthn.ts";

/** What sign-in with passkeys is built from. */
export interface PasskeyDeps {
  store: Store;
  /** The officers of the State's own list as it stands now: the authority on who may sign in and with which key. */
  officers(): readonly Officer[];
  /** Relying party id: the domain passkeys are bound to. */
  rpId: string;
  /** The one origin the desk is served from, for example `https://desk.example`. */
  origin: string;
  /** At least 32 bytes, the same in every process of this node. A new one makes pages that are open now ask again. */
  secret: Uint8Array;
  now(): Instant;
  entropy(length: number): Uint8Array;
}

/** The officer with this id whose listing is in force now; undefined when there is none. */
export function officerInForce(deps: PasskeyDeps, id: string): Officer | undefined {
  return deps.officers().find((officer) => officer.id === id && inForce(officer, deps.now()));
}

/** The passkeys an officer has in the list. */
export function passkeysOf(officer: Officer): Passkey[] {
  return officer.credentials.filter((each) => each.kind === "passkey");
}

/**
 * A fresh challenge. It is longer than a digest, so that signing in can never be made to sign an act, whose challenge
 * has exactly 32 bytes.
 */
export function freshChallenge(deps: PasskeyDeps): string {
  const label = utf8("comity/account/");
  const bytes = new Uint8Array(label.length + 32);
  bytes.set(label);
  bytes.set(deps.entropy(32), label.length);
  return toBase64Url(bytes);
}

/** The key of a row about a value that must not be readable in the database. */
export function rowKey(value: string): string {
  return digestOf(utf8(value));
}

/** The one answer to every sign-in that does not hold, whatever the reason. */
export function signInRefused(): Problem {
  return new Problem(
    "account/sign-in-refused",
    "Signing in did not succeed.",
    "account",
    "Try again with a passkey that is in the State's list, or ask the administrator.",
  );
}

/** The one answer to every enrolment code that does not hold, whatever the reason. */
export function codeRefused(): Problem {
  return new Problem(
    "account/code-refused",
    "This enrolment code cannot be used.",
    "code",
    "Check each character, or ask the administrator for a new code.",
  );
}
