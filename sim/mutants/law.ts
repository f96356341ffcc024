import { type Mutant, bug, bugs } from "./mutant.ts";

const REQUEST = "src/exchange/receive-request.ts";
const WITHDRAWAL = "src/exchange/receive-withdrawal.ts";
const NEWS = "src/exchange/receive-news.ts";
const EXAMINE = "src/exchange/examine-case.ts";
const WRITE = "src/exchange/write-request.ts";

export const LAW: readonly Mutant[] = [
  bug(
    "withdrawal before its request ignored",
    WITHDRAWAL,
    'if (!read(context.tx, "case", message.ref)) return keepTombstone(context, message);',
    'if (!read(context.tx, "case", message.ref)) return;',
  ),
  bug(
    "tombstone forgotten",
    REQUEST,
    "if (tombstone) return registerWithdrawn(",
    'if (tombstone && tombstone.ref === "") return registerWithdrawn(',
  ),
  bug("approval by the author accepted from the peer", REQUEST, "  demandFourEyes(author, approver);\n", ""),
  bug("author approves own request", WRITE, "  demandFourEyes(draft.submitted, signed);\n", ""),
  bug(
    "request accepted whose words nobody signed",
    REQUEST,
    'acts.every((act) => act.says["contentDigest"] === digest);',
    'acts.length === 2 && digest !== "";',
  ),
  bug(
    "decision by the requesting Party accepted",
    NEWS,
    "if (SIDE[message.kind] !== current.side)",
    "if (SIDE[message.kind] === undefined)",
  ),
  bug(
    "message of a Party that has nothing to do with the case accepted",
    NEWS,
    "if (current.peer !== message.from)",
    "if (current.peer === context.config.self)",
  ),
  bug(
    "order without authority",
    REQUEST,
    'if (current.content.measure !== "preservation") return current;',
    `if (current.content.measure !== "preservation") {
    const held = custodianOf(config, current.content);
    if (held) send(context, held, "order", current.ref, orderBody(current, { measure: "produce", preserveUntil: null, legalBasis: "domestic", sealTo: [] }));
    return current;
  }`,
  ),
  bug("order before a decision", EXAMINE, '  demandStep(current, "authorise");\n', ""),
  bug("preservation waits for a person", REQUEST, "if (!shall || !provider)", "if (shall || !provider)"),
  bug(
    "withdrawal does not end what runs",
    WITHDRAWAL,
    'const ended = endMeasures(context, current, "withdrawn");',
    'const ended = endMeasures({ ...context, tx: { ...context.tx, put: () => undefined, insert: () => undefined } }, current, "withdrawn");',
  ),
  bug(
    "withdrawal noted and the case goes on",
    WITHDRAWAL,
    '        status: "withdrawn",\n',
    "        status: ended.status,\n",
  ),
  bugs("any step allowed at any time", [
    "src/request/steps.ts",
    "if (!mayStep(current, step)) {",
    'if (!mayStep(current, step) && step === "accept") {',
  ]),
  bug(
    "stale read of the case",
    EXAMINE,
    'const current = read(context.tx, "case", ref);',
    `const seen: WeakMap<object, Map<string, Case>> = ((globalThis as Record<string, unknown>)["mutant"] ??= new WeakMap()) as never;
  const mine = seen.get(context.config) ?? new Map<string, Case>();
  seen.set(context.config, mine);
  const fresh = read(context.tx, "case", ref);
  const current = mine.get(ref) ?? fresh;
  if (fresh && !mine.has(ref)) mine.set(ref, fresh);`,
  ),
];
