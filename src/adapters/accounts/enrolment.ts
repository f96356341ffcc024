import { fromBase64Url } from "../../base/bytes.ts";
import { type Json, canonicalBytes } from "../../base/canonical.ts";
import { Problem } from "../../base/problem.ts";
import { type Instant, addHours } from "../../base/time.ts";
import { digestOf } from "../../crypto/hash.ts";
import type { Tx } from "../../exchange/store-port.ts";
import type { Officer } from "../../party/directory.ts";
import { type PasskeyDeps, codeRefused, freshChallenge, officerInForce, rowKey } from "./deps.ts";
import { type Secrets, type Ticket, sameText } from "./secrets.ts";
import {
  type Passkey,
  checkedRegistration,
  isAssertionBy,
  readAssertion,
  readRegistration,
  withoutPadding,
} from "./webauthn.ts";

/** How long an enrolment code may be used, in hours. */
export const CODE_HOURS = 24;
const WRONG_CODES = 5;
const CODE = "account-code";
const PASSKEY = "account-passkey";
// Crockford's base 32: no letter that looks like a digit. 8 characters name the code, 16 (80 bits) prove it.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const NAME_LENGTH = 8;
const CODE_LENGTH = 24;

interface Code {
  officer: string;
  /** Digest of the whole code: the code itself, of 120 random bits, is kept nowhere. */
  digest: string;
  made: Instant;
  expires: Instant;
  wrong: number;
  /** Digest of the credential it was used for. */
  used: string | null;
}

/** A passkey an officer has enrolled here. It signs acts only once the State's signed list carries it. */
export interface EnrolledPasskey {
  officer: string;
  /** The entry for the officer's `credentials` in the State's list. */
  credential: Passkey;
  /** Digest of the entry's canonical form, for comparing by telephone. */
  digest: string;
  /** Whether the device may copy the passkey to other devices. The State decides whether it accepts that. */
  synced: boolean;
  at: Instant;
}

/** What the enrolment page needs for the browser. */
export interface EnrolmentPage {
  officer: Officer;
  /** The passkey's user handle: one per officer and node, telling nothing about the person. */
  user: string;
  challenge: string;
  /** A second challenge, which the new passkey signs to show that it works. */
  confirm: string;
  ticket: string;
}

export interface Enrolments {
  /**
   * Makes a one-time code for an officer, for the administrator to hand over in person. Throws Problem
   * `account/unknown-officer` when the list has no such officer in force.
   */
  newCode(officer: string): Promise<{ code: string; expires: Instant }>;
  /** Checks a code and opens the enrolment. Throws Problem `account/code-refused`. */
  page(visit: string, code: string): Promise<EnrolmentPage>;
  /**
   * Checks what the authenticator made and keeps the passkey as pending. The same passkey again gives the same answer.
   * Throws Problem `account/code-refused`, `account/enrolment-refused` or `account/passkey-taken`.
   */
  enrol(visit: string, ticket: string, registration: string, confirmation: string): Promise<EnrolledPasskey>;
  /** Enrolled passkeys that the list does not carry, oldest first. */
  pending(): Promise<EnrolledPasskey[]>;
  /** The enrolled credential with this id, listed or not. */
  enrolledKey(kid: string): Promise<Passkey | null>;
}

