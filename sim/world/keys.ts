import type { JWK } from "jose";
import { type KeyFile, newKeyring, newOfficerKey, publicJwk } from "../../src/adapters/keyring/keyring.ts";
import { concat, toBase64, toBase64Url, toHex, utf8 } from "../../src/base/bytes.ts";
import type { Instant } from "../../src/base/time.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import type { Level } from "../levels/level.ts";
import { fakeRecipientOf } from "../levels/seal.ts";

/** Keys of a simulated world: at the level `fake` they follow from its seed, at the level `real-crypto` they are drawn. */
export interface KeyMaker {
  /** Keys of a party; the `generation` counts from 1 and makes the key ids differ. */
  keyring(
    party: string,
    who: { name: string; state: string },
    generation: number,
    at: Instant,
    withLog: boolean,
  ): Promise<KeyFile>;
  officer(id: string): { privateJwk: JWK; publicJwk: Record<string, string> };
  /** 32 bytes for a purpose, the same at every level. */
  seed(label: string): Uint8Array;
}

export function keyMaker(level: Level, seed: Uint8Array): KeyMaker {
  const derived = (label: string) => sha256(concat(seed, utf8(label)));
  if (level === "fake")
    return {
      seed: derived,
      officer: (id) => fakeOfficerKey((label) => derived(`officer/${id}/${label}`)),
      keyring: async (party, _who, generation, at, withLog) =>
        fakeKeyring(party, generation, at, withLog, (label) => derived(`${party}/${generation}/${label}`)),
    };
  return {
    seed: derived,
    officer: () => newOfficerKey(),
    async keyring(party, { name, state }, generation, at, withLog) {
      const subject = { name: `${party} seal`, organisation: name, country: state };
      return numbered(await newKeyring(party, subject, at, withLog), generation);
    },
  };
}

/** Key ids by generation, so that they follow from the seed: those of the key maker have a random part. */
function numbered(keys: KeyFile, generation: number): KeyFile {
  const kidOf = (alg: string) => `${keys.party}/${generation}/${alg.toLowerCase()}`;
  return {
    ...keys,
    act: keys.act.map((key) => ({ ...key, kid: kidOf(key.alg) })),
    hop: keys.hop.map((key) => ({ ...key, kid: kidOf(`hop-${key.alg}`) })),
  };
}

type Derived = (label: string) => Uint8Array;

function fakeKeyring(
  party: string,
  generation: number,
  at: Instant,
  withLog: boolean,
  derived: Derived,
): KeyFile {
  const text = (label: string) => toBase64Url(derived(label));
  const certificate = derived("certificate");
  const identity = `AGE-SECRET-KEY-SIM-${toHex(derived("age"))}`;
  const pair = (label: string) => ({
    kty: "AKP",
    alg: "ML-DSA-65",
    pub: text(`${label}/pub`),
    priv: text(label),
  });
  const hopPair = { kty: "OKP", crv: "Ed25519", x: text("hop/x"), d: text("hop/d") };
  return numbered(
    {
      format: "comity/keyring/v1",
      party,
      created: at,
      act: [
        {
          kid: "",
          alg: "ES256",
          jwk: fakeEcKey(derived),
          x5c: [toBase64(certificate)],
          x5tS256: toBase64Url(sha256(certificate)),
        },
        { kid: "", alg: "ML-DSA-65", jwk: pair("ml-dsa") },
      ],
      hop: [
        { kid: "", alg: "ed25519", jwk: hopPair },
        { kid: "", alg: "ml-dsa-65", jwk: pair("hop-ml-dsa") },
      ],
      age: { identity, recipient: fakeRecipientOf(identity) },
      log: withLog ? toHex(derived("log")) : null,
    },
    generation,
  );
}

function fakeEcKey(derived: Derived): Record<string, string> {
  const [x, y, d] = ["x", "y", "d"].map((label) => toBase64Url(derived(`ec/${label}`))) as [
    string,
    string,
    string,
  ];
  return { kty: "EC", crv: "P-256", x, y, d };
}

function fakeOfficerKey(derived: Derived): { privateJwk: JWK; publicJwk: Record<string, string> } {
  const privateJwk = fakeEcKey(derived);
  return { privateJwk, publicJwk: publicJwk(privateJwk) };
}
