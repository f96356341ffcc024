import { z } from "zod";
import { toBase64Url, utf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import { actDigest } from "../../exchange/officer-act.ts";
import type { SignedOfficerAct } from "../../exchange/messages.ts";
import type { Seated } from "./ui.ts";

/** What a browser gives after a passkey signed; the engine's verifier checks it, here only its shape is read. */
const Assertion = z.object({ id: z.string().max(1000), response: z.record(z.string(), z.unknown()) });

/**
 * The act with the officer's signature over its digest: made here with the sandbox key, or brought by the browser.
 * Throws Problem `act/not-signed`.
 */
export async function signedAct(ui: Seated, act: string, fromBrowser: string): Promise<SignedOfficerAct> {
  const digest = actDigest(act);
  const { signHere } = ui.deps.accounts;
  if (signHere) return { act, signature: await signHere(ui.officer, digest) };
  const assertion = readAssertion(fromBrowser);
  const proof = toBase64Url(utf8(fromBrowser));
  return { act, signature: { officer: ui.officer.id, kid: assertion.id, kind: "passkey", digest, proof } };
}

function readAssertion(text: string): z.infer<typeof Assertion> {
  const parsed = Assertion.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new Problem(
    "act/not-signed",
    "The browser sent no signature of a passkey.",
    "signature",
    "Sign again; it needs a browser with JavaScript and your passkey.",
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
