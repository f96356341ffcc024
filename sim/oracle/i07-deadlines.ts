import { fromBase64Url, fromUtf8 } from "../../src/base/bytes.ts";
import type { Invariant } from "./facts.ts";

const HOUR = 3_600_000;

interface Armed {
  due: string;
  fired: boolean;
}

/** I7. Deadlines fire exactly once: not before they are due by the node's own clock, not later than an hour while it is up. */
export function deadlines(): Invariant {
  const timers = new Map<string, Armed>();
  const upSince = new Map<string, number | null>();
  const wentBack = new Set<string>();
  const expected = new Map<string, string>();
  return {
    id: "I7",
    says: "every deadline fires once, not early, not an hour late while its node was up",
    watch(fact, judge) {
      if (fact.what === "booted") upSince.set(fact.party, fact.at);
      if (fact.what === "died") upSince.set(fact.party, null);
      if (fact.what === "rows lost" || fact.what === "right disk" || fact.what === "edited")
        wentBack.add(fact.party);
      // Who was told that data are preserved until a day must see that day come.
      if (
        fact.what === "signed" &&
        fact.type === "comity-message" &&
        fact.payload["kind"] === "preservation"
      ) {
        const body = fact.payload["body"] as { state: string; expires: string };
        if (body.state === "ordered")
          expected.set(`${fact.party}/preservation-ends/${fact.payload["ref"]}`, body.expires);
      }
      if (fact.what === "signed" && fact.type === "comity-message" && fact.payload["kind"] === "evidence") {
        const until = heldUntil(fact.payload);
        if (until) expected.set(`${fact.party}/hold-ends/${fact.payload["ref"]}`, until.slice(0, 10));
      }
      if (fact.what !== "committed") return;
      for (const row of fact.rows) {
        if (row.kind === "case")
          judge.check(isOnce(row.body), () => `${fact.party}: a deadline of ${row.key} came twice`);
        if (row.kind !== "timer") continue;
        const key = `${fact.party}/${row.key}`;
        if (row.status === "armed" && row.due) timers.set(key, { due: row.due, fired: false });
        if (row.status !== "fired") continue;
        const armed = timers.get(key);
        if (wentBack.has(fact.party)) {
          if (armed) armed.fired = true;
          continue;
        }
        judge.check(armed !== undefined && !armed.fired, () => `${key} fired twice, or was never armed`);
        if (!armed) continue;
        armed.fired = true;
        judge.check(fact.local >= armed.due, () => `${key} fired at ${fact.local}, due ${armed.due}`);
        const since = upSince.get(fact.party) ?? fact.at;
        const due = Date.parse(armed.due);
        if (since > due + 300_000) judge.sometimes("a timer due while its node was down");
        const late = fact.at - Math.max(due, since);
        judge.check(late <= HOUR + 600_000, () => `${key} fired ${Math.round(late / 60_000)} minutes late`);
      }
    },
    atEnd(judge, world) {
      for (const party of world.parties) {
        if (!party.up || party.halted || wentBack.has(party.party)) continue;
        for (const [key, armed] of timers)
          if (key.startsWith(`${party.party}/`))
            judge.check(
              armed.fired || armed.due > hourBefore(party.local),
              () => `${key} was due at ${armed.due} and never fired`,
            );
        for (const [key, day] of expected)
          if (key.startsWith(`${party.party}/`))
            judge.check(
              timers.has(key) || `${day}T00:00:00.000Z` > party.local,
              () => `${key} was promised for ${day} and is not on the calendar`,
            );
      }
    },
  };
}

/** What a deadline does to a case it does once. */
function isOnce(body: unknown): boolean {
  const { timeline } = body as { timeline: readonly { what: string }[] };
  return ["hold.ended", "preservation.alarm", "preservation.lapsed"].every(
    (what) => timeline.filter((entry) => entry.what === what).length <= 1,
  );
}

/** Until when an item that leaves was held, as its chain of custody says. */
function heldUntil(payload: Record<string, unknown>): string | undefined {
  const { item } = payload["body"] as { item: { custody: string[] } };
  const steps = item.custody.map((act) => {
    const text = fromUtf8(fromBase64Url((JSON.parse(act) as { payload: string }).payload));
    return JSON.parse(text) as { until?: string };
  });
  return steps.find((step) => step.until)?.until;
}

function hourBefore(local: string): string {
  return new Date(Date.parse(local) - HOUR).toISOString();
}
