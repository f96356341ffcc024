import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "../hanoi/offence.ts";
import { OPTION, PART } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "budapest/10(1)",
    "budapest/10",
    "T",
    "Infringing copyright wilfully, on a commercial scale and through a system, is made an offence as far as the treaties the Party has joined oblige it, moral rights apart.",
  ),
  provision("budapest/10(2)", "shall", "T", "both", [], "The same for rights related to copyright.", {
    noRule: PART,
  }),
  provision(
    "budapest/10(3)",
    "may",
    "T",
    "both",
    [],
    "A Party may reserve the right not to punish in limited circumstances, where other effective remedies exist and its other treaties allow.",
    { noRule: OPTION },
  ),
];
