import { beforeAll, describe, expect, test, vi } from "vitest";
import { toHex, utf8 } from "../../src/base/bytes.ts";
import { isProblem } from "../../src/base/problem.ts";
import { verifyAct } from "../../src/crypto/acts.ts";
import { signerOf } from "../../src/adapters/keyring/keyring.ts";
import { checkIndependence, parsePolicy, quorumOf } from "../../src/log/policy.ts";
import {
  StateEntry,
  actKeysAt,
  directoryOf,
  holdersOf,
  keysOfParty,
  officerOf,
  partyOf,
  recipientAt,
} from "../../src/party/directory.ts";
import { loadLaw } from "../../src/treaty/law.ts";
import { sealerOf } from "../levels/seal.ts";
import { replaceOfficer, retireOfficer, rotateKeys } from "./changes.ts";
import { addressIn, inventedStates } from "./codes.ts";
import { type SimWorld, makeStates } from "./states.ts";

// What the loader does in a process of its own is done here by the test runner.
vi.mock("jose", () => import("../levels/fake-jose.ts"));
vi.mock("../../src/crypto/ed25519.ts", () => import("../levels/fake-ed25519.ts"));

const BEGAN = "2027-07-04T03:05:00.000Z";
const LATER = "2027-07-09T10:00:00.000Z";
const BEFORE = "2027-07-09T09:59:59.999Z";

const make = (nodes: number, fill = 9): Promise<SimWorld> =>
  makeStates({ nodes, level: "fake", began: BEGAN, entropy: (length) => new Uint8Array(length).fill(fill) });

let world: SimWorld;
beforeAll(async () => void (world = await make(193)));

describe("the States", () => {
  test("193 States have codes of their own, which name no country", () => {
    const states = inventedStates(193);
    expect(new Set(states.map((each) => each.code)).size).toBe(193);
    expect(new Set(states.map((each) => each.name)).size).toBe(193);
    const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
    const countries = states
      .slice(3)
      .filter(({ code }) => /^[A-Z]{2}$/.test(code) && names.of(code) !== undefined);
    expect(countries).toEqual([]);
  });

  test.each([0, 194, 2.5])("%d States are refused", async (count) => {
    await expect(make(count)).rejects.toThrow(RangeError);
  });

  test("every list is of the real form and the directory takes them all", () => {
    expect(world.entries.map((entry) => StateEntry.parse(entry).state)).toHaveLength(193);
    const { states } = directoryOf(world.entries);
    expect(states.size).toBe(193);
  });

  test("one provider holds each address, and nobody another's", () => {
    const directory = directoryOf(world.entries);
    for (const state of world.states)
      expect(holdersOf(directory, addressIn(state, 77)).map((each) => each.provider.id)).toEqual([
        state.provider,
      ]);
  });

  test("the quorum is more than half of the witnesses, none of them a State's own", () => {
    for (const { node } of world.entries) {
      const policy = parsePolicy(node.log.policy);
      checkIndependence(policy, node.log.ownWitnesses);
      const keys = policy.witnesses.map((each) => each.key);
      expect(quorumOf(policy, keys.slice(0, 2))).toMatchObject({ met: false, need: 3 });
      expect(quorumOf(policy, keys.slice(0, 3)).met).toBe(true);
    }
  });

  test("the same entropy makes the same world, other entropy another", async () => {
    const [one, same, other] = [await make(3), await make(3), await make(3, 8)];
    expect(same.entries).toEqual(one.entries);
    expect([...same.keyrings]).toEqual([...one.keyrings]);
    expect(other.entries[0]?.node.actKeys[0]?.jwk).not.toEqual(one.entries[0]?.node.actKeys[0]?.jwk);
  });

  test("a world of another level than the process runs at is refused", async () => {
    const plan = { nodes: 1, level: "real-crypto" as const, began: BEGAN, entropy: () => new Uint8Array(32) };
    await expect(makeStates(plan)).rejects.toThrow("--import");
  });
});

describe("the law", () => {
  test("sheets and ledgers of generated States pass the checks of the real ones", () => {
    const file = (json: unknown, name: string) => ({ name, json });
    const law = loadLaw({
      instruments: Object.values(world.law.instruments).map((each) => file(each, each.id)),
      sheets: Object.values(world.law.sheets).map((each) => file(each, each.state)),
    });
    for (const { code, name } of world.states) expect(law.sheets[code]?.name).toBe(name);
  });
});

