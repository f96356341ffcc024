import { beforeEach, describe, expect, test } from "vitest";
import { islands } from "../../src/apps/provider/islands.ts";
import { providerDesk } from "../../src/apps/provider/desk.ts";
import { caseNow } from "../../src/exchange/engine.ts";
import { type OrderRow, bodyOf } from "../../src/exchange/rows.ts";
import { COOKIE, type Ordered, TOKEN, deskDeps, orderFor, orderedWorld } from "./world.ts";

let ordered: Ordered;
let deps: ReturnType<typeof deskDeps>;
let app: ReturnType<typeof providerDesk>;

async function start(...options: Parameters<typeof orderedWorld>): Promise<void> {
  ordered = await orderedWorld(...options);
  deps = deskDeps(ordered.world);
  app = providerDesk(deps);
}

const get = (path: string, cookie = COOKIE) => app.request(path, { headers: { cookie } });
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: "POST",
    headers: { cookie: COOKIE, ...headers },
    body: new URLSearchParams({ token: TOKEN, ...fields }),
  });
const call = (path: string, body: object, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: "POST",
    headers: { cookie: COOKIE, "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const put = (order: OrderRow, name: string, body: BodyInit, headers: Record<string, string> = {}) =>
  app.request(`/orders/${order.digest}/files/${encodeURIComponent(name)}`, {
    method: "PUT",
    headers: { cookie: COOKIE, ...headers },
    body,
  });
const now = async (order: OrderRow) =>
  bodyOf("order", (await deps.engine.ports.store.read("order", order.digest)) as never);
/** Text of a page without tags, entities as they are. */
const textOf = (page: string) => page.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
/** Waits until the production of an order is no longer under way, as the reloading page does. */
async function finished(order: OrderRow): Promise<string> {
  for (;;) {
    const response = await get(`/orders/${order.digest}`);
    if (response.headers.get("refresh") === null) return response.text();
    await new Promise((go) => setTimeout(go, 50));
  }
}

describe("pages", () => {
  beforeEach(() => start());

  test("nobody sees an order before signing in", async () => {
    const order = await orderFor(ordered.world, ordered.r1);
    for (const path of ["/", `/orders/${order.digest}`, `/orders/${order.digest}/order.jws.json`]) {
      const response = await get(path, "who=else");
      expect([path, response.status, response.headers.get("location")]).toEqual([path, 303, "/account"]);
    }
    expect((await get("/api/orders", "")).status).toBe(401);
    expect((await get("/account", "")).status).toBe(200);
  });

  test("the list has each order with State, measure and age", async () => {
    ordered.world.advance(5);
    const text = textOf(await (await get("/")).text());
    expect(text).toContain("3 orders wait for an answer.");
    expect(text).toContain(`${ordered.r1} Alderia Preserve Waits for an answer 5 hours`);
  });

  test("an order shows what was signed, by whom, with which keys", async () => {
    const order = await orderFor(ordered.world, ordered.r3);
    const page = await (await get(`/orders/${order.digest}`)).text();
    const text = textOf(page);
    for (const shown of [
      "State Alderia",
      "Authority Court of Investigations",
      "Party that signed node.al",
      "Verified",
      ...ordered.world.world.keyrings.get("node.al")!.act.map((key) => key.kid),
      "+999 10 555 0100",
      "Produce",
      "Stored data",
      `CI-${ordered.r3}`,
      "the server named",
      "203.0.113.77",
      "443",
      "2027-07-04 01:40:00 +02:00",
      "2027-07-03T23:40:00.000Z",
      "2027-06-01T00:00:00.000Z",
      "2027-10-02T00:00:00.000Z",
      "Borvania",
      order.digest,
    ])
      expect(text).toContain(shown);
    expect(page).not.toContain("<script");
    const preserve = await orderFor(ordered.world, ordered.r1);
    expect(textOf(await (await get(`/orders/${preserve.digest}`)).text())).toContain("2027-09-02");
  });

  test("an order whose stored text differs from what was signed says so, and can only look wrong", async () => {
    const order = await orderFor(ordered.world, ordered.r3);
    const { store } = deps.engine.ports;
    const row = (await store.read("order", order.digest)) as NonNullable<
      Awaited<ReturnType<typeof store.read>>
    >;
    await store.transact({ locks: [], rows: [["order", order.digest]], scopes: [] }, (tx) =>
      tx.put({ ...row, body: { ...order, body: { ...order.body, what: "everything" } } as never }),
    );
    const page = await (await get(`/orders/${order.digest}`)).text();
    expect(page).toContain("order/differs-from-signed");
    expect(page).toContain("Does not hold");
    expect(page).not.toContain(`/orders/${order.digest}/produce`);
    expect(page).toContain('value="looks-wrong"');
  });

  test("the signed order can be taken away to be checked elsewhere", async () => {
    const order = await orderFor(ordered.world, ordered.r3);
    const response = await get(`/orders/${order.digest}/order.jws.json`);
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="${order.ref}.jws.json"`);
    expect(Object.keys((await response.json()) as object).toSorted()).toEqual(["payload", "signatures"]);
  });

  test("an order that is not here is a page with a code", async () => {
    const response = await get(`/orders/sha256:${"0".repeat(64)}`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("order/unknown");
  });
});

describe("text of others is text", () => {
  const HOSTILE = `<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202E{what}&amp;`;

  test("in selectors, authority reference and scope", async () => {
    await start(
      (content) => ({
        ...content,
        selectors: [...content.selectors, { kind: "other", value: HOSTILE, reason: "hostile" }],
      }),
      { number: HOSTILE, scope: HOSTILE },
    );
    const order = await orderFor(ordered.world, ordered.r3);
    expect(order.body.selectors.some((selector) => selector.value === HOSTILE)).toBe(true);
    const page = await (await get(`/orders/${order.digest}`)).text();
    expect(page).not.toMatch(/<script|<img|\u202E/);
    expect(page.split("&lt;script&gt;alert(1)&lt;/script&gt;").length - 1).toBe(3);
    expect(page).toContain("⟨U+202E⟩");
    expect(page).toContain("{what}&amp;amp;");
  });

  test("in what was typed here, and in problems about it", async () => {
    await start();
    const order = await orderFor(ordered.world, ordered.r3);
    const page = await (
      await post(`/orders/${order.digest}/cannot`, { reason: HOSTILE, note: HOSTILE })
    ).text();
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain("&lt;script&gt;");
  });
});

describe("answers", () => {
  beforeEach(() => start());

  test("confirming preservation reaches both States", async () => {
    const order = await orderFor(ordered.world, ordered.r1);
    const response = await post(`/orders/${order.digest}/preserve`, { providerReference: "NR-77" });
    expect([response.status, response.headers.get("location")]).toEqual([303, `/orders/${order.digest}`]);
    expect(textOf(await (await get(`/orders/${order.digest}`)).text())).toContain(
      "On its way to the authority",
    );
    await ordered.world.settle();
    const page = textOf(await (await get(`/orders/${order.digest}`)).text());
    expect(page).toContain("Your reference NR-77");
    expect(page).toContain("Accepted by the authority");
    for (const node of ["AL", "BO"] as const)
      expect((await caseNow(ordered.world.nodes[node], ordered.r1)).preservation?.state).toBe("confirmed");
  });

  test.each([
    [
      "an order to produce is not answered with a preservation",
      "r3",
      "preserve",
      { providerReference: "x" },
      "order/wrong-answer",
    ],
    [
      "an order to preserve is not answered with evidence",
      "r1",
      "produce",
      { from: "sandbox" },
      "order/wrong-answer",
    ],
    ["no file", "r3", "produce", { from: "received" }, "order/no-files"],
    ["a reason that is no code", "r3", "cannot", { reason: "no time", note: "" }, "order/form-invalid"],
    [
      "a note that is too long",
      "r3",
      "cannot",
      { reason: "no-account", note: "x".repeat(501) },
      "order/form-invalid",
    ],
    ["an empty reference", "r1", "preserve", { providerReference: "  " }, "order/form-invalid"],
    ["an unknown field", "r1", "preserve", { providerReference: "x", more: "y" }, "order/form-invalid"],
    [
      "a token of another session",
      "r1",
      "preserve",
      { providerReference: "x", token: "else" },
      "web/form-expired",
    ],
  ] as const)("refused, nothing changed: %s", async (_, ref, what, fields, code) => {
    const order = await orderFor(ordered.world, ordered[ref]);
    const response = await post(`/orders/${order.digest}/${what}`, fields);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(code);
    expect((await now(order)).state).toBe("new");
  });

  test("refused: a form from another site", async () => {
    const order = await orderFor(ordered.world, ordered.r1);
    const fields = { providerReference: "x" };
    const response = await post(`/orders/${order.digest}/preserve`, fields, {
      "sec-fetch-site": "cross-site",
    });
    expect(await response.text()).toContain("web/other-site");
    expect((await now(order)).state).toBe("new");
  });

  test("cannot comply is told to the requesting State without the note", async () => {
    const order = await orderFor(ordered.world, ordered.r3);
    await post(`/orders/${order.digest}/cannot`, { reason: "no-account", note: "nothing at this address" });
    await ordered.world.settle();
    expect((await caseNow(ordered.world.nodes.BO, ordered.r3)).status).toBe("nothing-held");
    const second = await post(`/orders/${order.digest}/produce`, { from: "sandbox" });
    expect(await second.text()).toContain("order/answered");
  });
});

describe("producing in the sandbox", () => {
  beforeEach(() => start());

  test("one button makes, seals, sends and answers; a second press is the same answer", async () => {
    const order = await orderFor(ordered.world, ordered.r3);
    await post(`/orders/${order.digest}/produce`, { from: "sandbox" });
    await post(`/orders/${order.digest}/produce`, { from: "sandbox" });
    expect(textOf(await finished(order))).toContain("Evidence produced");
    await ordered.world.settle();
    const held = await caseNow(ordered.world.nodes.AL, ordered.r3);
    expect(held.item?.files.map((file) => [file.name, file.size])).toEqual([
      ["control-server.img", 16 << 20],
    ]);
  });

  test("a cut is shown with its code, and the next press goes on", async () => {
    const order = await orderFor(ordered.world, ordered.r3);
    deps.uploads.before = () => {
      throw new Error("the line was cut");
    };
    await post(`/orders/${order.digest}/produce`, { from: "sandbox" });
    const page = await finished(order);
    expect(page).toContain("order/production-cut");
    expect(page).not.toContain("the line was cut");
    expect(page).toContain("Go on with the production");
    expect(page).not.toContain(`/orders/${order.digest}/cannot`);
    const cannot = await post(`/orders/${order.digest}/cannot`, { reason: "no-account", note: "" });
    expect(await cannot.text()).toContain("order/sealed-already");
    deps.uploads.before = () => {};
    await post(`/orders/${order.digest}/produce`, { from: "received" });
    expect(textOf(await finished(order))).toContain("Evidence produced");
  });
});

describe("files of the provider", () => {
  let order: OrderRow;
  beforeEach(async () => {
    await start();
    order = await orderFor(ordered.world, ordered.r2);
  });

  test("are streamed in, listed, taken away and produced", async () => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const part of ["a", "b", "c"]) controller.enqueue(new TextEncoder().encode(part));
        controller.close();
      },
    });
    const response = await app.request(`/orders/${order.digest}/files/flows.jsonl`, {
      method: "PUT",
      headers: { cookie: COOKIE },
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect(await response.json()).toEqual({
      size: 3,
      sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    });
    await put(order, "mistake.txt", "x");
    expect(textOf(await (await get(`/orders/${order.digest}`)).text())).toContain("mistake.txt 1 bytes");
    await post(`/orders/${order.digest}/remove`, { name: "mistake.txt" });
    await post(`/orders/${order.digest}/produce`, { from: "received" });
    expect(textOf(await finished(order))).toContain("Evidence produced");
    await ordered.world.settle();
    const held = await caseNow(ordered.world.nodes.AL, ordered.r2);
    expect(held.item?.files.map((file) => file.name)).toEqual(["flows.jsonl"]);
    expect(await (await put(order, "late.txt", "x")).json()).toMatchObject({ code: "order/answered" });
  });

  test.each([
    "../up",
    "a/b",
    "a\\b",
    ".hidden",
    "CON:1",
    "name\u202Etxt",
    "e\u0301",
    "x".repeat(201),
    "x.part",
  ])("refused, nothing kept: the name %j", async (name) => {
    const response = await put(order, name, "x");
    expect(await response.json()).toMatchObject({ code: "files/unsafe-name" });
    expect(await (await get(`/orders/${order.digest}`)).text()).toContain("No file has been added yet.");
  });

  test("refused, nothing kept: a body shorter than it says", async () => {
    const response = await put(order, "short.txt", "abc", { "content-length": "4" });
    expect(await response.json()).toMatchObject({ code: "files/cut" });
    expect(await (await get(`/orders/${order.digest}`)).text()).toContain("No file has been added yet.");
  });

  test("refused: from another site", async () => {
    const response = await put(order, "x.txt", "x", { "sec-fetch-site": "same-site" });
    expect(await response.json()).toMatchObject({ code: "web/other-site" });
  });

  test("the script that sends them is where the build looks for it", async () => {
    const { existsSync } = await import("node:fs");
    expect(islands.map((island) => existsSync(island.path))).toEqual([true]);
    expect(await (await get(`/orders/${order.digest}`)).text()).toContain("<comity-upload");
  });
});

describe("the API", () => {
  beforeEach(() => start());

  test("lists orders and answers them, from a program", async () => {
    const { orders } = (await (await get("/api/orders")).json()) as { orders: OrderRow[] };
    expect(orders.map((order) => order.ref).toSorted()).toEqual([ordered.r1, ordered.r2, ordered.r3]);
    const of = (ref: string) => orders.find((order) => order.ref === ref)?.digest ?? "";
    const kept = await call(`/api/orders/${of(ordered.r1)}/preserve`, { providerReference: "NR-1" });
    expect(await kept.json()).toMatchObject({
      state: "preserved",
      answer: { state: "on-its-way", code: null },
    });
    const made = await call(`/api/orders/${of(ordered.r2)}/produce`, { files: "sandbox" });
    expect(await made.json()).toMatchObject({ state: "produced", work: { stage: "reply", code: null } });
    const not = await call(`/api/orders/${of(ordered.r3)}/cannot`, { reason: "wrong-entity", note: "" });
    expect(await not.json()).toMatchObject({ state: "cannot" });
    await ordered.world.settle();
    const one = await (await get(`/api/orders/${of(ordered.r2)}`)).json();
    expect(one).toMatchObject({
      order: { answer: { state: "accepted" } },
      verification: { ok: true, code: null },
    });
  });

  test.each([
    ["a wrong answer", "r3", "preserve", { providerReference: "x" }, 422, "order/wrong-answer"],
    [
      "an unknown field",
      "r3",
      "cannot",
      { reason: "no-account", note: "", force: true },
      422,
      "api/unknown-field",
    ],
    ["a missing field", "r3", "cannot", { reason: "no-account" }, 422, "api/invalid-field"],
    ["files that are not there", "r3", "produce", {}, 422, "order/no-files"],
    ["another source of files", "r3", "produce", { files: "/etc/passwd" }, 422, "api/invalid-field"],
  ] as const)("refuses %s with a code", async (_, ref, what, body, status, code) => {
    const order = await orderFor(ordered.world, ordered[ref]);
    const response = await call(`/api/orders/${order.digest}/${what}`, body);
    expect([response.status, await response.json()]).toMatchObject([status, { code }]);
    expect((await now(order)).state).toBe("new");
  });

  test("refuses a page of another site, and bodies larger than any answer", async () => {
    const order = await orderFor(ordered.world, ordered.r1);
    const path = `/api/orders/${order.digest}/preserve`;
    const foreign = await call(path, { providerReference: "x" }, { "sec-fetch-site": "cross-site" });
    expect(await foreign.json()).toMatchObject({ code: "web/other-site" });
    expect((await call(path, { providerReference: "x".repeat(100_000) })).status).toBe(422);
    expect((await now(order)).state).toBe("new");
  });

  test("describes itself", async () => {
    const document = (await (await get("/api/openapi.json")).json()) as { paths: object };
    expect(Object.keys(document.paths)).toEqual([
      "/api/orders",
      "/api/orders/{digest}",
      "/api/orders/{digest}/preserve",
      "/api/orders/{digest}/produce",
      "/api/orders/{digest}/cannot",
    ]);
  });
});
