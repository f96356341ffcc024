import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Hono } from "hono";
import { z } from "zod";
import type { PasskeyAccounts } from "../account/passkeys.ts";
import { Problem } from "../../base/problem.ts";
import { mount, route } from "./contract.ts";
import type { Settings } from "./settings.ts";

/**
 * The operator's door. It answers only to the token that a running node leaves in its own folder, readable by its user
 * alone: whoever can read the folder can do what stands here anyway. The command line speaks to the node through it,
 * because the embedded database belongs to one process.
 */
const HEADER = "x-comity-operator";

export function adminDoor(folder: string, accounts: PasskeyAccounts): Hono {
  const token = randomBytes(32).toString("base64url");
  writeFileSync(join(folder, "operator.token"), token, { mode: 0o600 });
  const app = new Hono();
  const routes = [
    route({
      method: "post",
      path: "/operator/enrolment-code",
      summary: "A one-time code with which an officer of the list enrols a passkey.",
      input: z.strictObject({ officer: z.string().max(100) }),
      output: z.strictObject({ code: z.string(), expires: z.string() }),
      handle: ({ officer }) => accounts.enrolmentCode(officer),
    }),
  ];
  mount(app, routes, async (context) =>
    sameToken(context.req.header(HEADER) ?? "", token) ? "operator" : null,
  );
  return app;
}

function sameToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Asks the running node of a folder for an enrolment code. Throws Problem `operator/not-running` or the node's own. */
export async function askEnrolmentCode(
  folder: string,
  settings: Settings,
  officer: string,
): Promise<{ code: string; expires: string }> {
  const notRunning = () =>
    new Problem(
      "operator/not-running",
      "The node of this folder does not answer.",
      folder,
      "Start it with `comity start --folder …`, then ask again.",
    );
  let token: string;
  try {
    token = readFileSync(join(folder, "operator.token"), "utf8");
  } catch {
    throw notRunning();
  }
  const response = await fetch(`http://${settings.host}:${settings.port}/operator/enrolment-code`, {
    method: "POST",
    headers: { [HEADER]: token, "content-type": "application/json" },
    body: JSON.stringify({ officer }),
  }).catch(() => {
    throw notRunning();
  });
  const answer = (await response.json()) as {
    code: string;
    expires: string;
    what?: string;
    where?: string;
    next?: string;
  };
  if (!response.ok)
    throw new Problem(
      answer.code,
      answer.what ?? "The node refused.",
      answer.where ?? folder,
      answer.next ?? "Look into the node's log.",
    );
  return answer;
}
