import { z } from "zod";
import { utf8 } from "../base/bytes.ts";
import { type Json, parseCanonical } from "../base/canonical.ts";
import { Problem } from "../base/problem.ts";
import { addHours } from "../base/time.ts";
import { digestOf } from "../crypto/hash.ts";
import { type Mandate, type Officer, type StateEntry, demandMandate, officerOf } from "../party/directory.ts";
import type { OfficerSignature } from "../request/case.ts";
import type { Config } from "./config.ts";
import type { SignedOfficerAct } from "./messages.ts";

/**
 * An officer's act: one canonical document that says everything the officer saw and decided. The officer signs the
 * digest of exactly this document, with their own key, and the document is what the node carries out. It travels with
 * the message, so the other side checks the same signature.
 */

const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

export const VERBS = [
  "submit-request",
  "approve-request",
  "return-request",
  "withdraw-request",
  "open-case",
  "mark-deficient",
  "decide-request",
  "authorise-measure",
  "release-evidence",
  "open-evidence",
  "close-case",
] as const;
export type Verb = (typeof VERBS)[number];

const Act = z.strictObject({
  format: z.literal("comity/officer-act/v1"),
  verb: z.enum(VERBS),
  /** Draft id or shared reference. */
  subject: z.string().min(1).max(60),
  officer: z.string().min(1).max(100),
  at: instant,
  /** What the verb needs, by the verb's own schema. */
  says: z.record(z.string(), z.unknown()),
});

export type OfficerAct = Omit<z.infer<typeof Act>, "says"> & { says: Record<string, Json> };

/** How long a signed act may wait before it is carried out, in hours: it was signed on what the screen then showed. */
export const ACT_LIFE_HOURS = 0.5;

/** The document behind an act's text. Throws Problem `act/malformed` or `json/not-canonical`. */
export function readAct(text: string): OfficerAct {
  const parsed = Act.safeParse(parseCanonical(utf8(text), "officer's act"));
  if (!parsed.success)
    throw new Problem(
      "act/malformed",
      "This is not an officer's act.",
      parsed.error.issues[0]?.path.join(".") || "act",
      "Open the page again and sign what it shows.",
    );
  return parsed.data as OfficerAct;
}

/** The digest the officer signs. */
export function actDigest(text: string): string {
  return digestOf(utf8(text));
}

/** Reads what an act says by its verb's schema. Throws Problem `act/malformed`. */
export function saysOf<T extends z.ZodType>(act: OfficerAct, schema: T): z.infer<T> {
  const parsed = schema.safeParse(act.says);
  if (parsed.success) return parsed.data;
  const where = `says.${parsed.error.issues[0]?.path.join(".") ?? ""}`;
  throw new Problem(
    "act/malformed",
    "A field of the act is missing, unknown or of the wrong type.",
    where,
    "Open the page again and fill in what it asks for.",
  );
}

/** How an officer's signature is checked: sandbox keys by jose, passkeys by a WebAuthn library. Handed in. */
export interface OfficerVerifier {
  verify(signature: OfficerSignature, credential: Officer["credentials"][number]): Promise<boolean>;
}

/**
 * Checks an act against the State's own list: signed by this officer with an enrolled key, over exactly this document,
 * with the mandate it needs. `at` is when it must hold: now for our own officers, the act's own time for a peer's.
 * Throws Problem `act/digest-differs`, `act/wrong-officer`, `act/key-not-enrolled`, `act/sandbox-key`, `act/bad-signature`, `party/…`.
 */
export async function checkOfficerAct(
  signed: SignedOfficerAct,
  mandate: Mandate,
  entry: StateEntry,
  config: Pick<Config, "sandbox">,
  verifier: OfficerVerifier,
): Promise<{ act: OfficerAct; officer: Officer }> {
  const act = readAct(signed.act);
  const { signature } = signed;
  if (signature.digest !== actDigest(signed.act)) {
    throw new Problem(
      "act/digest-differs",
      "The signature is for another document than this one.",
      act.verb,
      "Open the page again and sign what it shows.",
    );
  }
  if (signature.officer !== act.officer)
    throw new Problem(
      "act/wrong-officer",
      "The act names another officer than its signature.",
      act.verb,
      "Sign in again and repeat the act.",
    );
  const officer = officerOf(entry, act.officer, act.at);
  demandMandate(officer, mandate);
  const credential = officer.credentials.find(
    (each) => each.kid === signature.kid && each.kind === signature.kind,
  );
  if (!credential)
    throw new Problem(
      "act/key-not-enrolled",
      "This key is not enrolled for the officer.",
      officer.id,
      "Enrol the key in the State's list first.",
    );
  if (credential.kind === "sandbox-key" && !config.sandbox) {
    throw new Problem(
      "act/sandbox-key",
      "Sandbox keys are not accepted outside a sandbox.",
      officer.id,
      "Enrol a passkey for the officer.",
    );
  }
  if (!(await verifier.verify(signature, credential))) {
    throw new Problem(
      "act/bad-signature",
      "The officer's signature does not match the document.",
      officer.id,
      "Open the page again and sign what it shows.",
    );
  }
  return { act, officer };
}

/** Throws Problem `act/stale` or `act/from-the-future` unless the act is fresh at `now`. */
export function demandFresh(act: OfficerAct, now: string): void {
  if (act.at < addHours(now, -ACT_LIFE_HOURS))
    throw new Problem(
      "act/stale",
      "This act was signed too long ago.",
      act.verb,
      "Open the page again and sign what it shows now.",
    );
  if (act.at > addHours(now, 0.1))
    throw new Problem(
      "act/from-the-future",
      "This act is dated in the future.",
      act.verb,
      "Check the clock of the machine.",
    );
}
