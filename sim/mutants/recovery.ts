import { type Mutant, bug, bugs } from "./mutant.ts";

const HALT = "src/exchange/halt.ts";
const CATCH = "src/exchange/catch-up.ts";
const ASK = "src/exchange/ask-peer.ts";

export const RECOVERY: readonly Mutant[] = [
  bug("halted node goes on", HALT, "  if (code === null) return;\n", '  if (code !== "") return;\n'),
  bugs(
    "old rows not held against lock and peers",
    [HALT, "return committed < parseCheckpoint(", "return committed < 0 && committed < parseCheckpoint("],
    [
      "src/exchange/publish-log.ts",
      "if (committed < locked.size) throw rowsLost(committed, locked.size);",
      'if (committed < locked.size) return { kind: "idle" };',
    ],
    [ASK, '  halt(kit, "node/behind-peer");\n', ""],
  ),
  bug(
    "catch-up off by one",
    CATCH,
    "for (let seq = head.seq + 1; asked <",
    "for (let seq = head.seq + 2; asked <",
  ),
  bug(
    "peers not asked for what was missed",
    CATCH,
    "  const here = new Set(head.ahead);\n",
    '  const here = new Set(head.ahead);\n  if (peer !== "") {\n    noteHeard(kit, peer);\n    return { taken: 0, whole: true };\n  }\n',
  ),
  bug(
    "peers not asked whether they know more of ours",
    ASK,
    "  let seq = await firstUnsure(kit, stream);\n",
    '  if (stream !== "") return kit.volatile.asked.add(peer).has(peer);\n  let seq = await firstUnsure(kit, stream);\n',
  ),
  bug(
    "what was said told again without its proof",
    "src/exchange/retell.ts",
    "return { seed: leaf.seed, proof: await makeReceipt(log.tiles.read, published.checkpoint, leaf.index) };",
    "return { seed: leaf.seed, proof: published.checkpoint };",
  ),
  bug(
    "own refusals without bound",
    "src/exchange/at-the-door.ts",
    "const key = `${from.slice(0, 60)}/${code}`;",
    "const key = `${from.slice(0, 60)}/${code}/${digest}`;",
  ),
];
