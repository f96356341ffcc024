import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type DoorVector, readKeys, readVectors } from "../../test/exchange-vectors/format.ts";
import { outcomeOf } from "../../test/exchange-vectors/run.ts";
import { schemas } from "../../test/exchange-vectors/schemas.ts";

// The files another State's programmer is given, run through the code that is in force.

const keys = readKeys();
const vectors = readVectors();

describe("spec/vectors/exchange", () => {
  test.each(Object.entries(vectors))("%s", async (_name, vector) => {
    expect(await outcomeOf(vector, vectors, keys)).toEqual(vector.want);
  });

  test("keys.json says loudly what it is", () => {
    expect(keys.warning).toMatch(/^PUBLISHED TEST KEYS/);
  });

  test("each vector holds a fault of its own: no two door vectors have one envelope and one past", () => {
    const doors = Object.values(vectors).filter((each): each is DoorVector => each.kind === "door");
    const told = doors.map((each) => JSON.stringify([each.from, each.before, each.envelope]));
    expect(new Set(told).size).toBe(doors.length);
  });
});

describe("spec/schemas", () => {
  test.each(Object.entries(schemas()))("%s is current", (name, schema) => {
    const path = resolve(import.meta.dirname, "../../spec/schemas", name);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(JSON.parse(JSON.stringify(schema)));
  });
});
