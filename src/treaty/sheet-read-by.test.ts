import { expect, test } from "vitest";
import { formOpinion } from "./opinion.ts";
import type { OpinionInput } from "./opinion-types.ts";
import { R3, WORLD, withSheet } from "./world-for-tests.ts";

/** What an opinion says of a sheet that others than the State wrote, and of a line that has to be checked. */

const DAMAGE: OpinionInput = {
  ...R3,
  offences: [{ state: "BO", code: "CC 362" }],
  conduct: ["data-damaged", "without-right"],
};

test("a State's own sheet says what it enacted; a reading by others says that it is one", () => {
  const read = withSheet(WORLD, "BO", () => ({ confirmed: false }));
  expect(formOpinion(DAMAGE, WORLD).classification.why).toContain("as the requesting State enacted them");
  expect(formOpinion(DAMAGE, read).classification).toMatchObject({
    kind: "convention-offence",
    why: expect.stringContaining("which that State has not confirmed"),
  });
});

test("an offence that one secondary source names is met with the words to check it", () => {
  const unsure = withSheet(WORLD, "AL", ({ offences }) => ({
    offences: offences.map((each) => (each.code === "PC 303" ? { ...each, sureness: "C" as const } : each)),
  }));
  expect(formOpinion(DAMAGE, WORLD).dualCriminality.why).not.toContain("check");
  expect(formOpinion(DAMAGE, unsure).dualCriminality).toMatchObject({
    result: "holds",
    why: expect.stringContaining("PC 303, Damage to electronic data. One secondary source: probably, check."),
  });
});

test("of two offences met, the surer one is named", () => {
  const two = withSheet(WORLD, "AL", ({ offences }) => ({
    offences: offences.flatMap((each) =>
      each.code === "PC 303" ? [{ ...each, code: "PC 300", sureness: "C" as const }, each] : [each],
    ),
  }));
  expect(formOpinion(DAMAGE, two).dualCriminality.why).toBe(
    "The conduct is an offence in both States: PC 303, Damage to electronic data.",
  );
});
