import { beforeEach, describe, expect, test } from "vitest";
import { SITE, type World, world } from "../../../test/accounts/desk.ts";
import { type Faults, type SoftPasskey, softPasskey } from "../../../test/accounts/soft-authenticator.ts";
import { isProblem } from "../../base/problem.ts";
import { attempts } from "./attempts.ts";
import { challengeOf } from "./verifier.ts";
import { CODE_HOURS } from "./enrolment.ts";
import { type PasskeyDesk, passkeyDesk } from "./passkey-desk.ts";
import { TICKET_HOURS } from "./secrets.ts";
import { ABSOLUTE_HOURS, IDLE_HOURS } from "./sessions.ts";

let w: World;
let desk: PasskeyDesk;
let key: SoftPasskey;
const VISIT = "visit-1";

beforeEach(() => {
  w = world();
  desk = passkeyDesk(w.deps);
  key = softPasskey();
});

/** The code of the problem a promise ends in; "done" where it ends in none. */
async function outcome(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "done",
    (error: unknown) => {
      if (isProblem(error)) return error.code;
      throw error;
    },
  );
}

describe("signing in", () => {
  async function signIn(faults: Faults = {}, by = key, site = SITE) {
    const { challenge, ticket } = await desk.page(VISIT);
    return desk.signIn(VISIT, ticket, by.assert(site, challenge, faults));
  }

  test("with a listed passkey begins a session of its officer", async () => {
    w.list("bo.17", key);
    const { officer, session } = await signIn();
    expect(officer.id).toBe("bo.17");
    expect((await desk.sessions.officerOf(session))?.id).toBe("bo.17");
  });

  test("is refused in one way, whatever is wrong", async () => {
    w.list("bo.17", key);
    const { challenge, ticket } = await desk.page(VISIT);
    const right = key.assert(SITE, challenge);
    const fresh = (await desk.page(VISIT)).ticket;
    const refused: [string, () => Promise<unknown>][] = [
      ["an unknown passkey", () => signIn({}, softPasskey())],
      ["a user who was not verified", () => signIn({ unverified: true })],
      ["another origin", () => signIn({}, key, { ...SITE, origin: "https://evil.example" })],
      ["another visit", () => desk.signIn("visit-2", ticket, right)],
      ["another challenge", () => desk.signIn(VISIT, fresh, right)],
      ["a forged ticket", () => desk.signIn(VISIT, `${ticket.slice(0, -4)}AAAA`, right)],
      ["no assertion", () => desk.signIn(VISIT, ticket, "")],
    ];
    for (const [name, attempt] of refused)
      expect(await outcome(attempt()), name).toBe("account/sign-in-refused");
    expect(await outcome(desk.signIn(VISIT, ticket, right))).toBe("done");
  });

  test("uses a challenge once", async () => {
    w.list("bo.17", key);
    const { challenge, ticket } = await desk.page(VISIT);
    const answer = key.assert(SITE, challenge);
    expect(await outcome(desk.signIn(VISIT, ticket, answer))).toBe("done");
    expect(await outcome(desk.signIn(VISIT, ticket, answer))).toBe("account/sign-in-refused");
  });

  test("is refused when the page stood open too long", async () => {
    w.list("bo.17", key);
    const { challenge, ticket } = await desk.page(VISIT);
    w.advance(TICKET_HOURS + 0.01);
    expect(await outcome(desk.signIn(VISIT, ticket, key.assert(SITE, challenge)))).toBe(
      "account/sign-in-refused",
    );
  });

  test("is refused with a passkey the list binds to another site", async () => {
    w.list("bo.17", key, { rpId: "other.example", origin: "https://other.example" });
    expect(await outcome(signIn({}, key, { rpId: "other.example", origin: "https://other.example" }))).toBe(
      "account/sign-in-refused",
    );
  });

  test("never asks for what would sign an act, and opening pages writes nothing", async () => {
    const { challenge } = await desk.page(VISIT);
    expect(Buffer.from(challenge, "base64url").length).toBeGreaterThan(
      (challengeOf(`sha256:${"0".repeat(64)}`) as Uint8Array).length,
    );
    expect(await w.deps.store.query({ kind: "account-challenge", limit: 10 })).toEqual([]);
  });

  describe("then the session", () => {
    let session: string;
    const isOpen = async () => (await desk.sessions.officerOf(session)) !== null;
    beforeEach(async () => {
      w.list("bo.17", key);
      session = (await signIn()).session;
    });

    test("ends when it is idle", async () => {
      w.advance(IDLE_HOURS - 0.01);
      expect(await isOpen()).toBe(true);
      w.advance(IDLE_HOURS - 0.01);
      expect(await isOpen()).toBe(true);
      w.advance(IDLE_HOURS);
      expect(await isOpen()).toBe(false);
    });

    test("ends after its longest time, however busy", async () => {
      for (let hours = 0; hours < ABSOLUTE_HOURS - 0.2; hours += 0.2) {
        expect(await isOpen()).toBe(true);
        w.advance(0.2);
      }
      w.advance(0.2);
      expect(await isOpen()).toBe(false);
    });

    test("is worth nothing to a thief after it was ended", async () => {
      await desk.sessions.revoke(session);
      expect(await isOpen()).toBe(false);
    });

    test("ends with all others of the officer, and no one else's", async () => {
      const elses = softPasskey();
      w.list("bo.18", elses);
      const second = (await signIn()).session;
      const theirs = (await signIn({}, elses)).session;
      expect(await desk.sessions.revokeAll("bo.17")).toBe(2);
      expect(await isOpen()).toBe(false);
      expect(await desk.sessions.officerOf(second)).toBe(null);
      expect((await desk.sessions.officerOf(theirs))?.id).toBe("bo.18");
    });

    test("ends when the State withdraws the key", async () => {
      w.withdraw("bo.17");
      expect(await isOpen()).toBe(false);
    });

    test("cannot be found in the database", async () => {
      expect(JSON.stringify(await w.deps.store.query({ kind: "account-session", limit: 10 }))).not.toContain(
        session,
      );
    });

    test("is not opened by a guess", async () => {
      expect(await desk.sessions.officerOf("A".repeat(43))).toBe(null);
    });
  });
});

