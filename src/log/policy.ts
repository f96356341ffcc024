import { Problem } from "../base/problem.ts";
import { COSIGNER_KEY, LOG_KEY, type NoteKey, noteKey, parseVkey, samePublicKey } from "./note.ts";

/**
 * Trust policies (C2SP tlog-policy): which logs are known, which witnesses, and which sets of cosignatures suffice. A
 * witness run by the log's own State never counts: pass its names as `own`.
 */

/** A log a policy knows. Its origin is the key's name. */
export interface PolicyLog {
  key: NoteKey;
  url?: string;
}

/** A witness a policy knows, under the name that only this file gives it. */
export interface PolicyWitness {
  name: string;
  key: NoteKey;
  url?: string;
}

/** A group: `need` of its members. */
export interface PolicyGroup {
  name: string;
  need: number;
  members: string[];
}

/** A policy as read. */
export interface Policy {
  logs: PolicyLog[];
  witnesses: PolicyWitness[];
  groups: PolicyGroup[];
  /** Name of a witness or a group, or `none`. */
  quorum: string;
}

/** How far a set of cosignatures goes. */
export interface Quorum {
  met: boolean;
  /** Names of the witnesses that count and have cosigned. */
  have: string[];
  /** Names of the witnesses that count and have not. */
  missing: string[];
  /** Fewest cosignatures that could ever meet the quorum; Infinity where none can. */
  need: number;
}

const RESERVED = new Set(["none", "all", "any"]);
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f]/;
/** Most logs, witnesses and groups together that we read; the specification asks for at least 96. */
const MAX_ITEMS = 1024;

/**
 * Reads a policy. On a witness line, a key printed with type 0x01 is taken as the cosigner's public key and used for
 * cosignatures only, as the reader by transparency-dev does. Throws Problem `log/policy-malformed` naming the line.
 */
export function parsePolicy(text: string): Policy {
  if (FORBIDDEN.test(text)) throw bad(0, "The policy has a control character.");
  const policy: Policy & { quorum: string | "" } = { logs: [], witnesses: [], groups: [], quorum: "" };
  for (const [index, line] of text.split("\n").entries()) {
    const items = itemsOf(line);
    if (items.length > 0) readLine(policy, items, index + 1);
  }
  if (policy.quorum === "") throw bad(0, "The policy has no quorum line.");
  return policy;
}

/** All keys of a policy, for opening notes. */
export function keysOf(policy: Policy): NoteKey[] {
  return [...policy.logs, ...policy.witnesses].map((each) => each.key);
}

/** How far the cosignatures by these keys go, never counting the witnesses named in `own`. */
export function quorumOf(policy: Policy, cosigned: readonly NoteKey[], own: readonly string[] = []): Quorum {
  const counting = witnessesUnder(policy, policy.quorum).filter((each) => !own.includes(each.name));
  const has = (witness: PolicyWitness): boolean =>
    cosigned.some(
      (key) => key.name === witness.key.name && key.id === witness.key.id && samePublicKey(key, witness.key),
    );
  const have = counting.filter(has).map((each) => each.name);
  const missing = counting.filter((each) => !has(each)).map((each) => each.name);
  return {
    met: isMet(policy, policy.quorum, new Set(have)),
    have,
    missing,
    need: fewest(policy, policy.quorum, own),
  };
}

/**
 * Refuses a policy that would let the log's own State count: throws Problem `log/own-witness` where a witness named
 * in `own` is under the quorum, `log/quorum-impossible` where the others alone could never meet it.
 */
export function checkIndependence(policy: Policy, own: readonly string[]): void {
  const inside = witnessesUnder(policy, policy.quorum).filter((each) => own.includes(each.name));
  if (inside[0])
    throw new Problem(
      "log/own-witness",
      "A witness run by the log's own State is part of the quorum.",
      inside[0].name,
      "Take it out of the groups: it may cosign, but it does not count.",
    );
  if (fewest(policy, policy.quorum, own) === Number.POSITIVE_INFINITY)
    throw new Problem(
      "log/quorum-impossible",
      "The quorum cannot be met without the log's own State.",
      policy.quorum,
      "Add witnesses of other States or lower the number.",
    );
}

/** The witnesses that can contribute to a name. */
function witnessesUnder(policy: Policy, name: string): PolicyWitness[] {
  const group = policy.groups.find((each) => each.name === name);
  if (group) return group.members.flatMap((member) => witnessesUnder(policy, member));
  return policy.witnesses.filter((each) => each.name === name);
}

function isMet(policy: Policy, name: string, have: ReadonlySet<string>): boolean {
  if (name === "none") return true;
  const group = policy.groups.find((each) => each.name === name);
  if (!group) return have.has(name);
  return group.members.filter((member) => isMet(policy, member, have)).length >= group.need;
}

