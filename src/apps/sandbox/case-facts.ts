import { toMillis, type Instant } from "../../base/time.ts";

/** The fixed facts of case 1, the ransomware at St Mark Hospital. Invented; all addresses are for documentation (RFC 5737). */
export const CASE = {
  /** 2027-07-04T01:40:00+02:00, when the 412 machines were encrypted. */
  struck: "2027-07-03T23:40:00.000Z",
  machines: 412,
  demandBtc: 60,
  hospital: "St Mark Hospital",
  /** Control server at NordRack in Alderia. */
  control: { address: "203.0.113.77", port: 443 },
  /** What stands behind the payment page: CloudVeil in Cardova. */
  payment: { address: "198.51.100.23", port: 443, provider: "CloudVeil", state: "Cardova" },
} as const satisfies Record<string, unknown> & { struck: Instant };

/** When the hospital was struck, in milliseconds of the epoch. */
export const STRUCK = toMillis(CASE.struck);

/** An address of the hospital's network (192.0.2.0/24), by number. */
export function hospitalAddress(number: number): string {
  return `192.0.2.${1 + (number % 254)}`;
}
