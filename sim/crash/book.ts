import type { Draft, OrderRow } from "../../src/exchange/rows.ts";
import type { Case } from "../../src/request/case.ts";

/**
 * The book of the outside: what officers and providers were told, written when the answer arrived. Each further answer is
 * held to it at once. What was asked for after an earlier answer had arrived must know all that it said; an answer that
 * crossed with it may be older, but must tell the same story.
 */
export interface Book {
  /** To be taken before a question is asked, and given with its answer. */
  now(): number;
  /** A case that was shown to an officer of `node`, or answered an act. */
  showed(node: string, shown: Case, asked: number): void;
  /** A node said that it has no such case. */
  denied(node: string, ref: string, asked: number): void;
  /** All cases of a node: what is missing is lost. */
  listed(node: string, cases: readonly Case[], asked: number): void;
  draftShown(node: string, draft: Draft, asked: number): void;
  draftsListed(node: string, drafts: readonly Draft[], asked: number): void;
  orderShown(provider: string, order: Order, asked: number): void;
  ordersListed(provider: string, orders: readonly Order[], asked: number): void;
  /** A checkpoint that was verified, with its root in base64. */
  published(node: string, size: number, root: string, asked: number): void;
  /** Every checkpoint that was seen, by node: size and root. */
  checkpoints(node: string): ReadonlyMap<number, string>;
  readonly acknowledgements: number;
  readonly comparisons: number;
  readonly violations: readonly Violation[];
  note(kind: Violation["kind"], what: string): void;
}

export interface Violation {
  kind: "lost" | "twice" | "differs" | "stuck" | "ended";
  what: string;
}

/** An order as the desk's API shows it. */
export type Order = Pick<OrderRow, "digest" | "ref" | "state" | "providerReference" | "itemId"> & {
  body: { measure: string };
};

/** What is only ever added to, as texts in order: an answer is a beginning of every later one. */
interface Story {
  lines: readonly string[];
  at: number;
}

export function newBook(): Book {
  let clock = 0;
  let comparisons = 0;
  let acknowledgements = 0;
  const stories = new Map<string, Map<string, Story>>();
  const roots = new Map<string, Map<number, string>>();
  const newest = new Map<string, { size: number; at: number }>();
  const violations: Violation[] = [];
  const note: Book["note"] = (kind, what) => {
    if (!violations.some((each) => each.what === what)) violations.push({ kind, what });
  };

  function tell(shelf: string, name: string, lines: readonly string[], asked: number): void {
    const shelfStories = stories.get(shelf) ?? new Map<string, Story>();
    stories.set(shelf, shelfStories);
    const known = shelfStories.get(name);
    comparisons++;
    if (known) {
      const common = Math.min(known.lines.length, lines.length);
      for (let n = 0; n < common; n++)
        if (known.lines[n] !== lines[n])
          return note("differs", `${shelf} ${name}: "${known.lines[n]}" was shown, and now "${lines[n]}"`);
      if (lines.length < known.lines.length && known.at < asked)
        return note("lost", `${shelf} ${name}: "${known.lines[lines.length]}" was acknowledged and is gone`);
    }
    if (known && lines.length <= known.lines.length) return;
    acknowledgements += lines.length - (known?.lines.length ?? 0);
    shelfStories.set(name, { lines, at: ++clock });
  }
  /** Nothing that was known when the list was asked for may be missing in it. */
  function demandAll(shelf: string, names: readonly string[], asked: number): void {
    const there = new Set(names);
    for (const [name, { at, lines }] of stories.get(shelf) ?? []) {
      comparisons++;
      if (at < asked && !there.has(name))
        note("lost", `${shelf} ${name} was acknowledged ("${lines.at(-1)}") and is gone`);
    }
    if (there.size !== names.length) note("twice", `${shelf}: the same name twice in one list`);
  }
  const book: Book = {
    now: () => ++clock,
    showed(node, shown, asked) {
      tell(`case at ${node}`, shown.ref, shown.timeline.map(lineOf), asked);
      if (shown.item) tell(`custody at ${node}`, shown.ref, shown.item.custody, asked);
    },
    denied(node, ref, asked) {
      const known = stories.get(`case at ${node}`)?.get(ref);
      if (known && known.at < asked)
        note("lost", `case at ${node} ${ref}: "${known.lines.at(-1)}" was acknowledged`);
    },
    listed(node, cases, asked) {
      for (const each of cases) book.showed(node, each, asked);
      demandAll(
        `case at ${node}`,
        cases.map(({ ref }) => ref),
        asked,
      );
    },
    draftShown(node, draft, asked) {
      const states = ["editing", "submitted", "sent"];
      tell(`draft at ${node}`, draft.id, states.slice(0, states.indexOf(draft.state) + 1), asked);
    },
    draftsListed(node, drafts, asked) {
      for (const each of drafts) book.draftShown(node, each, asked);
      demandAll(
        `draft at ${node}`,
        drafts.map(({ id }) => id),
        asked,
      );
    },
    orderShown(provider, order, asked) {
      const lines = [
        `order to ${order.body.measure} for ${order.ref}`,
        ...(order.providerReference ? [`preserved under ${order.providerReference}`] : []),
        ...(order.itemId ? [`produced as ${order.itemId}`] : []),
        ...(order.state === "recalled" ? ["called back"] : []),
      ];
      tell(`order at ${provider}`, order.digest, lines, asked);
    },
    ordersListed(provider, orders, asked) {
      for (const each of orders) book.orderShown(provider, each, asked);
      demandAll(
        `order at ${provider}`,
        orders.map(({ digest }) => digest),
        asked,
      );
    },
    published(node, size, root, asked) {
      const known = roots.get(node) ?? new Map<number, string>();
      roots.set(node, known);
      comparisons++;
      if ((known.get(size) ?? root) !== root) note("differs", `log of ${node}: two roots of ${size} leaves`);
      const last = newest.get(node);
      if (last && size < last.size && last.at < asked)
        note("lost", `log of ${node}: ${last.size} leaves were published, and now ${size}`);
      if (known.has(size)) return;
      acknowledgements++;
      known.set(size, root);
      if (!last || size > last.size) newest.set(node, { size, at: ++clock });
    },
    checkpoints: (node) => roots.get(node) ?? new Map(),
    get acknowledgements() {
      return acknowledgements;
    },
    get comparisons() {
      return comparisons;
    },
    violations,
    note,
  };
  return book;
}

const lineOf = ({ at, what, by }: Case["timeline"][number]): string => `${what} by ${by} at ${at}`;
