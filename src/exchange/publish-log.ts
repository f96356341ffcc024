import { concat, equalBytes, fromBase64, fromUtf8, toBase64, utf8 } from "../base/bytes.ts";
import { Problem, isProblem } from "../base/problem.ts";
import { type SignedCheckpoint, formatCheckpoint, openCheckpoint } from "../log/checkpoint.ts";
import { COSIGNER_KEY, joinNote, openNote } from "../log/note.ts";
import { type Policy, type PolicyWitness, keysOf } from "../log/policy.ts";
import { type ReadTile, proveConsistency, readHashTile, rootFromTiles } from "../log/prove.ts";
import { quorumOfCheckpoint } from "../log/receipt.ts";
import {
  TILE_WIDTH,
  bundleStart,
  edgeOf,
  growTiles,
  hashesOfTile,
  parseTilePath,
  tilePath,
  unpackEntries,
} from "../log/tile.ts";
import { emptyRoot, leafHash, verifyConsistency } from "../log/tree.ts";

/**
 * Publishing a State's log, one checkpoint a call: stage, sign, swap the lock, write tiles, gather witnesses, publish.
 *
 * Nothing is kept between calls, so a call after a failure is the same as a call after a restart. The lock holds the
 * newest signed checkpoint with the cosignatures gathered so far; it is the commit point. A checkpoint in the lock
 * that is not yet published is finished first, as it stands.
 */

/** A witness as the log can reach it. */
export interface WitnessPort {
  /** Its name in the policy. */
  name: string;
  /** POST add-checkpoint (C2SP tlog-witness). Rejects where the witness cannot be reached. */
  add(
    old: number,
    proof: readonly Uint8Array[],
    checkpoint: string,
  ): Promise<{ status: number; body: string }>;
}

/** What publishing needs from outside. */
export interface LogPorts {
  /** How many leaves are durably committed. */
  committed(): Promise<number>;
  /** Committed leaves `from` up to and without `to`. */
  leaves(from: number, to: number): Promise<Uint8Array[]>;
  tiles: {
    read: ReadTile;
    /** Durable when it resolves. The same bytes again are fine; other bytes under a known path are refused. */
    write(path: string, bytes: Uint8Array): Promise<void>;
    /** Removes a staging bundle that is no longer needed; may do nothing. */
    remove?(path: string): Promise<void>;
  };
  /** A tiny store on other ground than the tiles and the rows, which is never restored from a backup. */
  lock: {
    load(): Promise<string | undefined>;
    /** Durably replaces `expected` by `next`; false, and nothing changed, where the lock holds something else. */
    swap(expected: string | undefined, next: string): Promise<boolean>;
  };
  publish(checkpoint: string): Promise<void>;
  published(): Promise<string | undefined>;
  /** The log's signature lines over a note text. */
  sign(text: string): Promise<string>;
  witnesses: readonly WitnessPort[];
  /** Milliseconds since 1970. */
  now(): number;
}

/** Choices of one call. */
export interface PublishOptions {
  /** Policy names of witnesses run by this State: asked, but never counted. */
  own?: readonly string[];
  /**
   * Whether to ask the witnesses for their newest size before signing (default true). They notice when both rows and
   * lock were restored from a backup. After a call that did not halt, the same process may leave it out.
   */
  probe?: boolean;
}

/** How a call ended. `halted` means: stop this process and reload; `problem.next` says whether a person must look. */
export type PublishResult =
  | { kind: "published"; checkpoint: string; size: number }
  | { kind: "waiting"; have: number; need: number; reachable: string[]; trouble: Trouble[]; size: number }
  | { kind: "idle" }
  | { kind: "halted"; problem: Problem };

/** A witness that gave no cosignature, and why. */
export interface Trouble {
  name: string;
  why: string;
}

/** How far a witness's clock may be from ours, in seconds, before its cosignature is left out. */
const CLOCK_DISTANCE = 600;

/** Codes that end a call as `halted`. Everything else, before the swap, is rethrown and can simply be tried again. */
const HALTING = new Set([
  "log/halted",
  "log/lock-lost",
  "log/lock-damaged",
  "log/lock-behind",
  "log/rows-lost",
  "log/rows-changed",
  "log/root-differs",
  "log/behind-witness",
  "log/witness-disagrees",
  "log/tile-missing",
  "log/tile-damaged",
]);

interface Locked extends SignedCheckpoint {
  text: string;
}

