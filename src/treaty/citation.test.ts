import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isProblem } from "../base/problem.ts";
import { PROVISIONS } from "./articles.ts";
import { findProvisions, readCitation } from "./citation.ts";

describe("a provision as people write it", () => {
  test.each([
    ["40.22", "hanoi/40(22)"],
    ["40(22)", "hanoi/40(22)"],
    ["Art. 40(22)", "hanoi/40(22)"],
    ["art 40 (22)", "hanoi/40(22)"],
    ["Article 40, 22", null],
    ["hanoi/40(22)", "hanoi/40(22)"],
    ["HANOI 40.22", "hanoi/40(22)"],
    ["40.21.b", "hanoi/40(21)(b)"],
    ["40(21)(B)", "hanoi/40(21)(b)"],
    ["46", "hanoi/46"],
    ["37(1)s2", "hanoi/37(1)s2"],
    ["Art. 37(1) sentence 2", "hanoi/37(1)s2"],
    ["budapest/29(7)", "budapest/29(7)"],
    ["Budapest Art. 29(7)", "budapest/29(7)"],
    ["budapest 29.7", "budapest/29(7)"],
  ])("%s is %s", (text, id) => {
    if (id === null) expect(readCitation(text)).toBeNull();
    else expect(findProvisions(text)[0]?.id).toBe(id);
  });

  test("an article gives what stands below it, in its order", () => {
    expect(findProvisions("43").map((each) => each.id)).toEqual(["hanoi/43(1)", "hanoi/43(2)"]);
    expect(
      findProvisions("42.3")
        .map((each) => each.id.slice(-2, -1))
        .join(""),
    ).toBe("abcdefg");
  });

  test("4 is not 40, and 40(2) is not 40(21)", () => {
    expect(findProvisions("4").map((each) => each.id)).toEqual(["hanoi/4(1)", "hanoi/4(2)"]);
    expect(findProvisions("40(2)").map((each) => each.id)).toEqual(["hanoi/40(2)"]);
  });

  test("a letter told in the record above it gives that record", () => {
    expect(findProvisions("11(1)(a)(ii)").map((each) => each.id)).toEqual(["hanoi/11(1)(a)"]);
    expect(findProvisions("14.2.d").map((each) => each.id)).toEqual(["hanoi/14(2)"]);
  });

  test("every record is found by its id and by its pinpoint", () => {
    for (const each of Object.values(PROVISIONS).flat()) {
      expect(findProvisions(each.id)[0], each.id).toBe(each);
      expect(findProvisions(each.pinpoint)[0], each.pinpoint).toBe(each);
    }
  });
});

describe("one that is not known", () => {
  const problemOf = (text: string) => {
    try {
      return findProvisions(text);
    } catch (error) {
      return error;
    }
  };

  test.each([
    ["40(99)", "Art. 40(32)"],
    ["69", "Art. 68(1)"],
    ["40(21)(e)", "Art. 40(21)(d)"],
    ["40(22)(z)", "Art. 40(22)"],
  ])("%s: the nearest are named, %s among them", (text, near) => {
    const problem = problemOf(text);
    expect(isProblem(problem, "treaty/unknown-provision")).toBe(true);
    expect((problem as { where: string }).where).toBe(text);
    expect((problem as { next: string }).next).toContain(near);
  });

  test.each(["", "forty", "40(", "40(22", "40)", "../../etc", "40.22 or so", "cloud-act/1"])(
    "%j is refused or read, and says how to write it",
    (text) => {
      const answer = problemOf(text);
      if (text === "40(22") expect(answer).toHaveLength(1);
      else expect(isProblem(answer, "treaty/unknown-provision"), String(answer)).toBe(true);
    },
  );

  test("whatever is typed, it is records or this problem", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.()a-z /]{0,20}$/)), (text) => {
        const answer = problemOf(text);
        return isProblem(answer, "treaty/unknown-provision") || (Array.isArray(answer) && answer.length > 0);
      }),
    );
  });
});
