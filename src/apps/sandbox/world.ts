import type { JWK } from "jose";
import { canonicalBytes } from "../../base/canonical.ts";
import type { Instant } from "../../base/time.ts";
import { toBase64 } from "../../base/bytes.ts";
import { sha256 } from "../../crypto/hash.ts";
import {
  type KeyFile,
  logKeyOf,
  newKeyring,
  newOfficerKey,
  publicJwk,
  signerOf,
} from "../../adapters/keyring/keyring.ts";
import { COSIGNER_KEY, LOG_KEY, formatVkey, keyOfSeed } from "../../log/note.ts";
import { type Mandate, type Officer, StateEntry } from "../../party/directory.ts";

/**
 * The invented world of the sandbox: three States with a node each, a provider with a desk, one without, three
 * witnesses. States, persons, companies and addresses are all invented; the address ranges are those set aside for
 * documentation (RFC 5737).
 */

export interface WorldPorts {
  AL: number;
  BO: number;
  CA: number;
  nordrack: number;
  witnesses: [number, number, number];
}

/** Everything the sandbox knows when it begins. */
export interface World {
  /** When the sandbox begins, by its own clock. */
  began: Instant;
  entries: StateEntry[];
  /** The entries as signed lists, in the same order. */
  lists: string[];
  /** Keys by party id. */
  keyrings: Map<string, KeyFile>;
  /** Sandbox keys of officers, by officer id. */
  officerKeys: Map<string, JWK>;
  witnesses: WorldWitness[];
}

export interface WorldWitness {
  name: string;
  port: number;
  seed: Uint8Array;
  vkey: string;
}

type Code = "AL" | "BO" | "CA";

const STATES: Record<Code, { name: string; languages: string[]; phone: string }> = {
  AL: { name: "Alderia", languages: ["en"], phone: "+999 10 555 0100" },
  BO: { name: "Borvania", languages: ["en"], phone: "+999 20 555 0100" },
  CA: { name: "Cardova", languages: ["en"], phone: "+999 30 555 0100" },
};

const ROLES: {
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
    mandates: ["contact-point", "draft", "examine", "decide"],
  },
  { no: "07", role: "Oversight", authority: "oversight", mandates: ["oversee"] },
];

const NAMES: Record<Code, string[]> = {
  AL: [
    "Ilse Marrow",
    "Tomas Verrin",
    "Edda Holm",
    "Judge R. Castell",
    "Noor Ashby",
    "Night desk Alderia",
    "Office of the Commissioner",
  ],
  BO: [
    "Mirko Danev",
    "Lena Orlik",
    "Petra Vash",
    "Judge S. Iliev",
    "Anton Brek",
    "Night desk Borvania",
    "Parliamentary Control",
  ],
  CA: [
    "Rosa Quill",
    "David Mbeki-Lund",
    "Sofia Arden",
    "Judge M. Oyelaran",
    "Paul Serra",
    "Night desk Cardova",
    "Inspector General",
  ],
};

const WITNESSES = ["witness.university.example", "witness.bar.example", "witness.estmark.example"] as const;

/** Makes the world: fresh keys, the three lists, each signed by its own State. */
export async function makeWorld(
  began: Instant,
  ports: WorldPorts,
  entropy: (length: number) => Uint8Array,
): Promise<World> {
  const witnesses = WITNESSES.map((name, index) => {
    const seed = entropy(32);
    return {
      name,
      port: ports.witnesses[index] as number,
      seed,
      vkey: formatVkey(keyOfSeed(name, COSIGNER_KEY, seed)),
    };
  });
  const keyrings = new Map<string, KeyFile>();
  const officerKeys = new Map<string, JWK>();
  const entries: StateEntry[] = [];
  const lists: string[] = [];
  for (const code of ["AL", "BO", "CA"] as const) {
    const keys = await keyringOf(
      keyrings,
      `node.${code.toLowerCase()}`,
      STATES[code].name,
      code,
      began,
      true,
    );
    const providers =
      code === "AL" ? [await nordrack(keyrings, ports, began)] : code === "CA" ? [cloudveil()] : [];
    const entry = StateEntry.parse({
      format: "comity/state-list/v1",
      state: code,
      name: STATES[code].name,
      sequence: 1,
      issued: began,
      node: nodeOf(code, keys, ports[code], began, witnesses),
      authorities: authoritiesOf(code),
      officers: officersOf(code, officerKeys, began),
      providers,
    });
    entries.push(entry);
    lists.push(await signerOf(keys)("comity-state-list", canonicalBytes(entry), began));
  }
  return { began, entries, lists, keyrings, officerKeys, witnesses };
}