/** One attempt to bring the published log up to the committed leaves. */
export async function publishLog(
  ports: LogPorts,
  policy: Policy,
  options: PublishOptions = {},
): Promise<PublishResult> {
  try {
    const locked = await loadLock(ports, policy);
    const published = await publishedSize(ports, policy, locked);
    const committed = await ports.committed();
    if (committed < locked.size) throw rowsLost(committed, locked.size);
    if (locked.size > published) return await finish(ports, policy, options, locked, published);
    if (committed === locked.size) return { kind: "idle" };
    if (options.probe !== false) await probeWitnesses(ports, locked);
    const next = await signNext(ports, policy, locked, committed);
    return await finish(ports, policy, options, next, published);
  } catch (cause) {
    if (isProblem(cause) && HALTING.has(cause.code)) return { kind: "halted", problem: cause };
    throw cause;
  }
}

/** The lock; a log is born with a signed checkpoint of size 0, which is consistent with anything it ever signed. */
async function loadLock(ports: LogPorts, policy: Policy): Promise<Locked> {
  const text = await ports.lock.load();
  if (text !== undefined) {
    const opened = opens(text, policy);
    if (opened) return { ...opened, text };
    throw halt("log/lock-damaged", "The lock does not hold a checkpoint signed by this log.", "lock");
  }
  const first = await signedCheckpoint(ports, policy, 0, emptyRoot());
  await swapLock(ports, undefined, first.text);
  return first;
}

/** Size of the published checkpoint; 0 where there is none that verifies, so that it is published again. */
async function publishedSize(ports: LogPorts, policy: Policy, locked: Locked): Promise<number> {
  const text = await ports.published();
  const published = text === undefined ? undefined : opens(text, policy);
  if (!published) return 0;
  const { size, root } = published;
  if (size > locked.size || (size === locked.size && !equalBytes(root, locked.root)))
    throw halt("log/lock-behind", "The published checkpoint is not in the lock's past.", `size ${size}`);
  return size;
}

function opens(text: string, policy: Policy): SignedCheckpoint | undefined {
  try {
    return openCheckpoint(text, keysOf(policy));
  } catch (cause) {
    if (isProblem(cause)) return undefined;
    throw cause;
  }
}

/** Asks each witness for what it knows with the checkpoint we already stand by; those out of reach cannot tell. */
async function probeWitnesses(ports: LogPorts, locked: Locked): Promise<void> {
  const answers = await Promise.allSettled(
    ports.witnesses.map(async ({ name, add }) => ({ name, ...(await add(locked.size, [], locked.text)) })),
  );
  for (const answer of answers) {
    if (answer.status === "fulfilled") readAnswer(answer.value, answer.value.name, locked.size);
  }
}

/** Stages and signs the tree of all committed leaves, and commits to it in the lock. */
async function signNext(ports: LogPorts, policy: Policy, locked: Locked, size: number): Promise<Locked> {
  const fresh = await newTilesFor(ports, locked.size, size);
  await ports.tiles.write(stagingPath(size), packStaging(fresh));
  const staged = await readStaging(ports, size);
  if (!staged) throw halt("log/tile-missing", "What was staged cannot be read back.", stagingPath(size));
  // The stored tiles that are seen to give the signed root are the very bytes the next root is made from.
  const stored = readOnce(ports.tiles.read);
  const read: ReadTile = async (path) => staged.get(path) ?? stored(path);
  if (!equalBytes(await rootFromTiles(stored, locked.size), locked.root)) throw rootDiffers(locked.size);
  const root = await rootFromTiles(read, size);
  const proof = await proveConsistency(read, locked.size, size);
  if (!verifyConsistency(locked.size, locked.root, size, root, proof)) throw rootDiffers(size);
  const next = await signedCheckpoint(ports, policy, size, root);
  await swapLock(ports, locked.text, next.text);
  return next;
}

/** Writes the tiles of the locked checkpoint, gathers cosignatures and publishes. Every step may be repeated. */
async function finish(
  ports: LogPorts,
  policy: Policy,
  options: PublishOptions,
  locked: Locked,
  published: number,
): Promise<PublishResult> {
  const { size } = locked;
  await afterSwap("writing tiles", () => writeTiles(ports, published, locked));
  const read = readOnce(ports.tiles.read);
  const stored = await afterSwap("reading tiles", () => rootFromTiles(read, size));
  if (!equalBytes(stored, locked.root)) throw rootDiffers(size);
  const { note, reachable, trouble } = await afterSwap("asking witnesses", () =>
    gather(ports, policy, locked, growthFrom(read, published, size)),
  );
  if (note !== locked.text) await swapLock(ports, locked.text, note);
  const quorum = quorumOfCheckpoint(openCheckpoint(note, keysOf(policy)), policy, options.own);
  if (!quorum.met)
    return { kind: "waiting", have: quorum.have.length, need: quorum.need, reachable, trouble, size };
  await afterSwap("publishing", () => ports.publish(note));
  // A staging bundle that stays is only clutter.
  await ports.tiles.remove?.(stagingPath(size)).catch(() => undefined);
  return { kind: "published", checkpoint: note, size };
}

