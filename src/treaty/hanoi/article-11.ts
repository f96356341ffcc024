import { provision, type Provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";
import { PART } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/11(1)",
    "hanoi/11",
    "T",
    "Dealing in tools and access data meant for the offences of Arts. 7 to 10, or possessing them, intentionally and without right, is made an offence.",
  ),
  provision(
    "hanoi/11(1)(a)",
    "shall",
    "T",
    "both",
    [],
    "The acts are obtaining, producing, selling, procuring for use, importing, distributing or otherwise making available, with the intent that the item be used for an offence of Arts. 7 to 10; the items are (i) devices or programs designed or adapted primarily for these offences and (ii) passwords, credentials, electronic signatures or similar data that open a system.",
    { noRule: PART },
  ),
  provision(
    "hanoi/11(1)(b)",
    "shall",
    "T",
    "both",
    [],
    "Possessing such an item with the intent that it be used for an offence of Arts. 7 to 10 counts too.",
    { noRule: PART },
  ),
  provision(
    "hanoi/11(2)",
    "forbidden",
    "T",
    "both",
    [],
    "No criminal liability is read into the article where the purpose is not an offence of Arts. 7 to 10, for instance authorised testing or protection of a system.",
    { noRule: "A State's sheet carries it as an exclusion of its offence; there the conduct meets it." },
  ),
  provision(
    "hanoi/11(3)",
    "may",
    "T",
    "both",
    [],
    "A State may reserve the right not to apply paragraph 1, except for selling, distributing or otherwise making available the items of (1)(a)(ii).",
    {
      noRule:
        "What a State reserved, the ledger says; for that pair the article then makes no Convention offence.",
    },
  ),
];
