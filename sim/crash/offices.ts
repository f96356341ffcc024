import type { Json } from "../../src/base/canonical.ts";
import type { SignedOfficerAct } from "../../src/exchange/messages.ts";
import type { Verb } from "../../src/exchange/officer-act.ts";
import type { Draft } from "../../src/exchange/rows.ts";
import { openCheckpoint } from "../../src/log/checkpoint.ts";
import { type NoteKey } from "../../src/log/note.ts";
import { toBase64 } from "../../src/base/bytes.ts";
import type { Case } from "../../src/request/case.ts";
import type { RequestContent } from "../../src/request/content.ts";
import type { Book, Order } from "./book.ts";

/** The desks of the federation as officers and providers use them over HTTP. Every answer goes into the book. */
export interface Offices {
  cases(node: string): Promise<Case[]>;
  /** One case; null where the node has none under this reference. */
  caseOf(node: string, ref: string): Promise<Case | null>;
  drafts(node: string): Promise<Draft[]>;
  saveDraft(node: string, officer: string, content: RequestContent): Promise<Draft>;
  act(node: string, officer: string, verb: Verb, subject: string, says?: Record<string, Json>): Promise<void>;
  open(node: string, officer: string, ref: string, says: Record<string, Json>): Promise<void>;
  orders(provider: string): Promise<Order[]>;
  answer(provider: string, digest: string, how: "preserve" | "produce", says: object): Promise<void>;
  /** Looks at the published log of a node. */
  checkpoint(node: string): Promise<void>;
  /** Why a node has halted; null when it has not. */
  halted(node: string): Promise<string | null>;
}

/** Milliseconds after which a question counts as not answered. */
const TIMEOUT = 20_000;

/** A refusal with a code; anything else means that nobody knows. */
export class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export function officesOf(
  urlOf: (id: string) => string,
  book: Book,
  logKeys: (node: string) => readonly NoteKey[],
): Offices {
  const api = <T>(node: string, officer: string, path: string, body?: unknown): Promise<T> =>
    ask<T>(`${urlOf(node)}/api/v1${path}`, officer, body);
  const signed = async (
    node: string,
    officer: string,
    verb: Verb,
    subject: string,
    says: Record<string, Json>,
  ): Promise<SignedOfficerAct> => {
    const { act } = await api<{ act: string }>(node, officer, "/acts/prepare", { verb, subject, says });
    const { signature } = await api<Pick<SignedOfficerAct, "signature">>(node, officer, "/acts/sign", {
      act,
    });
    return { act, signature };
  };
  const reader = (node: string): string => `${node.slice("node.".length)}-07`;
  return {
    async cases(node) {
      const asked = book.now();
      const { cases } = await api<{ cases: Case[] }>(node, reader(node), "/cases");
      book.listed(node, cases, asked);
      return cases;
    },
    async caseOf(node, ref) {
      const asked = book.now();
      try {
        const found = await api<Case>(node, reader(node), `/cases/${ref}`);
        book.showed(node, found, asked);
        return found;
      } catch (error) {
        if (!(error instanceof Refused) || error.code !== "request/no-case") throw error;
        book.denied(node, ref, asked);
        return null;
      }
    },
    async drafts(node) {
      const asked = book.now();
      const { drafts } = await api<{ drafts: Draft[] }>(node, reader(node), "/drafts");
      book.draftsListed(node, drafts, asked);
      return drafts;
    },
    async saveDraft(node, officer, content) {
      const asked = book.now();
      const { draft } = await api<{ draft: Draft }>(node, officer, "/drafts", { id: null, content });
      book.draftShown(node, draft, asked);
      return draft;
    },
    async act(node, officer, verb, subject, says = {}) {
      const what = await signed(node, officer, verb, subject, says);
      const asked = book.now();
      const done = await api<Case | Draft>(node, officer, "/acts", what);
      if ("timeline" in done) book.showed(node, done, asked);
      else book.draftShown(node, done, asked);
    },
    async open(node, officer, ref, says) {
      const what = await signed(node, officer, "open-evidence", ref, says);
      const asked = book.now();
      book.showed(node, await api<Case>(node, officer, "/evidence/open", what), asked);
    },
    async orders(provider) {
      const asked = book.now();
      const { orders } = await ask<{ orders: Order[] }>(`${urlOf(provider)}/api/orders`, "desk");
      book.ordersListed(provider, orders, asked);
      return orders;
    },
    async answer(provider, digest, how, says) {
      const asked = book.now();
      const url = `${urlOf(provider)}/api/orders/${encodeURIComponent(digest)}/${how}`;
      book.orderShown(provider, await ask<Order>(url, "desk", says), asked);
    },
    async checkpoint(node) {
      const asked = book.now();
      const response = await fetch(`${urlOf(node)}/log/checkpoint`, { signal: AbortSignal.timeout(TIMEOUT) });
      if (!response.ok) return;
      const { size, root } = openCheckpoint(await response.text(), logKeys(node));
      book.published(node, size, toBase64(root), asked);
    },
    async halted(node) {
      return (await api<{ log: { halted: string | null } }>(node, "", "/about")).log.halted;
    },
  };
}

async function ask<T>(url: string, officer: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    signal: AbortSignal.timeout(TIMEOUT),
    headers: {
      "x-comity-officer": officer,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const value = (await response.json()) as T & { code?: string };
  if (!response.ok) throw new Refused(value.code ?? `http/${response.status}`);
  return value;
}
