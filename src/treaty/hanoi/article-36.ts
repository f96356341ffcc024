import type { Measure } from "../opinion-types.ts";
import { provision, type Provision } from "../provision.ts";
import { POLICY } from "./reasons.ts";

/** Measures by which personal data leave the requested State; preservation alone moves nothing. */
export const TRANSFERS: readonly Measure[] = [
  "traffic-partial",
  "subscriber",
  "traffic-stored",
  "stored-data",
  "traffic-realtime",
  "content-interception",
  "emergency-data",
];

export const provisions: readonly Provision[] = [
  provision(
    "hanoi/36(1)(a)s1",
    "shall",
    "K",
    "both",
    [],
    "Personal data are transferred only in accordance with the domestic law of the transferring State and its obligations under international law.",
    { noRule: "The ground is weighed under the next sentence." },
  ),
  provision(
    "hanoi/36(1)(a)",
    "nothing-obliges",
    "K",
    "requested",
    TRANSFERS,
    "A State is not required to transfer personal data that it cannot provide in compliance with its data-protection law.",
  ),
  provision(
    "hanoi/36(1)(b)",
    "may",
    "K",
    "requested",
    TRANSFERS,
    "It may seek conditions that make the transfer comply.",
  ),
  provision(
    "hanoi/36(1)(c)",
    "may",
    "K",
    "both",
    [],
    "States are encouraged to make arrangements between two or more of them that ease the transfer of personal data.",
    { noRule: POLICY },
  ),
  provision(
    "hanoi/36(2)",
    "shall",
    "K",
    "requesting",
    TRANSFERS,
    "Personal data received stand under effective and appropriate safeguards in the receiving State's legal framework.",
  ),
  provision(
    "hanoi/36(3)",
    "shall",
    "K",
    "requesting",
    TRANSFERS,
    "An onward transfer to a third country or an international organization is notified to the transferring State and made only with its authorization, which it may require in writing.",
  ),
];
