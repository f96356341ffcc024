import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

// A seed means the same run on every version of Node: same digest over everything that was done, same count of events.

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

function replay(node: string, seed: number): unknown {
  const out = execFileSync(
    node,
    [
      "--disable-warning=ExperimentalWarning",
      "--import",
      here("./levels/fake.ts"),
      here("./replay.ts"),
      String(seed),
      "3",
      "3",
      "1",
    ],
    { encoding: "utf8", maxBuffer: 1 << 24 },
  );
  return JSON.parse(out);
}

/** A Node of another major version: named by COMITY_OTHER_NODE, which .ci/run installs. */
const other = process.env["COMITY_OTHER_NODE"] ?? "";
const hasOther = other !== "" && existsSync(other);

describe("a seed replays", { timeout: 300_000 }, () => {
  test("twice on this Node, and another seed is another run", () => {
    const [first, again, different] = [
      replay(process.execPath, 5),
      replay(process.execPath, 5),
      replay(process.execPath, 6),
    ];
    expect(again).toEqual(first);
    expect(different).not.toEqual(first);
  });

  test.skipIf(!hasOther)(
    hasOther
      ? "on another version of Node"
      : "on another version of Node (skipped: COMITY_OTHER_NODE names no Node of another version)",
    () => {
      const version = execFileSync(other, ["--version"], { encoding: "utf8" }).trim();
      expect(version.split(".")[0]).not.toBe(process.version.split(".")[0]);
      expect(replay(other, 5)).toEqual(replay(process.execPath, 5));
    },
  );
});
