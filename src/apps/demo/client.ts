import type { Json } from "../../base/canonical.ts";
import { Problem } from "../../base/problem.ts";
import type { SignedOfficerAct } from "../../exchange/messages.ts";
import type { Verb } from "../../exchange/officer-act.ts";
import type { Case } from "../../request/case.ts";
import type { RequestContent } from "../../request/content.ts";

/** A sandbox node's API as an officer uses it, over HTTP: nothing here reaches into a node. */
export interface Desk {
  url: string;
  cases(): Promise<Case[]>;
  case(ref: string): Promise<Case>;
  /** Saves, submits and approves contents; returns the reference. */
  send(author: string, approver: string, content: RequestContent): Promise<string>;
  /** Prepares an act, signs it with the officer's sandbox key, and carries it out. */
  act(officer: string, verb: Verb, subject: string, says?: Record<string, Json>): Promise<Case>;
  open(officer: string, ref: string, says: Record<string, Json>): Promise<Case>;
  folder(officer: string, ref: string): Promise<string>;
  advance(officer: string, hours: number): Promise<void>;
  /** The case once it fulfils a condition. Throws Problem `demo/waited` after some seconds. */
  until(ref: string, what: string, condition: (current: Case) => boolean): Promise<Case>;
}

/** Milliseconds until a call that was not answered is made again, and after which nobody waits any more. */
const PAUSE = 40;
const PATIENCE = 60_000;

export function deskAt(url: string): Desk {
  const call = <T>(method: "GET" | "POST", path: string, officer: string, body?: unknown) =>
    callApi<T>(`${url}/api/v1${path}`, method, officer, body);
  const signed = async (
    officer: string,
    verb: Verb,
    subject: string,
    says: Record<string, Json>,
  ): Promise<SignedOfficerAct> => {
    const { act } = await call<{ act: string }>("POST", "/acts/prepare", officer, { verb, subject, says });
    const { signature } = await call<Pick<SignedOfficerAct, "signature">>("POST", "/acts/sign", officer, {
      act,
    });
    return { act, signature };
  };
  const act: Desk["act"] = async (officer, verb, subject, says = {}) =>
    call("POST", "/acts", officer, await signed(officer, verb, subject, says));
  const reader = { name: "" };
  const desk: Desk = {
    url,
    cases: async () => (await call<{ cases: Case[] }>("GET", "/cases", await readerOf(url, reader))).cases,
    case: async (ref) => call("GET", `/cases/${ref}`, await readerOf(url, reader)),
    async send(author, approver, content) {
      const { draft, contentDigest } = await call<{ draft: { id: string }; contentDigest: string }>(
        "POST",
        "/drafts",
        author,
        { id: null, content },
      );
      await act(author, "submit-request", draft.id, { contentDigest });
      return (await act(approver, "approve-request", draft.id, { contentDigest })).ref;
    },
    act,
    open: async (officer, ref, says) =>
      call("POST", "/evidence/open", officer, await signed(officer, "open-evidence", ref, says)),
    folder: async (officer, ref) =>
      (await call<{ folder: string }>("POST", `/evidence/${ref}/folder`, officer, {})).folder,
    advance: async (officer, hours) => void (await call("POST", "/sandbox/advance", officer, { hours })),
    async until(ref, what, condition) {
      // The list, because reading one case is put on the record each time.
      const officer = await readerOf(url, reader);
      return waitFor<Case, "cases">(`${url}/api/v1/cases`, "cases", officer, ref, what, (cases) =>
        cases.find((each) => each.ref === ref && condition(each)),
      );
    },
  };
  return desk;
}

/**
 * Reads a list until something is found in it; the other side answers when the list has changed. Throws Problem
 * `demo/waited` after a minute.
 */
export async function waitFor<T, Name extends string>(
  url: string,
  name: Name,
  officer: string,
  ref: string,
  what: string,
  find: (list: T[]) => T | undefined,
): Promise<T> {
  const until = performance.now() + PATIENCE;
  let edition = "";
  while (performance.now() < until) {
    try {
      const answer = await callApi<Record<Name, T[]> & { edition: number }>(url + edition, "GET", officer);
      const found = find(answer[name]);
      if (found) return found;
      edition = `?edition=${answer.edition}`;
    } catch {
      // It may be starting again.
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }
  throw new Problem(
    "demo/waited",
    `This did not come about: ${what}.`,
    ref,
    "Look into the logs folder of the demo's federation.",
  );
}

/** The officer whose name reads: the oversight role, which sees and changes nothing. */
async function readerOf(url: string, reader: { name: string }): Promise<string> {
  if (!reader.name) {
    const { state } = await callApi<{ state: string }>(`${url}/api/v1/about`, "GET", "");
    reader.name = `${state.toLowerCase()}-07`;
  }
  return reader.name;
}

export async function callApi<T>(
  url: string,
  method: "GET" | "POST",
  officer: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(officer ? { "x-comity-officer": officer } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const value = (await response.json()) as T & {
    code?: string;
    what?: string;
    where?: string;
    next?: string;
    also?: { where: string; what: string }[];
  };
  if (response.ok) return value;
  const also = (value.also ?? []).map((each) => `${each.where}: ${each.what}`).join(" ");
  throw new Problem(
    value.code ?? `http/${response.status}`,
    `${value.what ?? "The node refused."} ${also}`.trim(),
    value.where ?? url,
    value.next ?? "Look into the node's log.",
  );
}