/** Reads each tile once, within one step: where a tile must be read again to be believed, do not share this. */
function readOnce(read: ReadTile): ReadTile {
  const tiles = new Map<string, Promise<Uint8Array | undefined>>();
  return (path) => {
    const tile = tiles.get(path) ?? read(path);
    tiles.set(path, tile);
    return tile;
  };
}

/** Writes what was staged or, where that is gone or damaged, the same again from the committed leaves. */
async function writeTiles(ports: LogPorts, old: number, locked: Locked): Promise<void> {
  const staged = await readStaging(ports, locked.size);
  const tiles =
    staged && (await fits(ports, staged, locked)) ? staged : await newTilesFor(ports, old, locked.size);
  if (!(await fits(ports, tiles, locked))) throw rootDiffers(locked.size);
  for (const [path, bytes] of tiles) await ports.tiles.write(path, bytes);
}

/** Whether these tiles lead to the locked root, and their bundles to their leaf hashes. */
async function fits(
  ports: LogPorts,
  tiles: ReadonlyMap<string, Uint8Array>,
  { size, root }: Locked,
): Promise<boolean> {
  try {
    const read: ReadTile = async (path) => tiles.get(path) ?? ports.tiles.read(path);
    for (const [path, bundle] of tiles) {
      const tile = parseTilePath(path);
      if (!tile) return false;
      if (tile.level !== "entries") continue;
      const hashes = concat(...unpackEntries(bundle, path).map(leafHash));
      if (!equalBytes(hashes, await readHashTile(read, { ...tile, level: 0 }))) return false;
    }
    return equalBytes(await rootFromTiles(read, size), root);
  } catch (cause) {
    if (isProblem(cause)) return false;
    throw cause;
  }
}

/** The tiles a tree grown from `old` needs, from committed leaves and the stored right edge. */
async function newTilesFor(
  ports: LogPorts,
  old: number,
  size: number,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const edge = new Map<string, Uint8Array>();
  for (const tile of edgeOf(old)) edge.set(tilePath(tile), await readHashTile(ports.tiles.read, tile));
  const start = bundleStart(old);
  const entries = await ports.leaves(start, size);
  if (entries.length !== size - start) throw rowsLost(start + entries.length, size);
  // The leaves of the last partial tile were signed before; a row that was altered since must not pass unseen.
  const signed = edge.get(tilePath({ level: 0, index: start / TILE_WIDTH, width: old - start }));
  for (const [i, hash] of hashesOfTile(signed ?? new Uint8Array(0)).entries()) {
    if (!equalBytes(hash, leafHash(entries[i] as Uint8Array)))
      throw halt("log/rows-changed", "A committed leaf is not the one that was signed.", `leaf ${start + i}`);
  }
  return growTiles(old, entries, edge);
}

interface Gathered {
  /** The locked checkpoint with the new cosignatures. */
  note: string;
  reachable: string[];
  trouble: Trouble[];
}

/** How the locked tree grew from an older one. */
interface Growth {
  /** The size that a witness has probably seen. */
  guess: number;
  /** Proof that the tree of `old` leaves is its beginning; made once for all witnesses that ask. */
  proofFrom(old: number): Promise<Uint8Array[]>;
}

function growthFrom(read: ReadTile, guess: number, size: number): Growth {
  const proofs = new Map<number, Promise<Uint8Array[]>>();
  return {
    guess,
    proofFrom(old) {
      const proof = proofs.get(old) ?? proveConsistency(read, old, size);
      proofs.set(old, proof);
      return proof;
    },
  };
}

async function gather(ports: LogPorts, policy: Policy, locked: Locked, growth: Growth): Promise<Gathered> {
  const have = new Set(locked.note.verified.map((each) => each.key));
  const asked = ports.witnesses.map(async (port) => {
    const known = policy.witnesses.find((each) => each.name === port.name);
    if (!known) return { name: port.name, line: "", why: "not in the policy" };
    if ([...have].some((key) => key.id === known.key.id && key.name === known.key.name))
      return { name: port.name, line: "", why: "" };
    return askWitness(ports, port, known, locked, growth);
  });
  const answers = await Promise.all(asked);
  return {
    note: locked.text + answers.map((each) => each.line).join(""),
    reachable: answers.filter((each) => each.why === "").map((each) => each.name),
    trouble: answers.filter((each) => each.why !== "").map(({ name, why }) => ({ name, why })),
  };
}