export function enrolments(deps: PasskeyDeps, secrets: Secrets): Enrolments {
  const { store } = deps;

  async function newCode(id: string): Promise<{ code: string; expires: Instant }> {
    if (!officerInForce(deps, id)) throw unknownOfficer(id);
    const plain = [...deps.entropy(CODE_LENGTH)].map((byte) => ALPHABET[byte % 32]).join("");
    const expires = addHours(deps.now(), CODE_HOURS);
    const code: Code = {
      officer: id,
      digest: rowKey(plain),
      made: deps.now(),
      expires,
      wrong: 0,
      used: null,
    };
    const row = codeRow(plain.slice(0, NAME_LENGTH), code);
    await store.transact({ locks: [], rows: [], scopes: [] }, (tx) => tx.insert(row));
    return { code: plain.match(/.{4}/g)?.join("-") ?? plain, expires };
  }

  async function page(visit: string, text: string): Promise<EnrolmentPage> {
    const plain = plainCode(text);
    const name = plain.slice(0, NAME_LENGTH);
    const code = plain.length === CODE_LENGTH ? await tryCode(name, rowKey(plain)) : null;
    const officer = code && officerInForce(deps, code.officer);
    if (!officer) throw codeRefused();
    const [challenge, confirm] = [freshChallenge(deps), freshChallenge(deps)];
    const contents = { visit, challenges: [challenge, confirm], officer: officer.id, code: name };
    const ticket = await secrets.ticket({ purpose: "enrol", ...contents }, deps.now());
    return { officer, user: rowKey(`${deps.rpId} ${officer.id}`).slice(-32), challenge, confirm, ticket };
  }

  /** The code, if it is right and usable; a wrong one is counted, and after five the code is dead. */
  async function tryCode(name: string, digest: string): Promise<Code | null> {
    const now = deps.now();
    return store.transact({ locks: [], rows: [[CODE, name]], scopes: [] }, (tx) => {
      const code = codeIn(tx, name);
      if (!code) return null;
      if (isUsable(code, now) && code.used === null && sameText(code.digest, digest)) return code;
      tx.put(codeRow(name, { ...code, wrong: Math.min(code.wrong + 1, WRONG_CODES) }));
      return null;
    });
  }

  async function enrol(visit: string, ticketText: string, registration: string, confirmation: string) {
    const ticket = await secrets.readTicket(ticketText, "enrol", visit, deps.now());
    if (!ticket?.code || !ticket.officer || !officerInForce(deps, ticket.officer)) throw codeRefused();
    const made = await checkedPasskey(ticket, registration, confirmation);
    refuseTaken(ticket.officer, made.credential.kid);
    return keep(ticket.code, { officer: ticket.officer, ...made, at: deps.now() });
  }

  async function checkedPasskey(ticket: Ticket, registrationText: string, confirmationText: string) {
    const [challenge = "", confirm = ""] = ticket.challenges;
    const registration = readRegistration(registrationText);
    const confirmation = readAssertion(confirmationText);
    const info = registration && (await checkedRegistration(registration, deps, fromBase64Url(challenge)));
    if (!info || !confirmation) throw enrolmentRefused();
    const credential: Passkey = {
      kind: "passkey",
      kid: withoutPadding(info.credential.id),
      publicKey: withoutPadding(info.credential.publicKey),
      algorithm: info.credential.algorithm,
      rpId: deps.rpId,
      origin: deps.origin,
    };
    // No attestation vouches for the key in the registration, so the key shows by itself that it signs.
    if (!(await isAssertionBy(confirmation, credential, fromBase64Url(confirm)))) throw enrolmentRefused();
    return { credential, digest: digestOf(canonicalBytes(credential)), synced: info.synced };
  }

  function refuseTaken(officer: string, kid: string): void {
    const listed = deps.officers().some((each) => each.credentials.some((key) => key.kid === kid));
    if (listed) throw passkeyTaken(officer);
  }

  async function keep(name: string, passkey: EnrolledPasskey): Promise<EnrolledPasskey> {
    const key = rowKey(passkey.credential.kid);
    const wants = { locks: [], rows: [[CODE, name] as const, [PASSKEY, key] as const], scopes: [] };
    return store.transact(wants, (tx) => {
      const code = codeIn(tx, name);
      const kept = tx.get(PASSKEY, key)?.body as unknown as EnrolledPasskey | undefined;
      if (!code || !isUsable(code, passkey.at)) throw codeRefused();
      if (kept && code.used === kept.digest && kept.digest === passkey.digest) return kept;
      if (code.used !== null) throw codeRefused();
      if (kept) throw passkeyTaken(passkey.officer);
      tx.put(codeRow(name, { ...code, used: passkey.digest }));
      tx.put(passkeyRow(key, passkey));
      return passkey;
    });
  }

  async function pending(): Promise<EnrolledPasskey[]> {
    const listed = new Set(deps.officers().flatMap((each) => each.credentials.map((key) => key.kid)));
    const rows = await store.query({ kind: PASSKEY, limit: 10_000 });
    return rows
      .map((row) => row.body as unknown as EnrolledPasskey)
      .filter((each) => !listed.has(each.credential.kid))
      .toSorted((a, b) => (a.at < b.at ? -1 : 1));
  }

  async function enrolledKey(kid: string): Promise<Passkey | null> {
    const row = await store.read(PASSKEY, rowKey(kid));
    return (row?.body as unknown as EnrolledPasskey | undefined)?.credential ?? null;
  }

  return { newCode, page, enrol, pending, enrolledKey };
}

/** What was typed, as the code was made: Crockford's reading of look-alike letters, no separators. */
function plainCode(text: string): string {
  return text
    .toUpperCase()
    .replace(/[\s-]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1")
    .replace(/[^0-9A-Z]/g, "")
    .slice(0, CODE_LENGTH + 1);
}

function isUsable(code: Code, now: Instant): boolean {
  return now < code.expires && code.wrong < WRONG_CODES;
}

function codeIn(tx: Tx, name: string): Code | undefined {
  return tx.get(CODE, name)?.body as unknown as Code | undefined;
}

function codeRow(name: string, code: Code) {
  const status = code.used === null ? "open" : "used";
  const scope = `officer:${code.officer}`;
  return { kind: CODE, key: name, scope, status, due: null, body: code as unknown as Json };
}

function passkeyRow(key: string, passkey: EnrolledPasskey) {
  const scope = `officer:${passkey.officer}`;
  return { kind: PASSKEY, key, scope, status: "enrolled", due: null, body: passkey as unknown as Json };
}

function unknownOfficer(id: string): Problem {
  return new Problem(
    "account/unknown-officer",
    "The State's list has no such officer in force.",
    id.slice(0, 100),
    "Add the officer to the list, then make the code.",
  );
}

function enrolmentRefused(): Problem {
  return new Problem(
    "account/enrolment-refused",
    "The passkey could not be enrolled.",
    "account",
    "Enter the code again and repeat; the device must ask for a PIN, a finger or a face.",
  );
}

function passkeyTaken(officer: string): Problem {
  return new Problem(
    "account/passkey-taken",
    "This passkey is enrolled already.",
    officer,
    "Make a new passkey for this enrolment.",
  );
}
