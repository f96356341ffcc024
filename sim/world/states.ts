import type { JWK } from "jose";
import { type KeyFile, logKeyOf, publicJwk } from "../../src/adapters/keyring/keyring.ts";
import { logOrigin } from "../../src/apps/sandbox/world.ts";
import { toBase64 } from "../../src/base/bytes.ts";
import { canonicalBytes } from "../../src/base/canonical.ts";
import type { Instant } from "../../src/base/time.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { COSIGNER_KEY, LOG_KEY, formatVkey, keyOfSeed } from "../../src/log/note.ts";
import { type Mandate, type Officer, StateEntry } from "../../src/party/directory.ts";
import type { Law } from "../../src/treaty/law.ts";
import { type Level, demandLevel } from "../levels/level.ts";
import { type InventedState, inventedStates } from "./codes.ts";
import { type KeyMaker, keyMaker } from "./keys.ts";
import { lawFor } from "./law.ts";

/** A simulated world as it stands on paper: who there is, with which keys, under which law. Never changed in place. */
export interface SimWorld {
  readonly level: Level;
  readonly began: Instant;
  readonly states: readonly InventedState[];
  /** The newest list of each State, in the order of `states`. */
  readonly entries: readonly StateEntry[];
  /** The keys each party signs with now, by party id. */
  readonly keyrings: ReadonlyMap<string, KeyFile>;
  /** Every identity a party ever had, newest first: what was sealed to an old key must still open. */
  readonly identities: ReadonlyMap<string, readonly string[]>;
  /** Sandbox keys of officers, by officer id; of those who left too. */
  readonly officerKeys: ReadonlyMap<string, JWK>;
  readonly witnesses: readonly WorldWitness[];
  readonly law: Law;
  readonly keys: KeyMaker;
}

export interface WorldWitness {
  name: string;
  seed: Uint8Array;
  vkey: string;
}

/** What makes a world. */
export interface WorldPlan {
  /** How many States, each with one node and one provider: 1 to 193. */
  nodes: number;
  level: Level;
  began: Instant;
  /** Fresh bytes; at the level `fake` the whole world follows from the first 32. */
  entropy(length: number): Uint8Array;
}

const ROLES: readonly {
  no: string;
  role: string;
  authority: "central" | "contact" | "court" | "oversight";
  mandates: Mandate[];
}[] = [
  { no: "01", role: "Prosecutor", authority: "central", mandates: ["draft", "receive"] },
  { no: "02", role: "Head of the central authority", authority: "central", mandates: ["approve", "decide"] },
  { no: "03", role: "Lawyer of the central authority", authority: "central", mandates: ["draft", "examine"] },
  { no: "04", role: "Judge", authority: "court", mandates: ["authorise"] },
  { no: "05", role: "Releasing officer", authority: "central", mandates: ["release", "approve"] },
  {
    no: "06",
    role: "Contact point, 24 hours",
    authority: "contact",
    mandates: ["contact-point", "draft", "examine", "approve", "decide", "release"],
  },
  { no: "07", role: "Oversight", authority: "oversight", mandates: ["oversee"] },
];

/** Makes the world. Throws RangeError for a number of States that cannot be, Error at another level than in force. */
export async function makeStates({ nodes, level, began, entropy }: WorldPlan): Promise<SimWorld> {
  demandLevel(level);
  const states = inventedStates(nodes);
  const keys = keyMaker(level, entropy(32));
  const witnesses = witnessesFor(nodes, keys);
  const keyrings = new Map<string, KeyFile>();
  const officerKeys = new Map<string, JWK>();
  const entries: StateEntry[] = [];
  for (const state of states) {
    const node = await keys.keyring(
      nodeId(state.code),
      { name: state.name, state: state.code },
      1,
      began,
      true,
    );
    const host = await keys.keyring(
      state.provider,
      { name: hostName(state), state: state.code },
      1,
      began,
      false,
    );
    for (const made of [node, host]) keyrings.set(made.party, made);
    entries.push(
      entryOf(state, { node, host, witnesses, officers: officersOf(state, keys, officerKeys, began) }, began),
    );
  }
  const identities = new Map([...keyrings.values()].map((made) => [made.party, [made.age.identity]]));
  return {
    level,
    began,
    states,
    entries,
    keyrings,
    identities,
    officerKeys,
    witnesses,
    law: lawFor({ states }),
    keys,
  };
}

/** The party id of a State's node. */
export function nodeId(code: string): string {
  return `node.${code.toLowerCase()}`;
}

