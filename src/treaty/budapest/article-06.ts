import { type Provision, provision } from "../provision.ts";
import { offenceArticle } from "../hanoi/offence.ts";
import { OPTION, PART } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "budapest/6(1)",
    "budapest/6",
    "T",
    "Dealing in tools and access data meant for the offences of Arts. 2 to 5, or possessing them, intentionally and without right, is made an offence.",
  ),
  provision(
    "budapest/6(1)(a)",
    "shall",
    "T",
    "both",
    [],
    "The acts are producing, selling, procuring for use, importing, distributing or otherwise making available, with the intent that the item be used for an offence of Arts. 2 to 5; the items are (i) devices or programs made or adapted primarily for these offences and (ii) passwords, access codes or similar data that open a system.",
    { noRule: PART },
  ),
  provision(
    "budapest/6(1)(b)",
    "shall",
    "T",
    "both",
    [],
    "Possessing such an item with that intent counts too; a Party may require that several be possessed.",
    { noRule: PART },
  ),
  provision(
    "budapest/6(2)",
    "forbidden",
    "T",
    "both",
    [],
    "No criminal liability is read into the article where the purpose is not an offence of Arts. 2 to 5, for instance authorised testing or protection of a system.",
    { noRule: "A State's sheet carries it as an exclusion of its offence; there the conduct meets it." },
  ),
  provision(
    "budapest/6(3)",
    "may",
    "T",
    "both",
    [],
    "A Party may reserve the right not to apply paragraph 1, except for selling, distributing or otherwise making available the items of (1)(a)(ii).",
    { noRule: OPTION },
  ),
];
