import { type Provision, provision } from "../provision.ts";
import type { Measure } from "../opinion-types.ts";

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
    "hanoi/36(2)",
    "shall",
    "K",
    "requesting",
    TRANSFERS,
    "Personal data received stand under effective and appropriate safeguards.",
  ),
  provision(
    "hanoi/36(3)",
    "shall",
    "K",
    "requesting",
    TRANSFERS,
    "An onward transfer is notified to the transferring State and made only with its authorization.",
  ),
];
