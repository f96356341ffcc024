import { Problem } from "../../base/problem.ts";
import { actDigest } from "../../exchange/officer-act.ts";
import { OfficerSignatureSchema, type SignedOfficerAct } from "../../exchange/messages.ts";
import type { Seated } from "./ui.ts";

/**
 * The act with the officer's signature over its digest: made here with the sandbox key, or brought by the browser.
 * Only the shape is read here; the engine checks the signature against the enrolled keys. Throws `act/not-signed`.
 */
export async function signedAct(ui: Seated, act: string, fromBrowser: string): Promise<SignedOfficerAct> {
  const { signHere } = ui.deps.accounts;
  if (signHere) return { act, signature: await signHere(ui.officer, actDigest(act)) };
  const parsed = OfficerSignatureSchema.safeParse(jsonOf(fromBrowser));
  if (parsed.success) return { act, signature: parsed.data };
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
