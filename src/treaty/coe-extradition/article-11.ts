import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-extradition/11",
    "may",
    "T",
    "requested",
    [],
    "Where the offence carries death in the requesting Party and not, or not normally carried out, in the requested one, extradition may be refused unless a sufficient assurance is given.",
    {
      noRule:
        "Which offences carry death, the sheets say; the door shows that an assurance may be asked for.",
    },
  ),
];
