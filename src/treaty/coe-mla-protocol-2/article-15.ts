import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/15",
    "shall",
    "T",
    "requesting",
    [],
    "Documents to be served come in their own language, with the translations and the summary the article asks for.",
    { noRule: "Service of documents is not handled here." },
  ),
];
