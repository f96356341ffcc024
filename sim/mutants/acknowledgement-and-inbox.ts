import { type Mutant, bug, bugs } from "./mutant.ts";

const DOOR = "src/exchange/at-the-door.ts";
const STREAMS = "src/exchange/streams.ts";
const STEP = "src/exchange/step.ts";

const TAKE = `const reception = await kit.run(wantsForMessage(kit.config, admitted), (context) =>
    takeMessage(context, admitted),
  );`;
/** Signs the receipt of a message without looking whether its row is there. */
const UNSEEN = `const unseen = (incoming: Incoming) =>
    kit.ports.sign("comity-receipt", utf8(incoming.receipt.payload), kit.ports.now());`;
const INSERT = `insert(tx, "inbox", messageKey(message.stream, message.seq), message.stream, incoming);`;
const WRITE = INSERT.replace("insert(", "write(");

export const ACKNOWLEDGEMENT: readonly Mutant[] = [
  bug(
    "receipt sent before commit",
    DOOR,
    TAKE,
    `${UNSEEN}
  const reception = await new Promise<Reception>((resolve, reject) => {
    kit.run(wantsForMessage(kit.config, admitted), (context) => {
      const taken = takeMessage(context, admitted);
      resolve(taken);
      return taken;
    }).catch(reject);
  });
  if (reception.kind === "received") return unseen(reception.incoming);`,
  ),
  bug(
    "receipt for an aborted transaction",
    DOOR,
    TAKE,
    `${UNSEEN}
  let taken: Reception | undefined;
  let aborted = false;
  const reception = await kit
    .run(wantsForMessage(kit.config, admitted), (context) => (taken = takeMessage(context, admitted)))
    .catch((error) => {
      if (!taken) throw error;
      aborted = true;
      return taken;
    });
  if (aborted && reception.kind === "received") return unseen(reception.incoming);`,
  ),
  bugs(
    "inbox not looked at",
    [
      STREAMS,
      "if (known)\n    return known.digest === digest",
      "if (known && known.digest !== digest)\n    return known.digest === digest",
    ],
    [STREAMS, INSERT, WRITE],
  ),
  bugs(
    "inbox remembered for one hour only",
    [
      STREAMS,
      "if (known)\n    return known.digest === digest",
      "const young = (at: string) => Date.parse(context.now) - Date.parse(at) < 3_600_000;\n  if (known && young((JSON.parse(known.receipt.payload) as { at: string }).at))\n    return known.digest === digest",
    ],
    [STREAMS, INSERT, WRITE],
  ),
  bugs(
    "inbox and effect in two transactions",
    [
      DOOR,
      TAKE,
      `await kit.run(wantsForMessage(kit.config, admitted), (context) => takeMessage(context, admitted, "effect"));\n  ${TAKE}`,
    ],
    [
      STEP,
      "export function takeMessage(context: Context, admitted: Admitted): Reception {",
      'const effects = new WeakMap<Admitted, Receipt["code"]>();\nexport function takeMessage(context: Context, admitted: Admitted, half = "inbox"): Reception {',
    ],
    [
      STEP,
      '  return {\n    kind: "received",\n    incoming: receive(',
      '  if (half === "effect") {\n    effects.set(admitted, admitted.refusal ?? refusalOf(context, admitted));\n    return { kind: "gap", missing: 0 };\n  }\n  return {\n    kind: "received",\n    incoming: receive(',
    ],
    [
      STEP,
      "admitted, admitted.refusal ?? refusalOf(context, admitted)),",
      "admitted, effects.get(admitted) ?? null),",
    ],
  ),
  bug(
    "duplicate answered with an error",
    DOOR,
    `if (reception.kind === "received" || reception.kind === "duplicate")`,
    `if (reception.kind === "duplicate")
    throw new Problem("stream/duplicate", "This message was received before.", admitted.message.stream, "Do not send it again.");
  if (reception.kind === "received")`,
  ),
  bug(
    "duplicate gets a fresh receipt",
    DOOR,
    "const { payload, act } = incoming.receipt;",
    `const { act: before } = incoming.receipt;
  const payload = before === null ? incoming.receipt.payload : incoming.receipt.payload.replace(/"at":"[^"]*"/, \`"at":"\${kit.ports.now()}"\`);
  const act = before !== null && payload !== incoming.receipt.payload ? null : before;
  if (before !== null && act === null) return kit.ports.sign("comity-receipt", utf8(payload), kit.ports.now());`,
  ),
  bug(
    "conflict answered with a receipt",
    STREAMS,
    `: { kind: "conflict", incoming: known };`,
    `: { kind: "duplicate", incoming: known };`,
  ),
  bug(
    "prev not checked",
    STREAMS,
    `return isChained(context, message, digest) ? { kind: "next" }`,
    `return isChained(context, message, digest) || true ? { kind: "next" }`,
  ),
  bug(
    "what a message comes after not waited for",
    STREAMS,
    "if (missing !== undefined) return",
    "if (missing !== undefined && missing < 0) return",
  ),
];
