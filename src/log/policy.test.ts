import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Problem } from "../base/problem.ts";
import { openNote, parseVkey } from "./note.ts";
import { type Policy, checkIndependence, parsePolicy, quorumOf } from "./policy.ts";
import { SAMPLE_LOG, SAMPLE_WITNESSES, sampleKey, samplePolicy } from "./sample.ts";

const shared = resolve(import.meta.dirname, "../../../shared/vectors/log/td-formats");
const absent = !existsSync(shared);
const NOTICE = absent ? " (SKIPPED: ../shared/vectors/log is not beside this clone)" : "";

function codeOf(run: () => unknown): string {
  try {
    run();
    return "none";
  } catch (cause) {
    if (cause instanceof Problem) return cause.code;
    throw cause;
  }
}

const [k1, k2, k3] = SAMPLE_WITNESSES.map((each) => each.key) as [Key, Key, Key];
type Key = (typeof SAMPLE_WITNESSES)[0]["key"];
const witnesses = SAMPLE_WITNESSES.map((each) => `witness ${each.policyName} ${each.vkey}`);

describe("reading a policy", () => {
  test("logs, witnesses, groups and the quorum", () => {
    const policy = parsePolicy(samplePolicy());
    expect(policy.logs[0]?.key).toEqual(SAMPLE_LOG.key);
    expect(policy.groups).toEqual([{ name: "witnesses", need: 2, members: ["w1", "w2", "w3"] }]);
    expect(policy.quorum).toBe("witnesses");
  });

  test.each([
    ["no quorum", ["group g all w1"]],
    ["two quorums", ["quorum w1", "quorum w1"]],
    ["quorum of an unknown name", ["quorum w9"]],
    ["unknown word", ["quorum w1", "log2 x"]],
    ["a key twice", [(witnesses[0] as string).replace("w1 ", "w9 "), "quorum w1"]],
    ["a name twice", ["group w1 any w2", "quorum w1"]],
    ["a member in two groups", ["group a any w1 w2", "group b any w2 w3", "quorum a"]],
    ["a member twice in one group", ["group a 2 w1 w1", "quorum a"]],
    ["a group of more than it has", ["group a 4 w1 w2 w3", "quorum a"]],
    ["a group of none", ["group a 0 w1 w2 w3", "quorum a"]],
    ["a group with no members", ["group a all", "quorum a"]],
    ["none as a member", ["group a any none", "quorum a"]],
    ["a group in itself", ["group a any a", "quorum a"]],
    ["a cosigner's key as a log", [`log ${SAMPLE_WITNESSES[0]?.vkey}`, "quorum w1"]],
    ["a control character", ["quorum w1\u0007"]],
    ["a third item on a log line", [`log ${SAMPLE_LOG.vkey} https://a.example b`, "quorum w1"]],
  ])("%s is refused", (_, lines) => {
    expect(codeOf(() => parsePolicy([...witnesses, ...lines, ""].join("\n")))).toBe("log/policy-malformed");
  });

  test("the refusal names the line", () => {
    expect(() => parsePolicy(`${witnesses[0]}\n\nquorum w7\n`)).toThrow(
      expect.objectContaining({ where: "policy line 3" }),
    );
  });
});

