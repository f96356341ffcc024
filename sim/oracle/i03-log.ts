import { concat, fromBase64, toHex } from "../../src/base/bytes.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import type { Invariant } from "./facts.ts";

/** How many witnesses the smallest policy of the simulated world asks for. */
const QUORUM = 2;

/**
 * I3 and I3b. A log is append-only, never forks, never loses, and never puts its key to what its disk does not hold. The
 * oracle keeps a tree of its own over the leaves the disk promised (RFC 6962), so that a fault in the real tree shows.
 */
export function logHolds(): Invariant {
  const trees = new Map<string, OwnTree>();
  const signed = new Map<string, Map<number, string>>();
  const seen = new Map<string, number>();
  const wentBack = new Set<string>();
  const parties = new Map<string, string>();
  /** Who has put their key to a tree, by origin and size. */
  const witnessed = new Map<string, Set<string>>();
  return {
    id: "I3",
    says: "each signed checkpoint is the root over leaves that were durable then; no two of one size; witnesses never go back",
    watch(fact, judge) {
      if (fact.what === "rows lost") {
        wentBack.add(fact.party);
        trees.get(fact.party)?.mayShrink();
      }
      if (fact.what === "committed") {
        for (const row of fact.rows) {
          if (row.kind === "published") {
            const { checkpoint } = row.body as unknown as { checkpoint: string };
            const [origin = "", size = ""] = checkpoint.split("\n");
            const have = witnessed.get(`${origin}/${size}`)?.size ?? 0;
            judge.check(
              have >= QUORUM,
              () => `${origin} counts ${size} as witnessed, and ${have} witnesses have seen it`,
            );
          }
          if (row.kind !== "leaf") continue;
          const tree = trees.get(fact.party) ?? new OwnTree();
          trees.set(fact.party, tree);
          const { index, leaf } = row.body as unknown as { index: number; leaf: string };
          judge.check(
            tree.put(index, fromBase64(leaf)),
            () => `${fact.party}: leaf ${index} was not the next, or was changed`,
          );
        }
      }
      if (fact.what === "checkpoint") {
        const [origin = "", sizeText = "", root = ""] = fact.text.split("\n");
        const size = Number(sizeText);
        parties.set(origin, fact.party);
        const known = signed.get(origin) ?? new Map<number, string>();
        signed.set(origin, known);
        const before = known.get(size);
        known.set(size, before ?? root);
        judge.check(
          before === undefined || before === root,
          () => `${origin} signed two trees of size ${size}`,
        );
        const tree = trees.get(fact.party);
        judge.check(
          size === 0 || (tree !== undefined && tree.size >= size),
          () => `${origin} signed size ${size} while ${tree?.size ?? 0} leaves were durable`,
        );
        if (tree && size > 0 && tree.size >= size)
          judge.check(
            tree.rootAt(size) === root,
            () => `${origin} signed another root than its leaves have at ${size}`,
          );
      }
      if (fact.what === "witnessed") {
        const key = `${fact.witness}/${fact.origin}`;
        judge.check(
          fact.old === (seen.get(key) ?? 0),
          () => `${key} was shown growth from ${fact.old}, and had seen ${seen.get(key) ?? 0}`,
        );
        const which = `${fact.origin}/${fact.size}`;
        witnessed.set(which, (witnessed.get(which) ?? new Set()).add(fact.witness));
        judge.check((seen.get(key) ?? 0) <= fact.size, () => `${key} went back to ${fact.size}`);
        seen.set(key, fact.size);
        const tree = trees.get(parties.get(fact.origin) ?? "");
        if (tree && fact.size > 0 && tree.size >= fact.size)
          judge.check(
            tree.rootAt(fact.size) === Buffer.from(fact.root).toString("base64"),
            () => `${key} saw another tree at size ${fact.size}`,
          );
      }
    },
    atEnd(judge, world) {
      for (const party of world.parties) {
        if (!party.origin || party.halted) continue;
        const tree = trees.get(party.party);
        const [, sizeText = "0", root = ""] = (party.published ?? "").split("\n");
        const size = Number(sizeText);
        if (wentBack.has(party.party)) continue;
        judge.check(
          size === (tree?.size ?? 0),
          () => `${party.origin} published ${size} of ${tree?.size} leaves`,
        );
        if (tree && size > 0)
          judge.check(tree.rootAt(size) === root, () => `${party.origin} published another root`);
        const sizes = world.witnesses.map((each) => each.states.get(party.origin ?? "")?.size ?? 0);
        judge.check(
          sizes.every((each) => each <= (tree?.size ?? 0)),
          () => `a witness is ahead of ${party.origin}: ${sizes.join(", ")}`,
        );
        // Who missed the last checkpoint sees it with the next one; the quorum must have seen this one.
        judge.check(
          size === 0 || sizes.filter((each) => each === size).length > world.witnesses.length / 2,
          () => `no majority of witnesses has caught up with ${party.origin} at ${size}: ${sizes.join(", ")}`,
        );
      }
    },
  };
}

/** A tree of the oracle's own: leaf hashes, and the roots of full subtrees as they are completed. */
class OwnTree {
  #leaves: Uint8Array[] = [];
  #entries: string[] = [];
  #roots = new Map<number, string>();
  #shrinks = false;

  get size(): number {
    return this.#leaves.length;
  }

  mayShrink(): void {
    this.#shrinks = true;
  }

  /** False where this is neither the next leaf nor the same again. */
  put(index: number, leaf: Uint8Array): boolean {
    const entry = toHex(leaf);
    if (index < this.size && !this.#shrinks) return this.#entries[index] === entry;
    if (index < this.size) {
      this.#leaves.length = index;
      this.#entries.length = index;
      for (const size of this.#roots.keys()) if (size > index) this.#roots.delete(size);
    }
    if (index !== this.size) return false;
    this.#leaves.push(sha256(concat(new Uint8Array([0]), leaf)));
    this.#entries.push(entry);
    return true;
  }

  rootAt(size: number): string {
    const known = this.#roots.get(size);
    if (known) return known;
    const root = Buffer.from(this.#subtree(0, size)).toString("base64");
    this.#roots.set(size, root);
    return root;
  }

  #memo = new Map<string, Uint8Array>();

  #subtree(from: number, to: number): Uint8Array {
    if (to - from === 1) return this.#leaves[from] as Uint8Array;
    const whole = Number.isInteger(Math.log2(to - from));
    const key = `${from}-${to}`;
    const known = whole && !this.#shrinks ? this.#memo.get(key) : undefined;
    if (known) return known;
    let half = 1;
    while (half * 2 < to - from) half *= 2;
    const hash = sha256(
      concat(new Uint8Array([1]), this.#subtree(from, from + half), this.#subtree(from + half, to)),
    );
    if (whole) this.#memo.set(key, hash);
    return hash;
  }
}
