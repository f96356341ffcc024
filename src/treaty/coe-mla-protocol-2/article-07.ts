import { ALL_MEASURES, type Provision, provision } from "../provision.ts";
import { JUDGED } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/7(1)",
    "may",
    "T",
    "requested",
    ALL_MEASURES,
    "Action may be postponed where it would prejudice own investigations, prosecutions or related proceedings.",
    {
      noRule:
        "Open to the requested Party's judgement; grounds under this instrument are shown and not weighed.",
    },
  ),
  provision(
    "coe-mla-protocol-2/7(2)",
    "shall",
    "T",
    "requested",
    ALL_MEASURES,
    "Before refusing or postponing, the requested Party considers, where appropriate after consulting, whether to grant in part or under conditions.",
    { noRule: JUDGED },
  ),
  provision(
    "coe-mla-protocol-2/7(3)",
    "shall",
    "T",
    "requested",
    ALL_MEASURES,
    "Reasons are given for postponing, and what makes execution impossible or much later is told.",
    { noRule: "The exchange of messages asks for the reasons; nothing in the file decides them." },
  ),
];
