import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/6",
    "definition",
    "K",
    "both",
    [],
    "It puts a new rule on which authorities a Party deems judicial in the place of Art. 24 of the convention of 1959.",
    {
      noRule:
        "The text read says only that the article amends the convention of 1959; its wording was not compared here.",
    },
  ),
];
