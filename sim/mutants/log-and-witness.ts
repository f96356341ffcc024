import { type Mutant, bug, bugs } from "./mutant.ts";

const PUBLISH = "src/exchange/publish-log.ts";
const OWN = "src/exchange/own-log.ts";
const STREAMS = "src/exchange/streams.ts";
const WITNESS = "src/log/witness.ts";

const MEMORY =
  'const memory: WeakMap<object, Map<number, string>> = ((globalThis as Record<string, unknown>)["mutant"] ??= new WeakMap()) as never;';

export const LOG: readonly Mutant[] = [
  bugs(
    "checkpoint signed before the durable commit",
    [
      STREAMS,
      `insert(tx, "leaf", padded(size), "log", row);`,
      `insert(tx, "leaf", padded(size), "log", row);\n  ${MEMORY}\n  memory.set(context.config, (memory.get(context.config) ?? new Map()).set(size, row.leaf));`,
    ],
    [
      OWN,
      "const result = await publishLog(log, policy, {",
      `${MEMORY}
  const leaves = memory.get(kit.config) ?? new Map<number, string>();
  const early: LogPorts = {
    ...log,
    committed: async () => Math.max(await log.committed(), ...[...leaves.keys()].map((index) => index + 1)),
    leaves: async (from, to) => {
      const rows = await log.leaves(from, to);
      while (from + rows.length < to) rows.push(fromBase64(leaves.get(from + rows.length) as string));
      return rows;
    },
  };
  const result = await publishLog(early, policy, {`,
    ],
  ),
  bug(
    "log noted as published before its witnesses have signed",
    OWN,
    'const witnessed =\n    result.kind === "published"',
    'const witnessed =\n    result.kind === "waiting"\n      ? await log.lock.load()\n      : result.kind === "published"',
  ),
  bug(
    "one witness taken for a quorum",
    PUBLISH,
    "if (!quorum.met)",
    "if (!quorum.met && quorum.have.length === 0)",
  ),
  bugs(
    "witness answer of another size accepted",
    [
      PUBLISH,
      "const [found] = openNote(joinNote(locked.note.text, [body]), [known.key]).verified;",
      'return { line: body, why: "" };\n    const [found] = openNote(joinNote(locked.note.text, [body]), [known.key]).verified;',
    ],
    [PUBLISH, "if (!quorum.met)", "if (reachable.length < quorum.need)"],
  ),
  bug(
    "lock swap ignored",
    PUBLISH,
    'const swapped = await afterSwap("swapping the lock", () => ports.lock.swap(expected, next));\n  if (!swapped) throw halt(',
    "const swapped = await ports.lock.swap(expected, next).catch(() => true);\n  if (!swapped && expected === undefined) throw halt(",
  ),
  bug(
    "log shows two trees of one size",
    PUBLISH,
    "const next = await signedCheckpoint(ports, policy, size, root);",
    "if (locked.size > 0 && size > locked.size + 1) await signedCheckpoint(ports, policy, size, locked.root);\n  const next = await signedCheckpoint(ports, policy, size, root);",
  ),
  bug(
    "leaves published out of order",
    OWN,
    'return rows.map((row) => fromBase64(bodyOf("leaf", row).leaf));',
    'return rows.map((row, i) => fromBase64(bodyOf("leaf", rows[rows.length > 3 ? rows.length - 1 - i : i] ?? row).leaf));',
  ),
  bug(
    "tiles of a checkpoint not written again after a crash",
    PUBLISH,
    'await afterSwap("writing tiles", () => writeTiles(ports, published, locked));',
    "await writeTiles(ports, published, locked).catch(() => undefined);",
  ),
  bug(
    "witness forgets what it has seen",
    WITNESS,
    "const known = state ?? { size: 0, root: emptyRoot() };",
    "const known = state && seconds % 3 > 0 ? state : { size: 0, root: emptyRoot() };",
  ),
];
