import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/10(1)",
    "may",
    "T",
    "requesting",
    [],
    "A hearing by telephone may be asked for where national law provides for it.",
    { noRule: "Hearings are not handled here; this program handles electronic evidence." },
  ),
];