describe("changes", () => {
  const stepsOf = async (party: string) => {
    const rotated = await rotateKeys(world, party, LATER);
    const keysAt = (at: string) => keysOfParty(partyOf(directoryOf(rotated.world.entries), party), at);
    const act = (keys: SimWorld, at: string) => {
      const keyring = keys.keyrings.get(party);
      return signerOf(keyring as NonNullable<typeof keyring>)("comity-message", utf8("{}"), at);
    };
    return { rotated, keysAt, act };
  };

  test.each(["node.qb", "host-qb"])(
    "%s: old keys hold until the rotation, new ones from then on",
    async (party) => {
      const { rotated, keysAt, act } = await stepsOf(party);
      expect(rotated.entry.sequence).toBe(2);
      const [old, fresh] = [await act(world, BEFORE), await act(rotated.world, LATER)];
      const outcome = (text: string, at: string) =>
        verifyAct(text, "comity-message", keysAt(at), party).then(
          () => "verified",
          (error: unknown) => (isProblem(error) ? error.code : String(error)),
        );
      expect(await outcome(old, BEFORE)).toBe("verified");
      expect(await outcome(old, LATER)).toBe("act/key-missing");
      expect(await outcome(fresh, LATER)).toBe("verified");
      expect(await outcome(fresh, BEFORE)).toBe("act/key-missing");
    },
  );

  test("two rotations of one day give two keys", async () => {
    const once = await rotateKeys(world, "node.qb", LATER);
    const twice = await rotateKeys(once.world, "node.qb", "2027-07-09T11:00:00.000Z");
    const kids = twice.entry.node.actKeys.map((key) => key.kid);
    expect(new Set(kids).size).toBe(6);
    expect(twice.entry.sequence).toBe(3);
    const ends = twice.entry.node.actKeys.filter((key) => key.alg === "ES256").map((key) => key.until);
    expect(ends).toEqual([LATER, "2027-07-09T11:00:00.000Z", null]);
    expect(actKeysAt(twice.entry, "2027-07-10T00:00:00.000Z").map((key) => key.kid)).toEqual(kids.slice(4));
  });

  test("what was sealed to the old key still opens; new mail is sealed to the new one", async () => {
    const { rotated } = await stepsOf("node.qb");
    const [before, after] = [BEFORE, LATER].map((at) => recipientAt(rotated.entry, at)) as [string, string];
    expect(after).not.toBe(before);
    const { seal, open } = sealerOf("fake");
    const identities = rotated.world.identities.get("node.qb") ?? [];
    for (const recipient of [before, after])
      expect(toHex(await open(await seal(utf8("x"), [recipient]), identities))).toBe(toHex(utf8("x")));
  });

  test("the log keeps its key, and the world before stays as it was", async () => {
    const { rotated } = await stepsOf("node.qb");
    expect(rotated.entry.node.log).toEqual(world.entries.find((each) => each.state === "QB")?.node.log);
    expect(rotated.keyring.log).toBe(world.keyrings.get("node.qb")?.log);
    expect(world.entries.find((each) => each.state === "QB")?.sequence).toBe(1);
  });

  test("an officer who left has no mandate any more; the successor has the same", () => {
    const { entry } = retireOfficer(world, "qb-02", LATER);
    expect(officerOf(entry, "qb-02", BEFORE).id).toBe("qb-02");
    expect(() => officerOf(entry, "qb-02", LATER)).toThrow("No such officer");
    const first = replaceOfficer(world, "qb-02", LATER);
    const second = replaceOfficer(first.world, first.successor.id, "2027-08-01T00:00:00.000Z");
    expect([first.successor.id, second.successor.id]).toEqual(["qb-02.2", "qb-02.3"]);
    expect(officerOf(second.entry, "qb-02.3", "2027-08-02T00:00:00.000Z").mandates).toEqual([
      "approve",
      "decide",
    ]);
    expect(second.world.officerKeys.get("qb-02.3")).toBeDefined();
    expect(second.entry.sequence).toBe(3);
  });
});
