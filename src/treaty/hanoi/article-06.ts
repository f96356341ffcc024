import { ALL_MEASURES, provision, type Provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/6(1)",
    "shall",
    "T",
    "both",
    ALL_MEASURES,
    "Obligations under the Convention are carried out consistently with obligations under international human rights law.",
  ),
  provision(
    "hanoi/6(2)",
    "forbidden",
    "T",
    "both",
    ALL_MEASURES,
    "Nothing is read as permitting the suppression of human rights or freedoms, among them expression, conscience, opinion, religion or belief, peaceful assembly and association.",
  ),
];
