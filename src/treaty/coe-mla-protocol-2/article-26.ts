import { ALL_MEASURES, type Provision, provision } from "../provision.ts";
import { JUDGED, OPTION } from "../hanoi/reasons.ts";

export const provisions: readonly Provision[] = [
  provision(
    "coe-mla-protocol-2/26(1)",
    "shall",
    "T",
    "requesting",
    ALL_MEASURES,
    "Personal data that were transferred are used only for proceedings under the convention or its protocols, for proceedings directly related, or to prevent an immediate and serious threat to public security.",
    { noRule: JUDGED },
  ),
  provision(
    "coe-mla-protocol-2/26(2)",
    "may",
    "T",
    "requesting",
    ALL_MEASURES,
    "Other use needs prior consent of the Party they came from or of the person.",
    { noRule: JUDGED },
  ),
  provision(
    "coe-mla-protocol-2/26(3)",
    "may",
    "T",
    "requested",
    ALL_MEASURES,
    "Transfer may be refused where the data are protected at home and the receiver is not bound by the convention on data protection of 1981, unless it undertakes the protection required.",
    {
      noRule:
        "Open to the requested Party's judgement; grounds under this instrument are shown and not weighed.",
    },
  ),
  provision(
    "coe-mla-protocol-2/26(4)",
    "may",
    "T",
    "requested",
    ALL_MEASURES,
    "The Party they came from may ask how they were used.",
    { noRule: "The requested State asks where it wishes to." },
  ),
  provision(
    "coe-mla-protocol-2/26(5)",
    "may",
    "T",
    "requested",
    [],
    "A Party may declare that, where it could have refused or limited, data are not used for the purposes of paragraph 1 without its consent.",
    { noRule: OPTION },
  ),
];