/** Asks one witness, and once more from the size it names where that is not the one we guessed. */
async function askWitness(
  ports: LogPorts,
  port: WitnessPort,
  known: PolicyWitness,
  locked: Locked,
  growth: Growth,
): Promise<{ name: string; line: string; why: string }> {
  let old = growth.guess;
  for (let attempt = 0; attempt < 2; attempt++) {
    const proof = await growth.proofFrom(old);
    let reply: { status: number; body: string };
    try {
      reply = await port.add(old, proof, locked.text);
    } catch {
      return { name: port.name, line: "", why: "cannot be reached" };
    }
    const size = readAnswer(reply, port.name, locked.size);
    if (reply.status === 200) return { name: port.name, ...cosignature(ports, known, locked, reply.body) };
    if (size === undefined) return { name: port.name, line: "", why: `answered ${reply.status}` };
    old = size;
  }
  return { name: port.name, line: "", why: "answered 409 twice" };
}

/** The size of a 409; throws where the answer says that this log has another past than the witness saw. */
function readAnswer(reply: { status: number; body: string }, name: string, size: number): number | undefined {
  if (reply.status === 422)
    throw halt("log/witness-disagrees", "A witness saw another tree than ours under our signature.", name);
  const known = reply.status === 409 && /^(0|[1-9]\d{0,15})\n$/.exec(reply.body)?.[1];
  if (typeof known !== "string") return undefined;
  if (Number(known) > size)
    throw halt(
      "log/behind-witness",
      `A witness has seen ${known} leaves and we know of ${size} only: this node was restored from an old copy.`,
      name,
    );
  return Number(known);
}

/** The witness's own line out of its answer, if it verifies and its time is near ours. */
function cosignature(
  ports: LogPorts,
  known: PolicyWitness,
  locked: Locked,
  body: string,
): { line: string; why: string } {
  try {
    const [found] = openNote(joinNote(locked.note.text, [body]), [known.key]).verified;
    const distance = Math.abs((found?.time ?? 0) - ports.now() / 1000);
    if (!found || found.key.type !== COSIGNER_KEY) return { line: "", why: "sent no cosignature" };
    return distance > CLOCK_DISTANCE
      ? { line: "", why: "its clock or ours is wrong" }
      : { line: found.line, why: "" };
  } catch (cause) {
    if (isProblem(cause)) return { line: "", why: "sent a cosignature that does not verify" };
    throw cause;
  }
}

async function signedCheckpoint(
  ports: LogPorts,
  policy: Policy,
  size: number,
  root: Uint8Array,
): Promise<Locked> {
  const [log, another] = policy.logs;
  if (!log || another)
    throw new Problem(
      "log/policy-one-log",
      "A log publishes under a policy that names exactly its own key.",
      "policy",
      "Write one log line.",
    );
  const text = formatCheckpoint({ origin: log.key.name, size, root });
  const note = joinNote(text, [await ports.sign(text)]);
  return { ...openCheckpoint(note, [log.key]), text: note };
}

async function swapLock(ports: LogPorts, expected: string | undefined, next: string): Promise<void> {
  const swapped = await afterSwap("swapping the lock", () => ports.lock.swap(expected, next));
  if (!swapped) throw halt("log/lock-lost", "Another process has moved the log's lock.", "lock");
}

/** From the swap on, an error of the outside leaves doubt about what is durable: stop and reload (never go on). */
async function afterSwap<T>(doing: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (isProblem(cause) && HALTING.has(cause.code)) throw cause;
    throw new Problem(
      "log/halted",
      `Publishing stopped while ${doing}.`,
      "log",
      "Start the publisher again: it reads the lock and goes on from there. Look at disk and permissions if it stops again.",
    );
  }
}

function halt(code: string, what: string, where: string): Problem {
  return new Problem(
    code,
    what,
    where,
    "Do not sign anything. Keep all files as they are and let a person compare lock, tiles, rows and witnesses.",
  );
}

function rootDiffers(size: number): Problem {
  return halt("log/root-differs", "The stored tiles do not give the root that was signed.", `size ${size}`);
}

function rowsLost(have: number, size: number): Problem {
  return halt("log/rows-lost", `There are ${have} committed leaves where ${size} are needed.`, "rows");
}

/** Where the new tiles of a checkpoint lie until it is published; not served to anybody. */
function stagingPath(size: number): string {
  return `staging/${size}`;
}

function packStaging(tiles: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return utf8(JSON.stringify([...tiles].map(([path, bytes]) => [path, toBase64(bytes)])));
}

/** The staged tiles; undefined where there are none. A bundle that cannot be read is as good as none: rows remain. */
async function readStaging(ports: LogPorts, size: number): Promise<Map<string, Uint8Array> | undefined> {
  const bytes = await ports.tiles.read(stagingPath(size));
  if (!bytes) return undefined;
  try {
    const pairs = JSON.parse(fromUtf8(bytes)) as [string, string][];
    return new Map(pairs.map(([path, text]) => [path, fromBase64(text)]));
  } catch {
    return undefined;
  }
}
