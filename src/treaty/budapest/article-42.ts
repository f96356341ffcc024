import { type Provision, provision } from "../provision.ts";

export const provisions: readonly Provision[] = [
  provision(
    "budapest/42",
    "forbidden",
    "T",
    "both",
    [],
    "Reservations are allowed under Arts. 4(2), 6(3), 9(4), 10(3), 11(3), 14(3), 22(2), 29(4) and 41(1), and no others.",
    { noRule: "The ledger keeps what each State reserved." },
  ),
];
