import { fromBase64Url } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import { type Officer, inForce } from "../../party/directory.ts";
import { challenges } from "./challenges.ts";
import { type PasskeyDeps, freshChallenge, passkeysOf, signInRefused } from "./deps.ts";
import type { Enrolments } from "./enrolment.ts";
import type { Secrets } from "./secrets.ts";
import type { Sessions } from "./sessions.ts";
import { type Assertion, type Passkey, isAssertionBy, readAssertion } from "./webauthn.ts";

/** What a sign-in page needs: the challenge for the browser, and the ticket it carries back. */
export interface SignInPage {
  challenge: string;
  ticket: string;
}

export interface SignIn {
  /** Makes a challenge for this visit; `visit` is a random value the browser keeps in a cookie. */
  page(visit: string): Promise<SignInPage>;
  /**
   * Checks the assertion and begins a session. Throws Problem `account/sign-in-refused` for whatever does not hold,
   * and `account/passkey-not-listed` to the holder of an enrolled passkey the State's list does not carry yet.
   */
  signIn(visit: string, ticket: string, assertion: string): Promise<{ officer: Officer; session: string }>;
}

export function signInDesk(
  deps: PasskeyDeps,
  secrets: Secrets,
  sessions: Sessions,
  enrolments: Pick<Enrolments, "enrolledKey">,
): SignIn {
  async function page(visit: string): Promise<SignInPage> {
    const challenge = freshChallenge(deps);
    const contents = { purpose: "sign-in" as const, visit, challenges: [challenge] };
    return { challenge, ticket: await secrets.ticket(contents, deps.now()) };
  }

  async function signIn(visit: string, ticket: string, text: string) {
    const challenge = (await secrets.readTicket(ticket, "sign-in", visit, deps.now()))?.challenges[0];
    const assertion = readAssertion(text);
    if (!challenge || !assertion) throw signInRefused();
    const found = holderOf(assertion.id);
    if (!found) throw await refusalFor(assertion, challenge);
    if (!(await holds(assertion, found.passkey, challenge))) throw signInRefused();
    await useOnce(challenge);
    return { officer: found.officer, session: await sessions.begin(found.officer.id, found.passkey.kid) };
  }

  function holderOf(kid: string): { officer: Officer; passkey: Passkey } | undefined {
    for (const officer of deps.officers().filter((each) => inForce(each, deps.now()))) {
      const passkey = passkeysOf(officer).find((each) => each.kid === kid);
      if (passkey) return { officer, passkey };
    }
    return undefined;
  }

  // The list may carry an officer's passkeys for other sites; here only those of this site sign in.
  async function holds(assertion: Assertion, passkey: Passkey, challenge: string): Promise<boolean> {
    const here = passkey.rpId === deps.rpId && passkey.origin === deps.origin;
    return here && isAssertionBy(assertion, passkey, fromBase64Url(challenge));
  }

  async function refusalFor(assertion: Assertion, challenge: string): Promise<Problem> {
    const pending = await enrolments.enrolledKey(assertion.id);
    if (!pending || !(await holds(assertion, pending, challenge))) return signInRefused();
    return new Problem(
      "account/passkey-not-listed",
      "This passkey is enrolled, but the State's signed list does not carry it yet.",
      "account",
      "Ask the administrator when the next list is published.",
    );
  }

  async function useOnce(challenge: string): Promise<void> {
    const now = deps.now();
    const wants = { locks: [], rows: [challenges.wants(challenge)], scopes: [] };
    if (!(await deps.store.transact(wants, (tx) => challenges.use(tx, challenge, now))))
      throw signInRefused();
  }

  return { page, signIn };
}
