import { beforeAll, expect, test } from "vitest";
import { type Desks, playCaseOne, startDesks } from "./desks.ts";
let desks: Desks;
let refs: Awaited<ReturnType<typeof playCaseOne>>;
beforeAll(async () => { desks = await startDesks(); refs = await playCaseOne(desks); });
test("pages", async () => {
  for (const [who, path] of [[null, "/"], [null, "/public"], ["bo-01", "/desk"], ["bo-01","/desk/requests/new"], ["bo-01", `/desk/cases/${refs.r2}`],["bo-01", `/desk/cases/${refs.r2}/custody`],["al-02", `/desk/cases/${refs.r3}/decision`]] as const) {
    const page = await desks.get(who, path);
    expect([path, page.status]).toEqual([path, 200]);
  }
});
