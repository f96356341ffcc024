import { createHash } from "node:crypto";
import { memoryStore } from "../../src/adapters/database/memory.ts";
import type { PasskeyDeps } from "../../src/adapters/accounts/deps.ts";
import type { Passkey } from "../../src/adapters/accounts/webauthn.ts";
import { type Instant, addHours } from "../../src/base/time.ts";
import type { Officer } from "../../src/party/directory.ts";
import type { Site, SoftPasskey } from "./soft-authenticator.ts";

/** A State's list with two officers, a clock that a test moves, and bytes that are different each time. */

export const SITE: Site = { rpId: "desk.example", origin: "https://desk.example" };
export const BEGAN: Instant = "2027-07-04T03:05:00.000Z";

export interface World {
  deps: PasskeyDeps;
  advance(hours: number): void;
  /** Puts a passkey into the State's list. */
  list(officer: string, key: SoftPasskey, site?: Site): Passkey;
  /** Takes it out again. */
  withdraw(officer: string): void;
  officer(id: string): Officer;
}

export function officerNamed(id: string, credentials: Officer["credentials"] = []): Officer {
  return {
    id,
    name: `Officer ${id}`,
    role: "Prosecutor",
    authority: "bo.prosecution",
    mandates: ["draft", "approve"],
    credentials,
    from: "2027-01-01T00:00:00.000Z",
    until: null,
  };
}

export function credentialOf(key: SoftPasskey, site: Site = SITE): Passkey {
  return { kind: "passkey", kid: key.kid, publicKey: key.publicKey, algorithm: "ES256", ...site };
}

export function world(site: Site = SITE): World {
  let now = BEGAN;
  let drawn = 0;
  const officers = new Map(["bo.17", "bo.18"].map((id) => [id, officerNamed(id)]));
  const officer = (id: string) => officers.get(id) as Officer;
  return {
    deps: {
      store: memoryStore(),
      officers: () => [...officers.values()],
      ...site,
      secret: new Uint8Array(32).fill(7),
      now: () => now,
      entropy: (length) => {
        const bytes = createHash("shake256", { outputLength: length })
          .update(`draw ${(drawn += 1)}`)
          .digest();
        return new Uint8Array(bytes);
      },
    },
    advance: (hours) => {
      now = addHours(now, hours);
    },
    list(id, key, at = site) {
      const credential = credentialOf(key, at);
      officers.set(id, { ...officer(id), credentials: [...officer(id).credentials, credential] });
      return credential;
    },
    withdraw: (id) => void officers.set(id, { ...officer(id), credentials: [] }),
    officer,
  };
}
