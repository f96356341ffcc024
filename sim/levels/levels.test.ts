import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";

// Each level runs in a process of its own, because the level is decided when a process starts.

interface Printed {
  level: string;
  codes: Record<string, string | boolean>;
  digest: string;
}

async function probe(...options: string[]): Promise<Printed> {
  const quiet = "--disable-warning=ExperimentalWarning";
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [quiet, ...options, join(import.meta.dirname, "probe.ts")],
    { cwd: import.meta.dirname },
  );
  return JSON.parse(stdout) as Printed;
}

const FAKE = ["--import", "./fake.ts"];

let fake: Printed;
let again: Printed;
let real: Printed;
beforeAll(async () => {
  [fake, again, real] = [await probe(...FAKE), await probe(...FAKE), await probe()];
});

describe("levels", () => {
  test("the loader decides the level", () => {
    expect([fake.level, real.level]).toEqual(["fake", "real-crypto"]);
  });

  test("the real code above the primitives says the same at both levels, to good input and to spoilt", () => {
    expect(fake.codes).toEqual(real.codes);
  });

  test("what is good is taken and what is spoilt is refused, each for its own reason", () => {
    expect(fake.codes).toMatchObject({
      "act good": "done",
      "act with another payload": "act/bad-signature",
      "first signature altered": "act/bad-signature",
      "second signature altered": "act/bad-signature",
      "act of another party": "act/key-missing",
      "signed with a public key": "TypeError",
      "officer good": "true",
      "officer with another key": "false",
      "ed25519 good": true,
      "ed25519 altered": false,
      "note good": "1",
      "note altered": "log/bad-signature",
      "sealed good": "taint-0123456789",
      "sealed to another": "seal/not-addressed",
      "sealed and altered": "seal/broken",
      "not sealed": "seal/malformed",
    });
  });

  test("at the level fake every byte is the same in two runs", () => {
    expect(again).toEqual(fake);
    expect(real.digest).not.toBe(fake.digest);
  });
});
