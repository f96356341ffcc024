import { beforeAll, describe, expect, test } from "vitest";
import { requestOne, requestThree } from "../../src/apps/sandbox/case-1.ts";
import { valuesOfContent } from "../../src/apps/web/form-values.ts";
import { bodyOf } from "../../src/exchange/rows.ts";
import { caseNow } from "../../src/exchange/engine.ts";
import { opinionOf } from "../../src/request/opinion-of.ts";
import { type Desks, grantAndServe, playCaseOne, produce, sendRequest, startDesks } from "./desks.ts";

// The desks of two States over their engines, as a browser without scripts would use them.

let desks: Desks;
beforeAll(async () => {
  desks = await startDesks();
});

const fields = (content: Parameters<typeof valuesOfContent>[0]): Record<string, string | string[]> =>
  Object.fromEntries([...valuesOfContent(content)].map(([name, values]) => [name, [...values]]));
const text = (page: string) =>
  page
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'")
    .replaceAll(/\s+/g, " ");

/** Reads the act on a review page and signs it, as its button would. */
async function sign(
  officer: string,
  page: string,
): Promise<{ status: number; text: string; location: string | null }> {
  const field = (name: string) =>
    (new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "").replaceAll("&quot;", '"');
  return desks.post(officer, "/desk/sign", { act: field("act"), back: field("back") });
}

async function review(officer: string, verb: string, subject: string): Promise<string> {
  const page = await desks.get(officer, `/desk/review?verb=${verb}&subject=${subject}`);
  expect(page.status).toBe(200);
  return page.text;
}

describe("who may see what", () => {
  test.each(["/desk", "/desk/requests/new", "/desk/drafts/x", "/desk/cases/x", "/desk/cases/x/custody"])(
    "%s sends a stranger to sign in",
    async (path) => {
      const answer = await desks.app.BO.request(path);
      expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/account"]);
    },
  );

  test("a form without the session's token changes nothing", async () => {
    const form = new FormData();
    form.set("action", "save");
    const headers = { Cookie: await desks.signIn("bo-01") };
    const answer = await desks.app.BO.request("/desk/requests/new", { method: "POST", body: form, headers });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("web/form-token");
  });

  test("a form from another site changes nothing", async () => {
    const headers = { Cookie: await desks.signIn("bo-01"), "Sec-Fetch-Site": "cross-site" };
    const body = new FormData();
    const answer = await desks.app.BO.request("/desk/sign", { method: "POST", body, headers });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("web/other-site");
  });

  test("every page says what the browser may load, and that it is a sandbox", async () => {
    for (const path of ["/", "/public", "/desk", "/nowhere"]) {
      const page = await desks.get("bo-01", path);
      const policy = page.headers.get("Content-Security-Policy") ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toContain("unsafe");
      expect(page.headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(page.text).toContain("Sandbox on this computer only");
      expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)/);
      expect(page.text).not.toMatch(/\sstyle="/);
    }
  });
});

