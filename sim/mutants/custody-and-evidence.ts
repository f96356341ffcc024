import { type Mutant, bug, bugs } from "./mutant.ts";

const RELEASE = "src/exchange/release-evidence.ts";
const ORDERS = "src/exchange/provider-orders.ts";
const ENGINE = "src/exchange/engine.ts";

export const CUSTODY: readonly Mutant[] = [
  bug(
    "evidence released while the remedy window is open",
    RELEASE,
    "if (item.holdUntil && context.now < item.holdUntil) {",
    'if (item.holdUntil && context.now < "2000") {',
  ),
  bug(
    "evidence released by who decided",
    RELEASE,
    "if (current.decision?.officer === act.officer)",
    'if (current.decision?.officer === "")',
  ),
  bug("evidence released after the withdrawal", RELEASE, '  demandStep(current, "release");\n', ""),
  bugs("evidence released twice", [
    RELEASE,
    '  if (item.state !== "held") return current;\n  demandStep(current, "release");\n',
    "",
  ]),
  bug(
    "custody step signed over a stale head",
    ENGINE,
    "const attested = await attestStep(kit.ports, kit.config, current.item, current.ref, chain, {",
    "const attested = await attestStep(kit.ports, kit.config, current.item, current.ref, chain.slice(0, -1), {",
  ),
  bug(
    "opening written into the chain at each click",
    RELEASE,
    '  if (item.state === "opened") return current;\n  if (item.state !== "received")',
    '  if (item.state !== "received" && item.state !== "opened")',
  ),
  bug(
    "slice digest not checked",
    "src/adapters/blobs/memory-blobs.ts",
    "if (digestOf(whole) !== digest) throw differs(digest);\n      kept",
    "kept",
  ),
  bug(
    "chain of custody lost on its way",
    "src/exchange/receive-news.ts",
    "custody: item.custody,",
    "custody: item.custody.slice(-1),",
  ),
  bugs("reply to an order of another case accepted", [
    ORDERS,
    "const order = current.orders.find((each) => each.digest === body.order && each.provider === from);",
    'const order = current.orders.find((each) => from !== "" && each.measure === (body.kind === "preserved" ? "preserve" : "produce"));',
  ]),
];
