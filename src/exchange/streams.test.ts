import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { digestOf } from "../crypto/hash.ts";
import { contextOf } from "./context.ts";
import type { Config } from "./config.ts";
import { type Message, messageBytes } from "./messages.ts";
import { messageKey, read, together } from "./rows.ts";
import type { Row, Tx } from "./store-port.ts";
import { WINDOW, arrivalOf, receive, send, wantsToReceive, wantsToSend } from "./streams.ts";

// Streams for themselves: whatever is lost, doubled or turned around on the way, each case arrives in its own order, each
// message once, and at the end nothing is missing.

const NOW = "2027-07-04T03:05:00.000Z";
const STREAM = "nordrack>node.al";

/** Rows in a map: what a transaction needs, and nothing of a store. */
function rowsInMap(): { tx: Tx } {
  const rows = new Map<string, Row>();
  const put = (row: Row) => void rows.set(`${row.kind} ${row.key}`, row);
  const tx: Tx = { get: (kind, key) => rows.get(`${kind} ${key}`), list: () => [], put, insert: put };
  return { tx };
}

const contextFor = (tx: Tx, self: string) =>
  contextOf(tx, NOW, { self, kind: "provider" } as Config, new Uint8Array(32)).context;

interface Sent {
  message: Message;
  digest: string;
}

/** What a sender says about these cases, one message each time a case is named. */
function said(cases: readonly number[]): Sent[] {
  const context = contextFor(rowsInMap().tx, "nordrack");
  return cases.map((number) => {
    const ref = `BO-AL-2027-${String(number).padStart(4, "0")}`;
    const body = { kind: "preserved" as const, order: digestOf(new Uint8Array(1)), providerReference: "x" };
    const { payload, digest } = send(context, "node.al", "reply", ref, body);
    return { message: JSON.parse(payload) as Message, digest };
  });
}

/** A receiver, and what it answers to a message that comes. */
function receiver() {
  const { tx } = rowsInMap();
  const context = contextFor(tx, "node.al");
  const take = ({ message, digest }: Sent): string => {
    const arrival = arrivalOf(context, message, digest);
    if (arrival.kind === "next") receive(context, { message, digest, act: "", trace: null }, null);
    return arrival.kind;
  };
  return {
    take,
    head: () => read(tx, "stream", STREAM),
    inbox: (seq: number) => read(tx, "inbox", messageKey(STREAM, seq)),
  };
}

const cases = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 30 });

describe("a stream", () => {
  test("on any way each message is taken in once, after what its case said before", () => {
    const way = fc.tuple(cases, fc.infiniteStream(fc.nat()));
    fc.assert(
      fc.property(way, ([numbers, chance]) => {
        const sent = said(numbers);
        const { take, head } = receiver();
        const taken: number[] = [];
        const open = new Set(sent);
        while (open.size > 0) {
          // Any message may come at any time, also one that came before: the sender only ends with a receipt.
          const next = [...sent, ...open][(chance.next().value ?? 0) % (sent.length + open.size)] as Sent;
          const kind = take(next);
          if (kind === "next") taken.push(next.message.seq);
          if (kind === "next") open.delete(next);
          expect(["next", "gap", "duplicate"]).toContain(kind);
        }
        expect(taken.toSorted((a, b) => a - b)).toEqual(sent.map(({ message }) => message.seq));
        expect(head()).toEqual({ seq: sent.length, digest: null, ahead: [] });
        for (const { message } of sent)
          for (const before of message.after)
            expect(taken.indexOf(before)).toBeLessThan(taken.indexOf(message.seq));
      }),
      { numRuns: 200 },
    );
  });

  test("a message comes after the one before of its case, and after no other", () => {
    fc.assert(
      fc.property(cases, (numbers) => {
        const sent = said(numbers);
        for (const [i, { message }] of sent.entries()) {
          const before = numbers.slice(0, i).lastIndexOf(numbers[i] as number) + 1;
          expect(message.after).toEqual(before > 0 ? [before] : []);
        }
      }),
    );
  });

  test("a message that does not fit its neighbours is never taken in, whichever of them came first", () => {
    const at = fc.tuple(fc.integer({ min: 2, max: 8 }), fc.boolean());
    fc.assert(
      fc.property(at, ([seq, laterFirst]) => {
        const sent = said(Array.from({ length: 9 }, (_, i) => i + 1));
        const { take } = receiver();
        const other = { ...(sent[seq - 1] as Sent).message, created: "2027-07-04T03:05:00.001Z" } as Message;
        const forged = { message: other, digest: digestOf(messageBytes(other)) };
        expect(take(sent[(laterFirst ? seq + 1 : seq) - 1] as Sent)).toBe("next");
        // Under the same number it contradicts; before a later one it is not what that names.
        expect(take(forged)).toBe(laterFirst ? "broken-chain" : "conflict");
      }),
    );
  });

  test("what is too far ahead waits until the mark has risen", () => {
    const [first] = said([1]);
    const { take } = receiver();
    const far = (seq: number): Sent => ({
      message: { ...(first as Sent).message, seq, prev: (first as Sent).digest, after: [] },
      digest: `sha256:${String(seq).padStart(64, "0")}`,
    });
    expect(take(far(WINDOW + 1))).toBe("too-far");
    expect(take(far(WINDOW))).toBe("next");
    expect(take(first as Sent)).toBe("next");
    expect(
      take({ ...far(WINDOW + 1), message: { ...far(WINDOW + 1).message, prev: far(WINDOW).digest } }),
    ).toBe("next");
  });

  test("loads what it reads, and no more", () => {
    const wants = together(wantsToReceive({ stream: STREAM, seq: 1, after: [] }), wantsToSend("a", "b", "R"));
    expect(wants.rows.map(([kind]) => kind)).toEqual([
      "stream",
      "log",
      "inbox",
      "inbox",
      "stream",
      "log",
      "thread",
    ]);
    expect(new Set(wants.locks)).toEqual(new Set([`stream:${STREAM}`, "stream:a>b", "log"]));
  });
});
