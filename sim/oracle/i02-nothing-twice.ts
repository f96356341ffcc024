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
  return {
    id: "I2",
    says: "at most one execution of a measure per request, one message of a kind that is said once, one receipt per message",
    watch(fact, judge) {
      if (fact.what === "rows lost") wentBack.add(fact.party);
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
        if (before === text) judge.sometimes("a duplicate answered with the same receipt");
        judge.check(before === undefined || before === text, () => `two receipts for ${key}`);
      }
      if (fact.type === "comity-message") {
        const kind = payload["kind"] as string;
        const numbered = `${payload["stream"]}/${payload["seq"]}`;
        const before = answers.get(numbered);
        answers.set(numbered, before ?? text);
        judge.check(before === undefined || before === text, () => `two messages under ${numbered}`);
        const key = kindKey(kind, payload);
        if (!key && !once.has(kind)) return;
        const name = key ?? `${payload["ref"]}/${kind}/${payload["to"]}`;
        const first = said.get(name);
        said.set(name, first ?? text);
        judge.check(first === undefined || first === text, () => `${name} was said twice by ${fact.party}`);
      }
    },
  };
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
