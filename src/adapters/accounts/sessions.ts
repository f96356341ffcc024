import { toBase64Url } from "../../base/bytes.ts";
import type { Json } from "../../base/canonical.ts";
import { type Instant, addHours } from "../../base/time.ts";
import type { Officer } from "../../party/directory.ts";
import { type PasskeyDeps, officerInForce, passkeysOf, rowKey } from "./deps.ts";

/** A session as it is kept. The id itself is not: who steals the database cannot sign in with it. */
interface Session {
  officer: string;
  /** The passkey it began with: when the State withdraws the key, the session is over. */
  kid: string;
  began: Instant;
  seen: Instant;
  revoked: Instant | null;
}

const KIND = "account-session";
/** NIST SP 800-63B-4, section 2.3.3 (AAL3): again after 15 minutes of nothing, and after 12 hours in any case. */
export const IDLE_HOURS = 0.25;
export const ABSOLUTE_HOURS = 12;
// `seen` is written at most this often, in hours: each page view need not be a commit.
const TOUCH_HOURS = 1 / 60;

/** Sessions of officers who signed in with a passkey. */
export interface Sessions {
  /** Starts a session and returns its id, which only the officer's browser keeps. */
  begin(officer: string, kid: string): Promise<string>;
  /** The officer of a session that is open, not idle, not too old, with officer and key still listed; else null. */
  officerOf(id: string): Promise<Officer | null>;
  /** Ends one session; nothing happens when there is none. */
  revoke(id: string): Promise<void>;
  /** Ends all sessions of an officer and returns how many were open. */
  revokeAll(officer: string): Promise<number>;
}

export function sessions(deps: PasskeyDeps): Sessions {
  const { store } = deps;

  async function begin(officer: string, kid: string): Promise<string> {
    const id = toBase64Url(deps.entropy(32));
    const now = deps.now();
    const session: Session = { officer, kid, began: now, seen: now, revoked: null };
    await store.transact({ locks: [], rows: [], scopes: [] }, (tx) => tx.insert(rowOf(rowKey(id), session)));
    return id;
  }

  async function officerOf(id: string): Promise<Officer | null> {
    const row = await store.read(KIND, rowKey(id));
    const session = row?.body as unknown as Session | undefined;
    if (!session || !isOpen(session, deps.now())) return null;
    const officer = officerInForce(deps, session.officer);
    if (!officer || !passkeysOf(officer).some((key) => key.kid === session.kid)) return null;
    if (session.seen < addHours(deps.now(), -TOUCH_HOURS)) await touch(id);
    return officer;
  }

  const touch = (id: string): Promise<void> => change(id, { seen: deps.now() });
  const revoke = (id: string): Promise<void> => change(id, { revoked: deps.now() });

  async function change(id: string, to: Partial<Session>): Promise<void> {
    const key = rowKey(id);
    await store.transact({ locks: [], rows: [[KIND, key]], scopes: [] }, (tx) => {
      const session = tx.get(KIND, key)?.body as unknown as Session | undefined;
      // What was revoked stays so, whatever page view comes in at the same moment.
      if (session && session.revoked === null) tx.put(rowOf(key, { ...session, ...to }));
    });
  }

  async function revokeAll(officer: string): Promise<number> {
    const scope = scopeOf(officer);
    const revoked = deps.now();
    return store.transact({ locks: [], rows: [], scopes: [[KIND, scope]] }, (tx) => {
      const open = tx.list(KIND, scope).filter((row) => row.status === "open");
      for (const row of open) tx.put(rowOf(row.key, { ...(row.body as unknown as Session), revoked }));
      return open.length;
    });
  }

  return { begin, officerOf, revoke, revokeAll };
}

function isOpen(session: Session, now: Instant): boolean {
  return (
    session.revoked === null &&
    now < addHours(session.seen, IDLE_HOURS) &&
    now < addHours(session.began, ABSOLUTE_HOURS)
  );
}

function scopeOf(officer: string): string {
  return `officer:${officer}`;
}

function rowOf(key: string, session: Session) {
  const status = session.revoked === null ? "open" : "revoked";
  return {
    kind: KIND,
    key,
    scope: scopeOf(session.officer),
    status,
    due: null,
    body: session as unknown as Json,
  };
}