describe("writing a request without scripts", () => {
  test("an empty form says what is missing, and cannot be submitted", async () => {
    const page = await desks.get("bo-01", "/desk/requests/new");
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/id="submit-button"\s+disabled/);
    const again = await desks.post("bo-01", "/desk/requests/new", {
      measure: "preservation",
      requested: "AL",
      action: "opinion",
    });
    expect(text(again.text)).toContain("required things are missing");
    expect(again.text).toContain('href="#f-facts"');
    expect(again.text).toContain("Art. 42(3)");
  });

  test("the opinion stands beside what was typed", async () => {
    const page = await desks.post("bo-01", "/desk/requests/new", {
      ...fields(requestOne()),
      action: "opinion",
    });
    expect(page.status).toBe(200);
    expect(text(page.text)).toContain("Offence under the instrument");
    expect(page.text).toMatch(/id="submit-button"\s+aria-describedby/);
  });

  test("a time without offset is refused by its field, and nothing typed is lost", async () => {
    const typed = {
      ...fields(requestOne()),
      facts: "Facts that must not be lost",
      "selectors.0.at.local": "2027-07-04T01:40:00",
      "selectors.0.at.offset": "",
      action: "save",
    };
    const page = await desks.post("bo-01", "/desk/requests/new", typed);
    expect(page.status).toBe(422);
    expect(page.text).toContain('href="#f-selectors-0-at"');
    expect(page.text).toContain("time/no-offset");
    expect(page.text).toContain("Facts that must not be lost");
    expect(page.text).toContain('value="2027-07-04T01:40:00"');
  });

  test("markup stays text, and characters that hide are shown", async () => {
    const facts = '<script>alert(1)</script> "><img src=x> \u202Egnp.exe\u200B';
    const page = await desks.post("bo-01", "/desk/requests/new", {
      ...fields(requestOne()),
      facts,
      action: "save",
    });
    expect(page.status).toBe(303);
    const draft = await desks.get("bo-02", page.location ?? "");
    expect(draft.text).not.toContain("<script>alert");
    expect(draft.text).toContain("&lt;script&gt;alert(1)");
    expect(draft.text).toContain("⟨U+202E⟩gnp.exe⟨U+200B⟩");
  });

  test("rows are added and taken away by buttons", async () => {
    const added = await desks.post("bo-01", "/desk/requests/new", {
      ...fields(requestOne()),
      action: "add-row",
    });
    expect(added.text).toContain('name="selectors.1.value"');
    const removed = await desks.post("bo-01", "/desk/requests/new", {
      ...fields(requestOne()),
      "selectors.1.value": "203.0.113.78",
      action: "remove-row-0",
    });
    expect(removed.text).not.toContain('name="selectors.0.value"');
    expect(removed.text).toContain("203.0.113.78");
  });

  test("saving a new form twice makes one draft", async () => {
    const typed = { ...fields(requestOne()), nonce: "0123456789abcdef", action: "save" };
    const [first, second] = await Promise.all([
      desks.post("bo-01", "/desk/requests/new", typed),
      desks.post("bo-01", "/desk/requests/new", typed),
    ]);
    const third = await desks.post("bo-01", "/desk/requests/new", typed);
    expect(first.status).toBe(303);
    expect(second.location).toBe(first.location);
    expect(third.location).toBe(first.location);
  });

  test("two megabytes of text are refused by the field they stand in", async () => {
    const page = await desks.post("bo-01", "/desk/requests/new", {
      ...fields(requestOne()),
      facts: "x".repeat(2_000_000),
      action: "save",
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain("request/too-long");
  });

  test("a State that is not in the directory is refused, and the form stays", async () => {
    const page = await desks.post("bo-01", "/desk/requests/new", {
      ...fields(requestOne()),
      requested: "QQ",
      action: "save",
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain("party/unknown-state");
    expect(page.text).toContain("BO-PO-2027-1187");
  });

  test("the answer while typing is a fragment with the opinion", async () => {
    const page = await desks.post("bo-01", "/desk/opinion", fields(requestOne()));
    expect(page.status).toBe(200);
    expect(page.text).toContain('data-part="live"');
    expect(page.text).not.toContain("<html");
  });
});

describe("from draft to decision, each act on its own page", () => {
  let ref = "";
  test("the author submits, and may not approve", async () => {
    const saved = await desks.post("bo-01", "/desk/requests/new", {
      ...fields(requestThree("BO-AL-2027-0001")),
      preservationReference: "",
      action: "submit",
    });
    expect(saved.location).toMatch(/^\/desk\/review\?verb=submit-request/);
    const page = await desks.get("bo-01", saved.location ?? "");
    expect(text(page.text)).toContain("Submit the request for approval");
    const done = await sign("bo-01", page.text);
    expect([done.status, done.location]).toEqual([303, "/desk"]);
    const again = await sign("bo-01", page.text);
    expect([again.status, again.location]).toEqual([303, "/desk"]);
  });

  test("an approver finds it in the inbox, sends it back with a note, and the author sees the note", async () => {
    const inbox = await desks.get("bo-02", "/desk");
    expect(text(inbox.text)).toContain("1 matter waits for you");
    const link = /href="(\/desk\/drafts\/[^"]+)"/.exec(inbox.text)?.[1] ?? "";
    const note = await desks.post("bo-02", `${link}/return`, { note: "Name the period." });
    expect(text(note.text)).toContain("Name the period.");
    expect((await sign("bo-02", note.text)).status).toBe(303);
    const draft = await desks.get("bo-01", link);
    expect(text(draft.text)).toContain("An approver sent this draft back Name the period.");
    desks.world.advance(0.1);
    const submitted = await sign(
      "bo-01",
      await review("bo-01", "submit-request", link.split("/").at(-1) ?? ""),
    );
    expect(submitted.status).toBe(303);
  });

  test("approving twice sends it once", async () => {
    const inbox = await desks.get("bo-02", "/desk");
    const id = /href="\/desk\/drafts\/([^"]+)"/.exec(inbox.text)?.[1] ?? "";
    const page = await review("bo-02", "approve-request", id);
    const [first, second] = await Promise.all([sign("bo-02", page), sign("bo-02", page)]);
    expect(first.location).toMatch(/^\/desk\/cases\/BO-AL-2027-/);
    expect(second.location).toBe(first.location);
    ref = first.location?.split("/").at(-1) ?? "";
  });

  test("while the witnesses are too few, the case says for what it waits", async () => {
    desks.report.waiting = { have: 1, need: 2 };

    const rows = await desks.world.nodes.BO.ports.store.query({ kind: "outbox", limit: 10 });
    expect(rows.some((row) => bodyOf("outbox", row).ref === ref)).toBe(true);
    desks.world.witnessUp.fill(false);
    desks.world.witnessUp[0] = true;
    await desks.world.nodes.BO.work();
    const page = await desks.get("bo-01", `/desk/cases/${ref}`);
    expect(text(page.text)).toContain("Request to Node of Alderia waits for witnesses: 1 of 2");
    desks.world.witnessUp.fill(true);
    desks.report.waiting = null;
    await desks.world.settle();
    expect((await desks.get("bo-01", `/desk/cases/${ref}`)).text).not.toContain("waits for witnesses");
  });

  test("the other State sees it registered, and a lawyer takes it", async () => {
    const inbox = await desks.get("al-03", "/desk");
    expect(text(inbox.text)).toContain(`${ref}`);
    expect((await sign("al-03", await review("al-03", "open-case", ref))).status).toBe(303);
  });

  test("a ground the law closes cannot be chosen, and the page says why", async () => {
    const page = await desks.get("al-02", `/desk/cases/${ref}/decision`);
    expect(text(page.text)).toContain("Bank secrecy no ground");
    const { config } = desks.world.nodes.AL;
    const { content } = await caseNow(desks.world.nodes.AL, ref);
    const opinion = opinionOf(content, desks.world.now(), config.law);
    const forbidden = opinion.grounds.find((each) => each.status === "forbidden")?.id ?? "none";
    const tried = await desks.post("al-02", `/desk/cases/${ref}/decision`, {
      outcome: "declined",
      grounds: forbidden,
      [`ground.${forbidden}`]: "because",
      reasons: "because",
    });
    expect(tried.status).toBe(422);
    expect(tried.text).toContain("decision/ground-closed");
  });

  test("a decision without reasons is not shown for signing, and keeps what was typed", async () => {
    const tried = await desks.post("al-02", `/desk/cases/${ref}/decision`, {
      outcome: "granted",
      reasons: " ",
      conditions: "Only here.",
    });
    expect(tried.status).toBe(422);
    expect(tried.text).toContain("Only here.");
  });

  test("the decision is signed as it was shown", async () => {
    const page = await desks.post("al-02", `/desk/cases/${ref}/decision`, {
      outcome: "granted",
      reasons: "All conditions are met.",
      conditions: "Only here.\nNo onward transfer.",
    });
    expect(text(page.text)).toContain("No onward transfer.");
    expect((await sign("al-02", page.text)).status).toBe(303);
    const current = await caseNow(desks.world.nodes.AL, ref);
    expect(current.decision).toMatchObject({
      outcome: "granted",
      conditions: ["Only here.", "No onward transfer."],
    });
  });

  test("an act that was altered on the way is not carried out", async () => {
    const page = await desks.post("al-02", `/desk/cases/${ref}/withdraw`, { reason: "x" });
    const done = await sign("al-02", page.text.replaceAll(ref, "BO-AL-2027-9999"));
    expect(done.status).toBe(422);
    expect(done.text).toContain("request/no-case");
  });

  test("the judge enters the order: its text stays here, its digest is recorded", async () => {
    const page = await desks.post("al-04", `/desk/cases/${ref}/authorise`, {
      kind: "judge",
      issuer: "Court of Alderia",
      number: "J 1",
      date: "2027-07-05",
      scope: "the server",
      orderText: "It is ordered.",
    });
    expect(page.text).not.toContain("It is ordered.");
    expect((await sign("al-04", page.text)).status).toBe(303);
    expect((await caseNow(desks.world.nodes.AL, ref)).status).toBe("served");
  });

  test("an officer without the mandate is told so on the page", async () => {
    const page = await review("al-07", "close-case", ref);
    const done = await sign("al-07", page);
    expect(done.status).toBe(422);
    expect(done.text).toContain("party/no-mandate");
  });
});

