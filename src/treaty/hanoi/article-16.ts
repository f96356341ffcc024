import { provision, type Provision } from "../provision.ts";
import { offenceArticle } from "./offence.ts";
import { OPTION } from "./reasons.ts";

export const provisions: readonly Provision[] = [
  offenceArticle(
    "hanoi/16(1)",
    "hanoi/16",
    "K",
    "Selling, distributing, sending, publishing or otherwise making available an intimate image of a person through a system without that person's consent, intentionally and without right, is made an offence.",
  ),
  provision(
    "hanoi/16(2)",
    "definition",
    "K",
    "both",
    [],
    "Intimate image: a visual recording, however made, of a person over 18, sexual in nature, in which sexual parts are exposed or sexual activity is shown, that was private when recorded and in which the person kept a reasonable expectation of privacy when the offence was committed.",
    { noRule: "The file says who is depicted and how old; what a picture shows, a person looks at." },
  ),
  provision(
    "hanoi/16(3)",
    "may",
    "K",
    "both",
    [],
    "A State may extend it to images of persons under 18 who may lawfully engage in sexual activity, where the image shows no child abuse or exploitation.",
    { noRule: OPTION },
  ),
  provision(
    "hanoi/16(4)",
    "definition",
    "K",
    "both",
    [],
    "A person under 18 cannot consent to the dissemination of an image that is material of Art. 14.",
    { noRule: "The age of a person depicted is looked at under Art. 14, whatever consent is claimed." },
  ),
  provision("hanoi/16(5)", "may", "K", "both", [], "A State may require intent to cause harm.", {
    noRule: OPTION,
  }),
  provision(
    "hanoi/16(6)",
    "may",
    "K",
    "both",
    [],
    "A State may take other measures on the matter, under its domestic law and its international obligations.",
    { noRule: OPTION },
  ),
];
