import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/4",
    "definition",
    "K",
    "both",
    [],
    "It puts new rules on channels of communication in the place of Art. 15 of the convention of 1959.",
    {
      noRule:
        "The text read says only that the article amends the convention of 1959; its wording was not compared here.",
    },
  ),
  provision(
    "coe-mla-protocol-2/4(8)",
    "may",
    "K",
    "both",
    [],
    "A Party may declare that requests, or some of them, go through or are copied to a central authority.",
    {
      noRule:
        "The text read says only that the article amends the convention of 1959; its wording was not compared here.",
    },
  ),
];
