import { expect, test, vi } from "vitest";
import { noteFault } from "./faults.ts";

test("a fault is said without what somebody wrote", () => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  noteFault(Object.assign(new Error("could not read: THE-SECRET"), { code: "E_TEST" }), "test");
  const line = String(written.mock.calls[0]?.[0]);
  written.mockRestore();
  expect(JSON.parse(line)).toMatchObject({ code: "node/fault", cause: "E_TEST", where: "test" });
  expect(line).not.toContain("THE-SECRET");
});
