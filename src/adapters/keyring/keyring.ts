import { createPrivateKey, generateKeyPairSync, randomBytes, webcrypto } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JWK } from "jose";
import { z } from "zod";
import { fromHex, toHex } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import type { Instant } from "../../base/time.ts";
import { type SigningKey, signAct } from "../../crypto/acts.ts";
import { publicKeyOfSeed } from "../../crypto/ed25519.ts";
import type { Ports } from "../../exchange/ports.ts";
import { newSealingKey } from "../sealing/header.ts";
import { selfSigned } from "./certificate.ts";

/**
 * A party's own keys in one file that only its user may read. Five purposes, five keys: acts, hop, sealing, log, and
 * (at the officers) acts of persons. An HSM or a token stands behind the same functions later.
 */

const jwk = z.record(z.string(), z.string());
const sealingKey = { identity: z.string(), recipient: z.string() };
const KeyFile = z.strictObject({
  format: z.literal("comity/keyring/v1"),
  party: z.string(),
  created: z.string(),
  act: z.array(
    z.strictObject({
      kid: z.string(),
      alg: z.enum(["ES256", "ML-DSA-65"]),
      jwk,
      x5c: z.array(z.string()).optional(),
      x5tS256: z.string().optional(),
    }),
  ),
  hop: z.array(z.strictObject({ kid: z.string(), alg: z.enum(["ed25519", "ml-dsa-65"]), jwk })),
  /** The newest sealing key, and those before it: what was sealed to them may still be on its way, or stored. */
  age: z.strictObject({ ...sealingKey, earlier: z.array(z.strictObject(sealingKey)).optional() }),
  /** Seed of the log's Ed25519 key, hexadecimal; null for a provider's desk. */
  log: z.string().nullable(),
});
export type KeyFile = z.infer<typeof KeyFile>;

/** Makes the keys of a party. */
export async function newKeyring(
  party: string,
  subject: { name: string; organisation: string; country: string },
  at: Instant,
  withLog: boolean,
): Promise<KeyFile> {
  const ec = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const certificate = await selfSigned(ec as CryptoKeyPair, subject, new Date(at), randomBytes(16));
  // A party may change its keys twice a day, and a key id that two keys share is no id.
  const mark = `${party}/${at.slice(0, 10)}-${toHex(randomBytes(4))}`;
  return {
    format: "comity/keyring/v1",
    party,
    created: at,
    act: [
      {
        kid: `${mark}/es256`,
        alg: "ES256",
        jwk: plain(await webcrypto.subtle.exportKey("jwk", ec.privateKey)),
        ...certificate,
      },
      {
        kid: `${mark}/ml-dsa-65`,
        alg: "ML-DSA-65",
        jwk: plain(generateKeyPairSync("ml-dsa-65").privateKey.export({ format: "jwk" })),
      },
    ],
    hop: [
      {
        kid: `${mark}/hop-ed25519`,
        alg: "ed25519",
        jwk: plain(generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" })),
      },
      {
        kid: `${mark}/hop-ml-dsa-65`,
        alg: "ml-dsa-65",
        jwk: plain(generateKeyPairSync("ml-dsa-65").privateKey.export({ format: "jwk" })),
      },
    ],
    age: await newSealingKey(),
    log: withLog ? toHex(randomBytes(32)) : null,
  };
}

/** An officer's ES256 key for a sandbox: private and public JWK. */
export function newOfficerKey(): { privateJwk: JWK; publicJwk: Record<string, string> } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    privateJwk: privateKey.export({ format: "jwk" }) as JWK,
    publicJwk: plain(publicKey.export({ format: "jwk" })),
  };
}

/** A JWK without what only WebCrypto reads (`key_ops`, `ext`): string members only. */
function plain(key: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(key).filter((pair): pair is [string, string] => typeof pair[1] === "string"),
  );
}

/** The public half of a JWK. */
export function publicJwk(key: Record<string, string>): Record<string, string> {
  const { d: _d, priv: _priv, alg: _alg, ...rest } = key;
  return key["kty"] === "AKP" ? { ...rest, ...(key["alg"] ? { alg: key["alg"] } : {}) } : rest;
}

/** Writes a key file readable by its owner only. */
export function writeKeyring(folder: string, keys: KeyFile): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "keyring.json");
  writeFileSync(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
}

/** Reads it. Throws Problem `keyring/missing` or `keyring/invalid`, never showing what is in it. */
export function readKeyring(folder: string): KeyFile {
  const path = join(folder, "keyring.json");
  if (!existsSync(path))
    throw new Problem(
      "keyring/missing",
      "This node has no keys yet.",
      path,
      "Make them with `comity node new`, or restore them from your backup.",
    );
  const parsed = KeyFile.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.success)
    throw new Problem(
      "keyring/invalid",
      "The key file is not of the form this version reads.",
      path,
      "Restore it from your backup.",
    );
  return parsed.data;
}

/** Signing as this party, for the ports. */
export function signerOf(keys: KeyFile): Ports["sign"] {
  return (type, payload, at) => signAct(type, payload, keys.act as SigningKey[], at);
}

/** The identities with which this party opens what was sealed to it, the newest first. */
export function identitiesOf({ age }: KeyFile): string[] {
  return [age, ...(age.earlier ?? [])].map(({ identity }) => identity);
}

/** The log's seed and public key. */
export function logKeyOf(keys: KeyFile): { seed: Uint8Array; publicKey: Uint8Array } {
  if (!keys.log)
    throw new Problem("keyring/no-log-key", "This party keeps no log.", keys.party, "Only nodes keep a log.");
  const seed = fromHex(keys.log);
  return { seed, publicKey: publicKeyOfSeed(seed) };
}

/** The hop keys as node:crypto keys. */
export function hopKeysOf(
  keys: KeyFile,
): { kid: string; alg: "ed25519" | "ml-dsa-65"; key: ReturnType<typeof createPrivateKey> }[] {
  return keys.hop.map(({ kid, alg, jwk: key }) => ({
    kid,
    alg,
    key: createPrivateKey({ key, format: "jwk" }),
  }));
}
