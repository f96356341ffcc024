import type { Hono } from "hono";
import type { News } from "../../adapters/news.ts";
import type { Instant } from "../../base/time.ts";
import type { Engine } from "../../exchange/engine.ts";
import type { SignedOfficerAct } from "../../exchange/messages.ts";
import type { WorkReport } from "../../exchange/work.ts";
import type { Officer } from "../../party/directory.ts";
import type { Case, OfficerSignature } from "../../request/case.ts";

/** Who is signed in, and how acts are signed: picked roles in a sandbox, passkeys everywhere else. */
export interface Accounts {
  kind: "sandbox" | "passkey";
  /** Sign-in, sign-out, enrolment; mounted at `/account`. Sets an HttpOnly, SameSite=Strict cookie. */
  app: Hono;
  /** The officer of a session, from the request's Cookie header; null when nobody is signed in. */
  officerOf(cookies: string | undefined): Promise<Officer | null>;
  /** A token bound to the session that forms carry, and its check. */
  formToken(cookies: string | undefined): string;
  checkFormToken(cookies: string | undefined, token: string): boolean;
  /**
   * In a sandbox: signs a digest with the officer's sandbox key, here. Null with passkeys: the page asks the browser
   * (WebAuthn challenge = the digest's 32 bytes) and sends the proof in the form field `signature` as JSON.
   */
  signHere: ((officer: Officer, digest: string) => Promise<OfficerSignature>) | null;
}

/** Evidence on this node, beyond rows: opening a received item, and the folder a court is handed. */
export interface EvidenceDesk {
  /** Opens the sealed item with the authority's key, checks every file, notes "opened". Throws Problems. */
  open(signed: SignedOfficerAct, progress?: (done: number, total: number) => void): Promise<Case>;
  /** Names and sizes of the files of an opened item; empty before. */
  files(current: Case): Promise<{ name: string; size: number; sha256: string }[]>;
  /** Reads one file of an opened item, as a download only; null when there is none. */
  file(current: Case, name: string): Promise<{ size: number; stream: ReadableStream<Uint8Array> } | null>;
  /** Writes (once) and names the evidence folder for a court: what `comity verify` checks. */
  folder(current: Case): Promise<string>;
}

/** The sandbox's own controls; null outside one. */
export interface SandboxControls {
  /** Where the other desks of the federation are, for the banner. */
  desks: { name: string; url: string }[];
  /** Moves the clock of the whole federation forward. */
  advance(milliseconds: number): Promise<void>;
}

/** What the desk of a node is built from. */
export interface DeskDeps {
  engine: Engine;
  accounts: Accounts;
  evidence: EvidenceDesk;
  sandbox: SandboxControls | null;
  now(): Instant;
  /** The newest report of the background work: waiting for witnesses, halted. */
  report(): WorkReport;
  /** News of cases; without it nobody is made to wait for any. */
  news?: News;
  /** IANA zone of the State, from its sheet. */
  zone: string;
}
