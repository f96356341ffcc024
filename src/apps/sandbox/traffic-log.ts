import { toInstant } from "../../base/time.ts";
import { CASE, STRUCK, hospitalAddress } from "./case-facts.ts";
import { type Seeded, seeded } from "./seeded.ts";

/** One flow as a provider's routers note it: traffic data, no content (Convention Art 2(d), 43). */
export interface Flow {
  at: string;
  from: string;
  fromPort: number;
  to: string;
  toPort: number;
  protocol: "tcp";
  bytes: number;
}

/**
 * Partial traffic data of the control server around the attack, as JSON lines in time order: the hospital's machines
 * calling in, and the control server passing them on to the payment page, which names the other provider in the path
 * (Art 43(1)). The same seed gives the same bytes.
 */
export function trafficLog(seed: string): string {
  return flowsOf(seed)
    .map((flow) => `${JSON.stringify(flow)}\n`)
    .join("");
}

/** The flows themselves, in time order. */
export function flowsOf(seed: string): Flow[] {
  const chance = seeded(seed, "traffic");
  const flows: Flow[] = [];
  for (let machine = 0; machine < CASE.machines; machine++) {
    flows.push(callHome(chance, machine));
    if (machine % 8 === 0) flows.push(passedOn(chance));
  }
  return flows.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function callHome(chance: Seeded, machine: number): Flow {
  return {
    at: toInstant(STRUCK - 120_000 + chance.below(600_000)),
    from: hospitalAddress(machine),
    fromPort: 49_152 + chance.below(16_000),
    to: CASE.control.address,
    toPort: CASE.control.port,
    protocol: "tcp",
    bytes: 900 + chance.below(60_000),
  };
}

function passedOn(chance: Seeded): Flow {
  return {
    at: toInstant(STRUCK + chance.below(900_000)),
    from: CASE.control.address,
    fromPort: 32_768 + chance.below(28_000),
    to: CASE.payment.address,
    toPort: CASE.payment.port,
    protocol: "tcp",
    bytes: 2_000 + chance.below(20_000),
  };
}
