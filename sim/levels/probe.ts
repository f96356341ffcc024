import { createHash } from "node:crypto";
import { utf8 } from "../../src/base/bytes.ts";
import { isProblem } from "../../src/base/problem.ts";
import { type SigningKey, signAct, signDigest, verifyAct, verifyDigest } from "../../src/crypto/acts.ts";
import { publicKeyOfSeed, signEd25519, verifyEd25519 } from "../../src/crypto/ed25519.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import { LOG_KEY, keyOfSeed, openNote, signNote } from "../../src/log/note.ts";
import { keysOfParty, partyOf, directoryOf } from "../../src/party/directory.ts";
import { makeStates } from "../world/states.ts";
import { levelInForce } from "./level.ts";
import { sealerOf } from "./seal.ts";

/**
 * Prints what the primitives of a level do with good and with spoilt input: one code for each. Both levels must say the
 * same; at the level `fake` two runs must also print the same digest over every byte that was made.
 */

const AT = "2027-07-04T03:05:00.000Z";
const made = createHash("sha256");
const note = <T extends string | Uint8Array>(bytes: T): T => {
  made.update(bytes);
  return bytes;
};

const world = await makeStates({
  nodes: 2,
  level: levelInForce(),
  began: AT,
  entropy: (length) => new Uint8Array(length).fill(5),
});
note(JSON.stringify(world.entries));
const keysOf = (party: string) => keysOfParty(partyOf(directoryOf(world.entries), party), AT);
const signing = (party: string) => (world.keyrings.get(party)?.act ?? []) as SigningKey[];

async function outcome(work: () => unknown): Promise<string> {
  try {
    return String((await work()) ?? "done");
  } catch (error) {
    return isProblem(error) ? error.code : (error as Error).name;
  }
}

const payload = utf8('{"n":1}');
const act = note(await signAct("comity-message", payload, signing("node.al"), AT));
const jws = JSON.parse(act) as { payload: string; signatures: { protected: string; signature: string }[] };

/** The act with one of its signatures changed. */
function spoilt(which: number, change: { protected?: string; signature?: string }): string {
  const signatures = jws.signatures.map((each, index) => (index === which ? { ...each, ...change } : each));
  return JSON.stringify({ ...jws, signatures });
}

function flipped(text: string): string {
  return (text.startsWith("A") ? "B" : "A") + text.slice(1);
}

const verify = (text: string, party = "node.al") =>
  outcome(async () => void (await verifyAct(text, "comity-message", keysOf(party), "probe")));

const header = (changes: object) => {
  const old = JSON.parse(Buffer.from(jws.signatures[0]?.protected ?? "", "base64url").toString()) as object;
  return Buffer.from(JSON.stringify({ ...old, ...changes })).toString("base64url");
};

const officer = world.entries[0]?.officers[0];
const credential = officer?.credentials[0];
const officerJwk = credential?.kind === "sandbox-key" ? credential.jwk : {};
const kid = credential?.kid ?? "";
const digest = digestOf(payload);
const proof = note(await signDigest(digest, world.officerKeys.get(officer?.id ?? "") ?? {}, kid, AT));
const strange = world.entries[0]?.officers[1]?.credentials[0];
const strangeJwk = strange?.kind === "sandbox-key" ? strange.jwk : {};

const seed = new Uint8Array(32).fill(1);
const message = utf8("tree");
const signature = note(signEd25519(seed, message));
const publicKey = publicKeyOfSeed(seed);
const spoiltBytes = (bytes: Uint8Array) => bytes.map((byte, index) => (index === 3 ? byte ^ 1 : byte));
const lines = signNote("origin\n1\n", "log.example", seed);
const noteKeys = [keyOfSeed("log.example", LOG_KEY, seed)];

const { seal, open } = sealerOf(world.level);
const identityOf = (party: string) => world.identities.get(party) ?? [];
const recipient = world.keyrings.get("node.al")?.age.recipient ?? "";
const sealed = await seal(utf8("taint-0123456789"), [recipient]);
if (world.level === "fake") note(sealed);

const codes = {
  "act good": await verify(act),
  "act of another party": await verify(act, "node.bo"),
  "act of another type": await outcome(() => verifyAct(act, "comity-receipt", keysOf("node.al"), "probe")),
  "act with another payload": await verify(JSON.stringify({ ...jws, payload: flipped(jws.payload) })),
  "first signature altered": await verify(
    spoilt(0, { signature: flipped(jws.signatures[0]?.signature ?? "") }),
  ),
  "second signature altered": await verify(
    spoilt(1, { signature: flipped(jws.signatures[1]?.signature ?? "") }),
  ),
  "signature of the other": await verify(spoilt(1, { signature: jws.signatures[0]?.signature ?? "" })),
  "header with another time": await verify(spoilt(0, { protected: header({ iat: 1 }) })),
  "header with another algorithm": await verify(spoilt(0, { protected: header({ alg: "ES384" }) })),
  "header with crit": await verify(spoilt(0, { protected: header({ crit: ["x"] }) })),
  "act with one signature": await verify(JSON.stringify({ ...jws, signatures: jws.signatures.slice(0, 1) })),
  "signed with a public key": await outcome(() => signAct("comity-message", payload, keysOf("node.al"), AT)),
  "officer good": await outcome(() => verifyDigest(proof, digest, officerJwk, kid)),
  "officer over another digest": await outcome(() => verifyDigest(proof, digestOf(message), officerJwk, kid)),
  "officer with another key": await outcome(() => verifyDigest(proof, digest, strangeJwk, kid)),
  "officer under another name": await outcome(() => verifyDigest(proof, digest, officerJwk, "kid")),
  "officer altered": await outcome(() =>
    verifyDigest(`${proof.slice(0, -9)}AAAAAAAAA`, digest, officerJwk, kid),
  ),
  "ed25519 good": verifyEd25519(publicKey, message, signature),
  "ed25519 over another message": verifyEd25519(publicKey, spoiltBytes(message), signature),
  "ed25519 altered": verifyEd25519(publicKey, message, spoiltBytes(signature)),
  "ed25519 with another key": verifyEd25519(publicKeyOfSeed(spoiltBytes(seed)), message, signature),
  "ed25519 cut short": verifyEd25519(publicKey, message, signature.subarray(1)),
  "ed25519 with a short seed": await outcome(() => signEd25519(seed.subarray(1), message)),
  "note good": await outcome(() => openNote(`origin\n1\n\n${lines}`, noteKeys).verified.length),
  "note altered": await outcome(() => openNote(`origin\n2\n\n${lines}`, noteKeys)),
  "sealed good": await outcome(async () => Buffer.from(await open(sealed, identityOf("node.al"))).toString()),
  "sealed to another": await outcome(() => open(sealed, identityOf("node.bo"))),
  "sealed and altered": await outcome(() =>
    open(
      sealed.map((byte, index) => (index === sealed.length - 5 ? byte ^ 1 : byte)),
      identityOf("node.al"),
    ),
  ),
  "not sealed": await outcome(() => open(payload, identityOf("node.al"))),
  "sealed to nobody": await outcome(() => seal(payload, [])),
};

console.log(JSON.stringify({ level: world.level, codes, digest: made.digest("hex") }));
