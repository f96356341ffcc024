import { type Mutant, bug, bugs } from "./mutant.ts";

const WRITE = "src/exchange/write-request.ts";
const EXAMINE = "src/exchange/examine-case.ts";
const OFFICER = "src/exchange/officer-act.ts";

export const PEOPLE: readonly Mutant[] = [
  bug(
    "approve twice sends twice",
    WRITE,
    '  if (draft.state === "sent") return draft;\n  if (draft.state !== "submitted" || !draft.submitted)',
    "  if (!draft.submitted)",
  ),
  bug(
    "order served twice on double click",
    EXAMINE,
    '  if (current.authority && current.status !== "granted") return current;\n  demandStep(current, "authorise");\n',
    "",
  ),
  bugs(
    "decision sent again at each click",
    [
      EXAMINE,
      '  if (current.decision?.signature.digest === signed.signature.digest) return current;\n  // A postponed request waits for its decision still (Art 40(27)).\n  if (current.decision && current.decision.outcome !== "postponed") {',
      '  if (current.decision && current.decision.at === "") {',
    ],
    [EXAMINE, '  demandStep(current, "decide");\n', ""],
  ),
  bugs(
    "withdrawal sent at each click",
    ["src/exchange/withdraw-request.ts", '  if (current.status === "withdrawn") return current;\n', ""],
    ["src/exchange/withdraw-request.ts", '  demandStep(current, "withdraw");\n', ""],
  ),
  bug(
    "provider's answer sent at each click",
    "src/exchange/provider-orders.ts",
    "  if (order.state === state) return order;\n",
    '  if (order.state === state) send(context, order.from, "reply", order.ref, reply);\n  if (order.state === state) return order;\n',
  ),
  bugs("officer's mandate not checked", [OFFICER, "  demandMandate(officer, mandate);\n", ""]),
  bug(
    "officer who left still accepted",
    "src/party/directory.ts",
    "const officer = entry.officers.find((each) => each.id === id && inForce(each, at));",
    'const officer = entry.officers.find((each) => each.id === id && at !== "");',
  ),
  bug(
    "act of yesterday carried out",
    OFFICER,
    "if (act.at < addHours(now, -ACT_LIFE_HOURS))",
    "if (act.at < addHours(now, -48 * ACT_LIFE_HOURS - 24))",
  ),
  bug(
    "reading not on the record",
    "src/exchange/engine.ts",
    'insert(context.tx, "access", key, `case:${ref}`, { at: context.now, officer, ref, why });',
    'if (why === "") insert(context.tx, "access", key, `case:${ref}`, { at: context.now, officer, ref, why });',
  ),
];