/** A State of the world by its code. Throws RangeError where there is none. */
export function stateIn(world: SimWorld, code: string): InventedState {
  const found = world.states.find((each) => each.code === code);
  if (!found) throw new RangeError(`no State ${code} in this world`);
  return found;
}

/** Three witnesses for a few States, five for many, none of them run by a State. */
function witnessesFor(nodes: number, keys: KeyMaker): WorldWitness[] {
  return Array.from({ length: nodes > 10 ? 5 : 3 }, (_, index) => {
    const name = `witness-${index + 1}.example`;
    const seed = keys.seed(name);
    return { name, seed, vkey: formatVkey(keyOfSeed(name, COSIGNER_KEY, seed)) };
  });
}

/** The quorum file of a log: more than half of the witnesses. */
function policyOf(vkey: string, witnesses: readonly WorldWitness[]): string {
  const names = witnesses.map((_, index) => `w${index + 1}`);
  return [
    `log ${vkey}`,
    ...witnesses.map((witness, index) => `witness ${names[index]} ${witness.vkey} https://${witness.name}`),
    `group witnesses ${Math.floor(witnesses.length / 2) + 1} ${names.join(" ")}`,
    "quorum witnesses",
    "",
  ].join("\n");
}

interface Made {
  node: KeyFile;
  host: KeyFile;
  witnesses: readonly WorldWitness[];
  officers: Officer[];
}

function entryOf(state: InventedState, made: Made, from: Instant): StateEntry {
  const { node, host, witnesses, officers } = made;
  const vkey = formatVkey(keyOfSeed(logOrigin(state.code), LOG_KEY, logKeyOf(node).seed));
  return StateEntry.parse({
    format: "comity/state-list/v1",
    state: state.code,
    name: state.name,
    sequence: 1,
    issued: from,
    node: {
      id: node.party,
      url: `https://${node.party}.example`,
      actKeys: listed(node.act, from),
      hopKeys: listed(node.hop, from),
      ageRecipients: [{ recipient: node.age.recipient, from, until: null }],
      log: { vkey, policy: policyOf(vkey, witnesses), ownWitnesses: [] },
    },
    authorities: authoritiesOf(state),
    officers,
    providers: [
      {
        id: host.party,
        name: hostName(state),
        url: `https://${host.party}.example`,
        ranges: [state.range],
        keys: listed(host.act, from),
        hopKeys: listed(host.hop, from),
        recipient: host.age.recipient,
      },
    ],
  });
}

/** Keys as a State's list shows them. */
export function listed<K extends { jwk: Record<string, string> }>(
  keys: readonly K[],
  from: Instant,
): (K & { from: Instant; until: null })[] {
  return keys.map((key) => ({ ...key, jwk: publicJwk(key.jwk), from, until: null }));
}

export function hostName(state: Pick<InventedState, "name">): string {
  return `Hosting of ${state.name}`;
}

function authoritiesOf({ code, name }: InventedState) {
  const at = code.toLowerCase();
  const common = { phone: "+999 10 555 0100", languages: ["en"] };
  return [
    { id: `${at}-central`, name: `Central Authority of ${name}`, kind: "central-authority", ...common },
    { id: `${at}-contact`, name: `24/7 Contact Point of ${name}`, kind: "contact-point", ...common },
    { id: `${at}-court`, name: `Court of Investigations of ${name}`, kind: "court", ...common },
    { id: `${at}-oversight`, name: `Oversight of ${name}`, kind: "oversight", ...common },
  ];
}

function officersOf(
  { code, name }: InventedState,
  keys: KeyMaker,
  officerKeys: Map<string, JWK>,
  from: Instant,
): Officer[] {
  return ROLES.map(({ no, role, authority, mandates }) => {
    const id = `${code.toLowerCase()}-${no}`;
    const office = `${code.toLowerCase()}-${authority}`;
    return enrolled(
      { id, name: `Officer ${no} of ${name}`, role, authority: office, mandates },
      keys,
      officerKeys,
      from,
    );
  });
}

/** An officer with a new sandbox key, which is put among the keys. */
export function enrolled(
  who: Pick<Officer, "id" | "name" | "role" | "authority" | "mandates">,
  keys: KeyMaker,
  officerKeys: Map<string, JWK>,
  from: Instant,
): Officer {
  const { privateJwk, publicJwk: jwk } = keys.officer(who.id);
  officerKeys.set(who.id, privateJwk);
  const kid = `${who.id}/${toBase64(sha256(canonicalBytes(jwk))).slice(0, 8)}`;
  return { ...who, credentials: [{ kind: "sandbox-key", kid, jwk }], from, until: null };
}