describe("the quorum", () => {
  const policy = parsePolicy(samplePolicy());

  test.each([
    ["nobody", [], false],
    ["one", [k1], false],
    ["one, twice", [k1, k1], false],
    ["two", [k1, k3], true],
    ["three", [k1, k2, k3], true],
  ])("%s of two", (_, keys, met) => {
    expect(quorumOf(policy, keys).met).toBe(met);
  });

  test("the State's own witness never counts", () => {
    expect(quorumOf(policy, [k1, k2], ["w1"])).toEqual({
      met: false,
      have: ["w2"],
      missing: ["w3"],
      need: 2,
    });
    expect(quorumOf(policy, [k1, k2, k3], ["w1"]).met).toBe(true);
    expect(quorumOf(policy, [k1, k2, k3], ["w1", "w2"])).toMatchObject({
      met: false,
      need: Number.POSITIVE_INFINITY,
    });
  });

  test("a stranger under a known name does not count", () => {
    const stranger = { ...sampleKey("other", "witness").key, name: k1.name };
    expect(quorumOf(policy, [stranger, k2]).met).toBe(false);
  });

  test("groups in groups", () => {
    const nested = parsePolicy(
      [...witnesses, "group outside any w2 w3", "group all-of all w1 outside", "quorum all-of"].join("\n"),
    );
    expect(quorumOf(nested, [k2, k3])).toMatchObject({ met: false, need: 2 });
    expect(quorumOf(nested, [k1, k3]).met).toBe(true);
  });

  test("`quorum none` asks for nobody", () => {
    expect(quorumOf(parsePolicy("quorum none"), [])).toMatchObject({ met: true, need: 0 });
  });

  test("independence: an own witness inside the quorum is refused, outside it is fine", () => {
    expect(codeOf(() => checkIndependence(policy, ["w2"]))).toBe("log/own-witness");
    const outside = parsePolicy([...witnesses, "group g 2 w1 w3", "quorum g"].join("\n"));
    expect(codeOf(() => checkIndependence(outside, ["w2"]))).toBe("none");
  });

  test("a cosignature more never breaks a quorum, and `need` is the fewest that meet it", () => {
    const names = ["w1", "w2", "w3"];
    fc.assert(
      fc.property(
        fc.subarray(names),
        fc.subarray(names),
        fc.integer({ min: 1, max: 3 }),
        (some, more, need) => {
          const read = parsePolicy(samplePolicy(need));
          const keys = (chosen: string[]): Key[] =>
            SAMPLE_WITNESSES.filter((each) => chosen.includes(each.policyName)).map((each) => each.key);
          const first = quorumOf(read, keys(some));
          if (first.met) expect(quorumOf(read, keys([...some, ...more])).met).toBe(true);
          expect(first.met).toBe(some.length >= first.need);
        },
      ),
    );
  });
});

describe(`vectors by transparency-dev/formats${NOTICE}`, () => {
  interface PolicyCase {
    name: string;
    policy: string;
    threshold: number;
    duplicateKey?: boolean;
  }
  test.skipIf(absent)("policies", () => {
    const file = JSON.parse(readFileSync(resolve(shared, "tlog-policy.json"), "utf8")) as {
      valid: PolicyCase[];
      invalid: PolicyCase[];
    };
    for (const each of file.valid) {
      // The specification forbids duplicate keys; upstream does not look.
      if (each.duplicateKey) {
        expect(
          codeOf(() => parsePolicy(each.policy)),
          each.name,
        ).toBe("log/policy-malformed");
        continue;
      }
      expect(parsePolicy(each.policy).groups[0]?.need, each.name).toBe(each.threshold);
    }
    for (const each of file.invalid)
      expect(
        codeOf(() => parsePolicy(each.policy)),
        each.name,
      ).toBe("log/policy-malformed");
  });

  interface Group {
    n: number;
    of: (string | Group)[];
  }
  interface GroupFile {
    witnesses: Record<string, string>;
    cases: { name: string; group: Group; note: string; satisfied: boolean }[];
  }
  test.skipIf(absent)("quorum groups over real cosignatures", () => {
    const file = JSON.parse(readFileSync(resolve(shared, "witness-group.json"), "utf8")) as GroupFile;
    const keys = Object.values(file.witnesses).map(parseVkey);
    // Groups that need none exist only in the upstream programming interface.
    const cases = file.cases.filter((each) => each.group.n > 0);
    expect(cases.length).toBeGreaterThan(6);
    for (const each of cases) {
      const policy: Policy = {
        logs: [],
        witnesses: Object.entries(file.witnesses).map(([name, key]) => ({ name, key: parseVkey(key) })),
        groups: [],
        quorum: "",
      };
      policy.quorum = flatten(each.group, policy, "q");
      const cosigned = each.note.endsWith("\n\n")
        ? []
        : openNote(each.note, keys).verified.map((one) => one.key);
      expect(quorumOf(policy, cosigned).met, each.name).toBe(each.satisfied);
    }
  });

  function flatten(group: Group, policy: Policy, name: string): string {
    const members = group.of.map((each, i) =>
      typeof each === "string" ? each : flatten(each, policy, `${name}${i}`),
    );
    policy.groups.push({ name, need: group.n, members });
    return name;
  }
});