describe("enrolling", () => {
  async function enrol(code: string, faults: Faults = {}, by = key, confirmedBy = by) {
    const page = await desk.enrolments.page(VISIT, code);
    const registration = by.register(SITE, page.challenge, faults);
    const confirmation = confirmedBy.assert(SITE, page.confirm).replaceAll(confirmedBy.kid, by.kid);
    return desk.enrolments.enrol(VISIT, page.ticket, registration, confirmation);
  }

  test("gives the entry for the State's list, which signs in once it is listed", async () => {
    const { code } = await desk.enrolments.newCode("bo.17");
    const { credential, officer } = await enrol(code);
    expect(credential).toEqual({
      kind: "passkey",
      kid: key.kid,
      publicKey: key.publicKey,
      algorithm: "ES256",
      ...SITE,
    });
    expect(officer).toBe("bo.17");

    const first = await desk.page(VISIT);
    expect(await outcome(desk.signIn(VISIT, first.ticket, key.assert(SITE, first.challenge)))).toBe(
      "account/passkey-not-listed",
    );
    expect((await desk.enrolments.pending()).map((each) => each.credential.kid)).toEqual([key.kid]);

    w.list("bo.17", key);
    const second = await desk.page(VISIT);
    expect(await outcome(desk.signIn(VISIT, second.ticket, key.assert(SITE, second.challenge)))).toBe("done");
    expect(await desk.enrolments.pending()).toEqual([]);
  });

  test("reads the code as people write it", async () => {
    const { code } = await desk.enrolments.newCode("bo.17");
    const typed = ` ${code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")} `;
    expect((await desk.enrolments.page(VISIT, typed)).officer.id).toBe("bo.17");
  });

  test("needs an officer of the list", async () => {
    expect(await outcome(desk.enrolments.newCode("nobody"))).toBe("account/unknown-officer");
  });

  test("is refused in one way when the code does not hold", async () => {
    const { code } = await desk.enrolments.newCode("bo.17");
    const last = code.endsWith("0") ? "2" : "0";
    for (const wrong of ["", "x", code.slice(0, -1), `${code}0`, code.slice(0, -1) + last, "0".repeat(24)])
      expect(await outcome(desk.enrolments.page(VISIT, wrong)), wrong).toBe("account/code-refused");
    expect(await outcome(desk.enrolments.page(VISIT, code))).toBe("done");
  });

  test("is refused when the code has expired, also midway", async () => {
    const { code } = await desk.enrolments.newCode("bo.17");
    w.advance(CODE_HOURS - 0.1);
    const page = await desk.enrolments.page(VISIT, code);
    w.advance(0.11);
    expect(await outcome(desk.enrolments.page(VISIT, code))).toBe("account/code-refused");
    const late = desk.enrolments.enrol(
      VISIT,
      page.ticket,
      key.register(SITE, page.challenge),
      key.assert(SITE, page.confirm),
    );
    expect(await outcome(late)).toBe("account/code-refused");
  });

  test("is refused after five wrong guesses, even with the right code", async () => {
    const { code } = await desk.enrolments.newCode("bo.17");
    const guess = `${code.slice(0, 10)}${"0000-0000-0000-0000"}`;
    for (let tries = 0; tries < 5; tries += 1)
      expect(await outcome(desk.enrolments.page(VISIT, guess))).toBe("account/code-refused");
    expect(await outcome(desk.enrolments.page(VISIT, code))).toBe("account/code-refused");
  });

  test("works once, and the same again gives the same answer", async () => {
    const { code } = await desk.enrolments.newCode("bo.17");
    const page = await desk.enrolments.page(VISIT, code);
    const send = (by: SoftPasskey) =>
      desk.enrolments.enrol(
        VISIT,
        page.ticket,
        by.register(SITE, page.challenge),
        by.assert(SITE, page.confirm),
      );
    const first = await send(key);
    expect(await send(key)).toEqual(first);
    expect(await outcome(send(softPasskey()))).toBe("account/code-refused");
    expect(await outcome(desk.enrolments.page(VISIT, code))).toBe("account/code-refused");
  });

  test("needs a verified user, the right challenge, and a key that signs", async () => {
    const { code } = await desk.enrolments.newCode("bo.17");
    expect(await outcome(enrol(code, { unverified: true }))).toBe("account/enrolment-refused");
    expect(await outcome(enrol(code, { type: "webauthn.get" }))).toBe("account/enrolment-refused");
    expect(await outcome(enrol(code, {}, key, softPasskey()))).toBe("account/enrolment-refused");
    const page = await desk.enrolments.page(VISIT, code);
    const stale = desk.enrolments.enrol(
      VISIT,
      page.ticket,
      key.register(SITE, page.confirm),
      key.assert(SITE, page.challenge),
    );
    expect(await outcome(stale)).toBe("account/enrolment-refused");
    expect(await outcome(enrol(code))).toBe("done");
  });

  test("is refused for a passkey that another officer has", async () => {
    w.list("bo.18", key);
    const { code } = await desk.enrolments.newCode("bo.17");
    expect(await outcome(enrol(code))).toBe("account/passkey-taken");
  });

  test("is refused with a ticket for signing in, and the other way round", async () => {
    const { code } = await desk.enrolments.newCode("bo.17");
    const page = await desk.enrolments.page(VISIT, code);
    w.list("bo.18", key);
    expect(await outcome(desk.signIn(VISIT, page.ticket, key.assert(SITE, page.challenge)))).toBe(
      "account/sign-in-refused",
    );
    const { ticket, challenge } = await desk.page(VISIT);
    const crossed = desk.enrolments.enrol(
      VISIT,
      ticket,
      key.register(SITE, challenge),
      key.assert(SITE, challenge),
    );
    expect(await outcome(crossed)).toBe("account/code-refused");
  });

  test("keeps no code in the database", async () => {
    const { code } = await desk.enrolments.newCode("bo.17");
    const kept = JSON.stringify(await w.deps.store.query({ kind: "account-code", limit: 10 }));
    expect(kept).not.toContain(code.replaceAll("-", "").slice(8));
  });
});

describe("attempts", () => {
  test("are refused after twenty in a minute, client by client, until the minute is over", () => {
    const counted = attempts(w.deps.now);
    const result = (client: string): string => {
      try {
        counted.demand(client);
        return "done";
      } catch (error) {
        return isProblem(error) ? error.code : "fault";
      }
    };
    for (let count = 0; count < 20; count += 1) expect(result("a")).toBe("done");
    expect(result("a")).toBe("account/too-many-attempts");
    expect(result("b")).toBe("done");
    w.advance(1 / 60);
    expect(result("a")).toBe("done");
  });
});

test.each([
  ["no origin", { origin: "https://desk.example/path", rpId: "desk.example" }],
  ["http", { origin: "http://desk.example", rpId: "desk.example" }],
  ["another domain", { origin: "https://desk.example", rpId: "other.example" }],
])("a desk does not start with %s", (_, site) => {
  expect(() => passkeyDesk({ ...w.deps, ...site })).toThrow(TypeError);
});

test("a desk does not start with a short secret", () => {
  expect(() => passkeyDesk({ ...w.deps, secret: new Uint8Array(31) })).toThrow(RangeError);
});
