import { ASSISTANCE, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision("coe-mla/19", "shall", "T", "requested", ASSISTANCE, "Reasons are given for any refusal.", {
    noRule: "The exchange of messages asks for the reasons; nothing in the file decides them.",
  }),
];
