import type { Invariant } from "./facts.ts";

/** I2. No effect happens twice: counted where it happens, in the outside world. */
export function nothingTwice(): Invariant {
  const executed = new Map<string, number>();
  const said = new Map<string, string>();
  const receipts = new Map<string, string>();
  const wentBack = new Set<string>();
  /** Kinds that a case says at most once in its life. */
  const once = new Set(["request", "evidence", "withdrawal", "nothing"]);
  const answers = new Map<string, string>();
  /** Numbers of each stream that were taken in. */
  const taken = new Map<string, Set<number>>();
  return {
    id: "I2",
    says: "at most one execution of a measure per request, one message of a kind that is said once, one receipt per message",
    watch(fact, judge) {
      if (fact.what === "rows lost" || fact.what === "edited") wentBack.add(fact.party);
      if (fact.what === "executed") {
        const key = `${fact.ref}/${fact.measure}`;
        executed.set(key, (executed.get(key) ?? 0) + 1);
        judge.check(
          executed.get(key) === 1,
          () => `${key} was executed ${executed.get(key)} times at ${fact.provider}`,
        );
      }
      if (fact.what !== "signed" || wentBack.has(fact.party)) return;
      const { payload, text } = fact;
      if (fact.type === "comity-receipt") {
        const key = `${fact.party} ${payload["stream"]}/${payload["seq"]}`;
        const before = receipts.get(key);
        receipts.set(key, before ?? text);
        note(taken, payload["stream"] as string, payload["seq"] as number);
        if (before === text) judge.sometimes("a duplicate answered with the same receipt");
        judge.check(before === undefined || before === text, () => `two receipts for ${key}`);
      }
      if (fact.type === "comity-message") {
        const kind = payload["kind"] as string;
        const numbered = `${payload["stream"]}/${payload["seq"]}`;
        const before = answers.get(numbered);
        answers.set(numbered, before ?? text);
        judge.check(before === undefined || before === text, () => `two messages under ${numbered}`);
        if (kind === "request") {
          const draft = `${fact.party}: what ${draftOf(payload)} asks`;
          const earlier = said.get(draft);
          said.set(draft, earlier ?? text);
          judge.check(earlier === undefined || earlier === text, () => `${draft} was sent twice`);
        }
        const key = kindKey(kind, payload);
        if (!key && !once.has(kind)) return;
        const name = key ?? `${payload["ref"]}/${kind}/${payload["to"]}`;
        const first = said.get(name);
        said.set(name, first ?? text);
        judge.check(first === undefined || first === text, () => `${name} was said twice by ${fact.party}`);
      }
    },
    atEnd(judge, world) {
      const whole = (party: string) => world.parties.some((each) => each.party === party && !each.halted);
      for (const [stream, numbers] of taken) {
        const [from, to] = stream.split(">") as [string, string];
        if (![from, to].every((each) => whole(each) && !wentBack.has(each))) continue;
        const last = Math.max(...numbers);
        judge.check(numbers.size === last, () => `${stream} has ${numbers.size} numbers up to ${last}`);
      }
    },
  };
}

function note(map: Map<string, Set<number>>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? new Set()).add(value));
}

/** The draft that a request was approved as. */
function draftOf(payload: Record<string, unknown>): string {
  const { approver } = payload["body"] as { approver: { act: string } };
  return (JSON.parse(approver.act) as { subject: string }).subject;
}

/** Kinds that are said once for each thing they are about. */
function kindKey(kind: string, payload: Record<string, unknown>): string | null {
  const body = payload["body"] as Record<string, unknown>;
  const ref = payload["ref"] as string;
  if (kind === "order") return `${ref}/order/${body["measure"]}`;
  if (kind === "reply") return `${ref}/reply/${body["order"]}`;
  if (kind === "receipt") return `${ref}/receipt/${body["stage"]}`;
  if (kind === "preservation") return `${ref}/preservation/${body["state"]}`;
  if (kind === "decision") return body["outcome"] === "postponed" ? null : `${ref}/decision`;
  if (kind === "received") return `${ref}/received/${(body["custody"] as string[])[0]?.slice(0, 200_000)}`;
  return null;
}