describe("evidence", () => {
  let desk: Desks;
  let refs: Awaited<ReturnType<typeof playCaseOne>>;
  beforeAll(async () => {
    desk = await startDesks();
    refs = await playCaseOne(desk);
    desks = desk;
  });

  test("a revealed provider is offered with a pre-filled request", async () => {
    const page = await desks.get("bo-01", `/desk/cases/${refs.r2}`);
    expect(text(page.text)).toContain("CloudVeil in Cardova");
    const link =
      /href="(\/desk\/requests\/new\?from=[^"]+)"/.exec(page.text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const form = await desks.get("bo-01", link);
    expect(form.text).toContain("198.51.100.20");
    expect(form.text).toMatch(/value="CA"\s+selected/);
    expect(form.text).toMatch(/value="cloudveil"\s+selected/);
    expect(form.text).toContain("found in data received under BO-AL-2027-0002");
  });

  test("the hold bars the release, and so does having decided", async () => {
    await grantAndServe(desks, refs.r3);
    await produce(desks, refs.r3);
    const early = await desks.get("al-05", `/desk/cases/${refs.r3}`);
    expect(text(early.text)).toContain("Not before the remedy window has ended.");
    const form = await desks.post("al-05", `/desk/cases/${refs.r3}/release`, { addresses: "" });
    const tried = await sign("al-05", form.text);
    expect(tried.status).toBe(422);
    expect(tried.text).toContain("evidence/held");
  });

  test("the custody page checks the chain, and names the command after opening", async () => {
    const before = await desks.get("bo-01", `/desk/cases/${refs.r2}/custody`);
    expect(before.text).not.toContain("custody/files/0");
    expect(text(before.text)).toContain("Every step is signed by the party it names.");
    const done = await sign("bo-01", await review("bo-01", "open-evidence", refs.r2));
    expect(done.location).toBe(`/desk/cases/${refs.r2}/custody`);
    const after = await desks.get("bo-01", done.location ?? "");
    expect(text(after.text)).toContain("Opened, every file checked");
    const folder = await desks.post("bo-01", `/desk/cases/${refs.r2}/custody/folder`, {});
    expect(text(folder.text)).toContain(`npx comity verify /srv/comity/evidence/${refs.r2}`);
  });

  test("a file leaves as an attachment only, and only for a receiving officer", async () => {
    const file = await desks.get("bo-01", `/desk/cases/${refs.r2}/custody/files/0`);
    expect(file.headers.get("Content-Disposition")).toMatch(
      /^attachment; filename\*=UTF-8''connections\.log$/,
    );
    expect(file.headers.get("Content-Type")).toBe("application/octet-stream");
    expect((await desks.get("bo-02", `/desk/cases/${refs.r2}/custody/files/0`)).status).toBe(403);
    expect((await desks.get("bo-01", `/desk/cases/${refs.r2}/custody/files/7`)).status).toBe(404);
  });

  test("a changed chain is shown as changed", async () => {
    const row = await desks.world.nodes.BO.ports.store.read("case", refs.r2);
    if (!row) throw new Error("no case");
    const current = bodyOf("case", row);
    const custody = current.item?.custody.map((act, index) =>
      index === 1
        ? act.replace(/"signature":"(.)/, (_, first) => `"signature":"${first === "A" ? "B" : "A"}`)
        : act,
    );
    const item = current.item ? { ...current.item, custody } : null;
    await desks.world.nodes.BO.ports.store.transact(
      { locks: [], rows: [["case", refs.r2]], scopes: [] },
      (tx) => tx.put({ ...row, body: JSON.parse(JSON.stringify({ ...current, item })) }),
    );
    const page = await desks.get("bo-01", `/desk/cases/${refs.r2}/custody`);
    expect(text(page.text)).toContain("does not hold");
  });

  test("the clock's button moves the time of the sandbox and comes back to the page", async () => {
    const before = desks.world.now();
    const done = await desks.post("bo-01", "/sandbox/advance", { hours: "48", back: "/desk" });
    expect(done.location).toBe("/desk");
    expect(Date.parse(desks.world.now()) - Date.parse(before)).toBe(48 * 3_600_000);
    const elsewhere = await desks.post("bo-01", "/sandbox/advance", { hours: "1", back: "//evil.example/" });
    expect(elsewhere.location).toBe("/");
  });

  test("withdrawing tells the other side, and the number stays", async () => {
    const ref = await sendRequest(desks, requestOne());
    const form = await desks.post("bo-02", `/desk/cases/${ref}/withdraw`, { reason: "No longer needed." });
    expect((await sign("bo-02", form.text)).status).toBe(303);
    await desks.world.settle();
    expect(text((await desks.get("al-03", `/desk/cases/${ref}`)).text)).toContain("Withdrawn");
  });
});
