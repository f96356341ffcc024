import { type Provision, provision } from "../provision.ts";
import { MEANING } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "untoc/2(a)",
    "definition",
    "T",
    "both",
    [],
    "An organized criminal group is a structured group of three or more, existing for some time and acting together to commit serious crimes or offences under the convention for a financial or other material benefit.",
    { noRule: MEANING },
  ),
  provision(
    "untoc/2(b)",
    "definition",
    "T",
    "both",
    [],
    "A serious crime is an offence with a maximum of at least four years of deprivation of liberty, or a more serious penalty. Whose law is measured is not said.",
  ),
  provision(
    "untoc/2(c)",
    "definition",
    "T",
    "both",
    [],
    "A structured group was not formed at random for one immediate offence; it needs no defined roles, lasting membership or developed structure.",
    { noRule: MEANING },
  ),
];
