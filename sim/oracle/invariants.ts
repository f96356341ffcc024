import type { Invariant } from "./facts.ts";
import { nothingLost } from "./i01-nothing-lost.ts";
import { nothingTwice } from "./i02-nothing-twice.ts";
import { logHolds } from "./i03-log.ts";
import { custodyUnbroken } from "./i04-custody.ts";
import { lawful } from "./i05-lawful.ts";
import { confidential } from "./i06-confidential.ts";
import { deadlines } from "./i07-deadlines.ts";
import { authentic } from "./i08-authentic.ts";
import { needToKnow } from "./i09-need-to-know.ts";
import { keysOnlyRise } from "./i10-keys.ts";
import { bounded } from "./i11-bounded.ts";
import { recovery } from "./i12-recovery.ts";

/** The invariants of this domain, each in a file of its own, each made afresh for each run. */
export const INVARIANTS: readonly (() => Invariant)[] = [
  nothingLost,
  nothingTwice,
  logHolds,
  custodyUnbroken,
  lawful,
  confidential,
  deadlines,
  authentic,
  needToKnow,
  keysOnlyRise,
  bounded,
  recovery,
];