async function keyringOf(
  keyrings: Map<string, KeyFile>,
  party: string,
  organisation: string,
  country: string,
  at: Instant,
  withLog: boolean,
): Promise<KeyFile> {
  const keys = await newKeyring(party, { name: `${party} seal`, organisation, country }, at, withLog);
  keyrings.set(party, keys);
  return keys;
}

function listed(keys: KeyFile, from: Instant) {
  return {
    act: keys.act.map((key) => ({ ...key, jwk: publicJwk(key.jwk), from, until: null })),
    hop: keys.hop.map((key) => ({ ...key, jwk: publicJwk(key.jwk), from, until: null })),
  };
}

function nodeOf(code: Code, keys: KeyFile, port: number, from: Instant, witnesses: readonly WorldWitness[]) {
  const { act, hop } = listed(keys, from);
  const vkey = formatVkey(keyOfSeed(logOrigin(code), LOG_KEY, logKeyOf(keys).seed));
  return {
    id: `node.${code.toLowerCase()}`,
    url: `http://127.0.0.1:${port}`,
    actKeys: act,
    hopKeys: hop,
    ageRecipients: [{ recipient: keys.age.recipient, from, until: null }],
    log: { vkey, policy: policyText(vkey, witnesses), ownWitnesses: [] },
  };
}

/** The quorum file: two of the three witnesses, none of which any of the three States runs. */
export function policyText(
  vkey: string,
  witnesses: readonly { name: string; vkey: string; port: number }[],
): string {
  const names = witnesses.map((_, index) => `w${index + 1}`);
  return [
    `log ${vkey}`,
    ...witnesses.map(
      (witness, index) => `witness ${names[index]} ${witness.vkey} http://127.0.0.1:${witness.port}`,
    ),
    `group witnesses 2 ${names.join(" ")}`,
    "quorum witnesses",
    "",
  ].join("\n");
}

/** The origin of a State's log: a schema-less URL that names it for ever. */
export function logOrigin(state: string): string {
  return `log.${state.toLowerCase()}.example/comity`;
}

async function nordrack(keyrings: Map<string, KeyFile>, ports: WorldPorts, from: Instant) {
  const keys = await keyringOf(keyrings, "nordrack", "NordRack Hosting", "AL", from, false);
  const { act, hop } = listed(keys, from);
  return {
    id: "nordrack",
    name: "NordRack Hosting",
    url: `http://127.0.0.1:${ports.nordrack}`,
    ranges: ["203.0.113.0/24"],
    keys: act,
    hopKeys: hop,
    recipient: keys.age.recipient,
  };
}

function cloudveil() {
  return {
    id: "cloudveil",
    name: "CloudVeil",
    url: null,
    ranges: ["198.51.100.0/24"],
    keys: [],
    hopKeys: [],
    recipient: null,
  };
}

function authoritiesOf(code: Code) {
  const { name, languages, phone } = STATES[code];
  const at = code.toLowerCase();
  return [
    {
      id: `${at}-central`,
      name: `Central Authority of ${name}`,
      kind: "central-authority",
      phone,
      languages,
    },
    { id: `${at}-contact`, name: `24/7 Contact Point of ${name}`, kind: "contact-point", phone, languages },
    { id: `${at}-court`, name: `Court of Investigations of ${name}`, kind: "court", phone, languages },
    { id: `${at}-oversight`, name: `Oversight of ${name}`, kind: "oversight", phone, languages },
  ];
}

function officersOf(code: Code, officerKeys: Map<string, JWK>, from: Instant): Officer[] {
  return ROLES.map(({ no, role, authority, mandates }, index) => {
    const id = `${code.toLowerCase()}-${no}`;
    const { privateJwk, publicJwk: jwk } = newOfficerKey();
    officerKeys.set(id, privateJwk);
    const kid = `${id}/${toBase64(sha256(canonicalBytes(jwk))).slice(0, 8)}`;
    return {
      id,
      name: NAMES[code][index] as string,
      role,
      authority: `${code.toLowerCase()}-${authority}`,
      mandates,
      credentials: [{ kind: "sandbox-key", kid, jwk }],
      from,
      until: null,
    };
  });
}
