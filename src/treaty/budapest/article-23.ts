import { ALL_MEASURES, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/23",
    "shall",
    "T",
    "both",
    ALL_MEASURES,
    "Parties cooperate to the widest extent possible in investigations and proceedings on offences related to systems and data and in collecting electronic evidence of any criminal offence, under this chapter and through other instruments, arrangements and domestic laws.",
    {
      noRule:
        "The duty is carried by the articles that follow; which instruments besides, the bases of the pair show.",
    },
  ),
];
