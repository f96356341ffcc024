import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinsOf } from "../../adapters/directory/directory-files.ts";
import {
  logKeyOf,
  newKeyring,
  publicJwk,
  readKeyring,
  signerOf,
  writeKeyring,
} from "../../adapters/keyring/keyring.ts";
import { canonicalBytes } from "../../base/canonical.ts";
import { Problem } from "../../base/problem.ts";
import type { Instant } from "../../base/time.ts";
import { LOG_KEY, formatVkey, keyOfSeed } from "../../log/note.ts";
import { parsePolicy } from "../../log/policy.ts";
import { StateEntry } from "../../party/directory.ts";
import { writeSettings } from "./settings.ts";

/** What a State says when it sets up its node. */
export interface NewNode {
  folder: string;
  state: string;
  name: string;
  /** The address officers open and peers reach, for example `https://comity.example`. */
  url: string;
  port: number;
  /** Lines of a quorum file (C2SP tlog-policy) without the `log` line: witnesses, groups, quorum. */
  witnesses: string;
}

/**
 * Makes the folder of a State's node outside a sandbox: keys, settings, and the State's list as `list.json`, to be
 * completed by people (authorities, officers, providers) and signed with `signList`. Nothing that exists is touched:
 * throws Problem `node/exists`.
 */
export async function newNode(given: NewNode, at: Instant): Promise<{ list: string }> {
  const { folder, state, name } = given;
  if (existsSync(join(folder, "node.json")))
    throw new Problem(
      "node/exists",
      "There is a node in this folder already.",
      folder,
      "Choose another folder; keys are never overwritten.",
    );
  if (!/^[A-Z]{2}$/.test(state))
    throw new Problem(
      "node/state",
      "A State is named by two capital letters.",
      "state",
      "Use the State's ISO 3166 code.",
    );
  const site = new URL(given.url);
  const id = `node.${state.toLowerCase()}`;
  const keys = await newKeyring(id, { name: `${id} seal`, organisation: name, country: state }, at, true);
  const origin = `${site.hostname}/comity-log`;
  const vkey = formatVkey(keyOfSeed(origin, LOG_KEY, logKeyOf(keys).seed));
  const policy = `log ${vkey}\n${given.witnesses.trim()}\n`;
  parsePolicy(policy);
  const listed = { from: at, until: null };
  const entry = StateEntry.parse({
    format: "comity/state-list/v1",
    state,
    name,
    sequence: 1,
    issued: at,
    node: {
      id,
      url: site.origin,
      actKeys: keys.act.map((key) => ({ ...key, jwk: publicJwk(key.jwk), ...listed })),
      hopKeys: keys.hop.map((key) => ({ ...key, jwk: publicJwk(key.jwk), ...listed })),
      ageRecipients: [{ recipient: keys.age.recipient, ...listed }],
      log: { vkey, policy, ownWitnesses: [] },
    },
    authorities: [
      {
        id: `${state.toLowerCase()}-central`,
        name: `Central authority of ${name}`,
        kind: "central-authority",
        phone: "",
        languages: [],
      },
    ],
    officers: [],
    providers: [],
  });
  mkdirSync(join(folder, "directory"), { recursive: true, mode: 0o700 });
  writeKeyring(join(folder, "keys"), keys);
  writeFileSync(join(folder, "list.json"), `${JSON.stringify(entry, null, 2)}\n`);
  await signList(folder, at);
  writeSettings(folder, {
    format: "comity/settings/v1",
    self: id,
    state,
    host: "127.0.0.1",
    port: given.port,
    directory: "directory",
    mode: "production",
    site: { rpId: site.hostname, origin: site.origin },
    freshSeconds: 86_400,
  });
  return { list: join(folder, "list.json") };
}

/**
 * Signs the State's list as it stands in `list.json`, under the next sequence number, and pins its keys for this node.
 * Throws Problem `directory/invalid`, `node/keys-differ`.
 */
export async function signList(
  folder: string,
  at: Instant,
): Promise<{ path: string; sequence: number; fingerprints: string[] }> {
  const draft = join(folder, "list.json");
  const parsed = StateEntry.safeParse(JSON.parse(readFileSync(draft, "utf8")));
  if (!parsed.success)
    throw new Problem(
      "directory/invalid",
      `The list has a fault at ${parsed.error.issues[0]?.path.join(".") ?? "its root"}.`,
      draft,
      "Correct it and sign again.",
    );
  const keys = readKeyring(join(folder, "keys"));
  if (!keys.act.every((key) => parsed.data.node.actKeys.some((each) => each.kid === key.kid)))
    throw new Problem(
      "node/keys-differ",
      "The list does not carry this node's keys.",
      draft,
      "Put the node's own keys back into the list.",
    );
  const path = join(folder, "directory", `${parsed.data.state}.json`);
  const sequence = existsSync(path) ? parsed.data.sequence + 1 : parsed.data.sequence;
  const entry: StateEntry = { ...parsed.data, sequence, issued: at };
  writeFileSync(path, await signerOf(keys)("comity-state-list", canonicalBytes(entry), at));
  writeFileSync(draft, `${JSON.stringify(entry, null, 2)}\n`);
  const pinsPath = join(folder, "directory", "pins.json");
  const pins = existsSync(pinsPath)
    ? (JSON.parse(readFileSync(pinsPath, "utf8")) as Record<string, string[]>)
    : {};
  writeFileSync(pinsPath, `${JSON.stringify({ ...pins, [entry.state]: pinsOf(entry) }, null, 2)}\n`);
  return { path, sequence, fingerprints: pinsOf(entry) };
}
