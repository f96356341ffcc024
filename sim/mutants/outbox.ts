import { type Mutant, bug, bugs } from "./mutant.ts";

const STREAMS = "src/exchange/streams.ts";
const DISPATCH = "src/exchange/dispatch.ts";
const NOTE = "src/exchange/note-receipt.ts";

/** A memory that dies with the process: a process has a configuration object of its own. */
const MEMORY =
  'const memory: WeakMap<object, Set<string>> = ((globalThis as Record<string, unknown>)["mutant"] ??= new WeakMap()) as never;';

export const OUTBOX: readonly Mutant[] = [
  bugs(
    "outbox kept only in memory",
    [
      STREAMS,
      `context.wake("outbox");`,
      `${MEMORY}\n  memory.set(config, (memory.get(config) ?? new Set()).add(messageKey(stream, seq)));\n  context.wake("outbox");`,
    ],
    [
      DISPATCH,
      "for (const row of [...unsigned, ...due]) {",
      `${MEMORY}\n  for (const row of [...unsigned, ...due.filter((each) => memory.get(kit.config)?.has(each.key))]) {`,
    ],
  ),
  bug(
    "retry gives up after five tries",
    DISPATCH,
    'const status = ANEW[problem] ?? "ready";',
    'const status = bodyOf("outbox", row).tries >= 5 ? "given-up" : (ANEW[problem] ?? "ready");',
  ),
  bugs(
    "each try is a message of its own",
    [
      DISPATCH,
      'const status = ANEW[problem] ?? "ready";',
      'const status: string = problem.startsWith("wire/") ? "unsigned" : (ANEW[problem] ?? "ready");',
    ],
    [
      DISPATCH,
      "    lastProblem: problem,\n    sealed:",
      '    lastProblem: problem,\n    payload: status === "unsigned" ? body.payload.replace(/"created":"[^"]*"/, `"created":"${kit.ports.now()}"`) : body.payload,\n    sealed:',
    ],
  ),
  bug(
    "waits between tries grow without bound",
    "src/exchange/outbox.ts",
    "const ceiling = Math.min(2000 * 2 ** Math.min(tries, 10), 1_800_000);",
    "const ceiling = 2000 * 4 ** Math.min(tries, 12);",
  ),
  bug(
    "wrong receipt accepted",
    NOTE,
    "if (receipt.digest === message.digest && receipt.stream === message.stream && receipt.seq === message.seq)",
    "if (receipt.stream === message.stream)",
  ),
  bug(
    "answer taken for a receipt without looking at its signature",
    NOTE,
    'const { payload } = await verifyAct(act, "comity-receipt", keys, to);',
    'const { payload } = await verifyAct(act, "comity-receipt", keys, to).catch(() => ({\n      payload: new Uint8Array(Buffer.from((JSON.parse(act) as { payload: string }).payload, "base64url")),\n    }));',
  ),
  bug(
    "error taken for a receipt",
    DISPATCH,
    "if (answer.status !== 200) {",
    'if (answer.status === 422) {\n    await changeOutgoing(kit, row, { status: "done", due: null });\n    return { kind: "received" };\n  }\n  if (answer.status !== 200) {',
  ),
  bugs("seq taken from a counter outside the transaction", [
    STREAMS,
    "const seq = head.seq + 1;",
    'const counters: WeakMap<object, Map<string, number>> = ((globalThis as Record<string, unknown>)["mutant"] ??= new WeakMap()) as never;\n  const counter = counters.get(config) ?? new Map<string, number>();\n  counters.set(config, counter);\n  const seq = Math.max(head.seq, counter.get(stream) ?? 0) + 1;\n  counter.set(stream, seq);',
  ]),
  bug(
    "message dropped while an earlier one of its case waits",
    DISPATCH,
    "if (await mayGo(kit, run, row)) wave.push(row);",
    'if (await mayGo(kit, run, row)) wave.push(row);\n    else await changeOutgoing(kit, row, { status: "done", due: null });',
  ),
  bug(
    "what waits for a silent party never looked at again",
    DISPATCH,
    "  for (const row of run.waiting.values()) await setBack(kit, row, until);",
    '  for (const row of run.waiting.values()) await changeOutgoing(kit, row, { status: "ready", due: null });',
  ),
  bug(
    "old order sent again without asking",
    DISPATCH,
    "const REMEMBERED_HOURS = 24;",
    "const REMEMBERED_HOURS = 24_000;",
  ),
];
