import { WITNESS_CLOCK } from "../hanoi/reasons.ts";
import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/12(1)",
    "forbidden",
    "T",
    "requesting",
    [],
    "A witness or expert who appears on a summons is not prosecuted, detained or restricted there for acts or convictions before leaving the requested Party.",
    { noRule: "Witnesses are not handled here." },
  ),
  provision(
    "coe-mla/12(2)",
    "forbidden",
    "T",
    "requesting",
    [],
    "A person summoned to answer for acts is not prosecuted, detained or restricted there for earlier acts or convictions that the summons does not name.",
    { noRule: "Persons who are summoned are not handled here." },
  ),
  provision(
    "coe-mla/12(3)",
    "definition",
    "T",
    "requesting",
    [],
    "That immunity ends where the person could have left for fifteen consecutive days after being no longer needed and stayed, or came back.",
    { noRule: WITNESS_CLOCK },
  ),
];