function fewest(policy: Policy, name: string, own: readonly string[]): number {
  if (name === "none") return 0;
  const group = policy.groups.find((each) => each.name === name);
  if (!group) return own.includes(name) ? Number.POSITIVE_INFINITY : 1;
  const costs = group.members.map((member) => fewest(policy, member, own)).sort((a, b) => a - b);
  return costs.slice(0, group.need).reduce((sum, cost) => sum + cost, 0);
}

/** Items of a line; what follows an item that begins with # is a comment. */
function itemsOf(line: string): string[] {
  const items = line.split(/[ \t]+/).filter((item) => item !== "");
  const comment = items.findIndex((item) => item.startsWith("#"));
  return comment < 0 ? items : items.slice(0, comment);
}

function readLine(policy: Policy, items: string[], line: number): void {
  const [keyword, ...rest] = items;
  if (policy.logs.length + policy.witnesses.length + policy.groups.length >= MAX_ITEMS)
    throw bad(line, "The policy is longer than we read.");
  if (keyword === "log") readLog(policy, rest, line);
  else if (keyword === "witness") readWitness(policy, rest, line);
  else if (keyword === "group") readGroup(policy, rest, line);
  else if (keyword === "quorum") readQuorum(policy, rest, line);
  else throw bad(line, "The line begins with no word of a policy.");
}

function readLog(policy: Policy, items: string[], line: number): void {
  const [vkey, url] = items;
  if (vkey === undefined || items.length > 2) throw bad(line, "A log line has a key and at most a URL.");
  const key = readKey(vkey, line);
  if (key.type !== LOG_KEY) throw bad(line, "The key of a log must have type 0x01.");
  if (policy.logs.some((each) => samePublicKey(each.key, key)))
    throw bad(line, "This log key is listed twice.");
  policy.logs.push({ key, ...(url === undefined ? {} : { url }) });
}

function readWitness(policy: Policy, items: string[], line: number): void {
  const [name, vkey, url] = items;
  if (name === undefined || vkey === undefined || items.length > 3)
    throw bad(line, "A witness line has a name, a key and at most a URL.");
  checkNewName(policy, name, line);
  const read = readKey(vkey, line);
  const key = noteKey(read.name, COSIGNER_KEY, read.publicKey);
  if (policy.witnesses.some((each) => samePublicKey(each.key, key)))
    throw bad(line, "This witness key is listed twice.");
  policy.witnesses.push({ name, key, ...(url === undefined ? {} : { url }) });
}

function readGroup(policy: Policy, items: string[], line: number): void {
  const [name, threshold, ...members] = items;
  if (name === undefined || threshold === undefined || members.length === 0)
    throw bad(line, "A group line has a name, how many, and at least one member.");
  checkNewName(policy, name, line);
  for (const [index, member] of members.entries()) {
    if (!isDefined(policy, member)) throw bad(line, "A member of the group is not defined above.");
    if (members.indexOf(member) !== index || policy.groups.some((each) => each.members.includes(member)))
      throw bad(line, "A name may be a member of one group only, once.");
  }
  policy.groups.push({ name, need: needOf(threshold, members.length, line), members });
}

function needOf(text: string, members: number, line: number): number {
  if (text === "all") return members;
  if (text === "any") return 1;
  const need = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
  if (need < 1 || need > members) throw bad(line, "How many of a group must be between 1 and its members.");
  return need;
}

function readQuorum(policy: Policy, items: string[], line: number): void {
  const [name] = items;
  if (name === undefined || items.length > 1) throw bad(line, "A quorum line has one name.");
  if (policy.quorum !== "") throw bad(line, "The policy has two quorum lines.");
  if (name !== "none" && !isDefined(policy, name)) throw bad(line, "The quorum is not defined above.");
  policy.quorum = name;
}

function isDefined(policy: Policy, name: string): boolean {
  return [...policy.witnesses, ...policy.groups].some((each) => each.name === name);
}

function checkNewName(policy: Policy, name: string, line: number): void {
  if (RESERVED.has(name)) throw bad(line, "This name has a meaning of its own.");
  if (isDefined(policy, name)) throw bad(line, "This name is taken.");
}

function readKey(vkey: string, line: number): NoteKey {
  try {
    return parseVkey(vkey);
  } catch (cause) {
    throw bad(line, cause instanceof Problem ? cause.message : "The key cannot be read.");
  }
}

function bad(line: number, what: string): Problem {
  return new Problem(
    "log/policy-malformed",
    what,
    line === 0 ? "policy" : `policy line ${line}`,
    "Compare the file with C2SP tlog-policy.",
  );
}
