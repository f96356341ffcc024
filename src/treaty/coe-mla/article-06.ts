import { ASSISTANCE, type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla/6(1)",
    "may",
    "T",
    "requested",
    ASSISTANCE,
    "Handing over may be delayed while the requested Party needs the property or documents in pending criminal proceedings.",
  ),
  provision(
    "coe-mla/6(2)",
    "shall",
    "T",
    "requesting",
    [],
    "Property and original documents are returned as soon as possible unless that is waived.",
    { noRule: "Copies of data are not returned; originals move outside this program." },
  ),
];
