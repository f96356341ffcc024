import { ACKNOWLEDGEMENT } from "./acknowledgement-and-inbox.ts";
import { AUTHENTICITY } from "./authenticity.ts";
import { CONFIDENTIALITY } from "./confidentiality.ts";
import { CUSTODY } from "./custody-and-evidence.ts";
import { LAW } from "./law.ts";
import { LOG } from "./log-and-witness.ts";
import type { Mutant } from "./mutant.ts";
import { OUTBOX } from "./outbox.ts";
import { PEOPLE } from "./people.ts";
import { RECOVERY } from "./recovery.ts";
import { TIMERS } from "./timers.ts";

/** All planted bugs, by class. */
export const CLASSES: Readonly<Record<string, readonly Mutant[]>> = {
  "acknowledgement and inbox": ACKNOWLEDGEMENT,
  outbox: OUTBOX,
  timers: TIMERS,
  "log and witness": LOG,
  law: LAW,
  "custody and evidence": CUSTODY,
  confidentiality: CONFIDENTIALITY,
  authenticity: AUTHENTICITY,
  recovery: RECOVERY,
  people: PEOPLE,
};

export const MUTANTS: readonly Mutant[] = Object.values(CLASSES).flat();
