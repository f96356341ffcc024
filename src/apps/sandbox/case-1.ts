import type { RequestContent } from "../../request/content.ts";

/**
 * Case 1 of the invented world: ransomware at St Mark Hospital in Borvania, a control server at NordRack in Alderia.
 * The contents of the three requests, as Borvania's officer writes them.
 */

const FACTS =
  "On 4 July 2027 at 01:40 +02:00 the patient system of St Mark Hospital was encrypted: 412 machines stopped and 14 patients " +
  "were moved from intensive care. The intruders ask for 60 BTC. The encrypting program spoke to a control server at " +
  "203.0.113.77, port 443; the address belongs to a virtual server at NordRack in Alderia.";

const common = {
  requesting: "BO",
  requested: "AL",
  basis: "hanoi" as const,
  authority: "Central Authority of Borvania",
  proceeding:
    "Prosecutor's Office of Borvania, cybercrime unit: criminal investigation against unknown persons",
  fileNumber: "BO-PO-2027-1187",
  offences: [
    { state: "BO", code: "CC 361" },
    { state: "BO", code: "CC 362" },
    { state: "BO", code: "CC 363" },
  ],
  conduct: [
    "system-access",
    "without-right",
    "security-measure-infringed",
    "dishonest-intent",
    "data-damaged",
    "serious-harm",
    "system-hindered",
    "demand-with-threat",
    "gain-sought",
  ],
  facts: FACTS,
  custodian: "nordrack",
  selectors: [
    {
      kind: "server" as const,
      value: "203.0.113.77",
      port: 443,
      at: "2027-07-03T23:40:00.000Z",
      reason: "The encrypting program on the hospital's machines spoke to this address and port.",
    },
  ],
  confidentiality: {
    reason: "The intruders would move their server if they learned of the investigation.",
    until: "2027-10-02T00:00:00.000Z",
  },
  urgency: {
    kind: "volatile" as const,
    reason: "The server is rented by the hour and can be wiped by the intruders.",
  },
  language: "en",
};

/** R1: preservation of the control server's data. */
export function requestOne(): RequestContent {
  return {
    ...common,
    measure: "preservation",
    subject: "Ransomware at a hospital: preserve the control server",
    purpose: "To keep the server's data until the request for assistance has been decided.",
    necessity: "Without preservation the server's memory and disk can be wiped at any moment.",
    intendsMla: true,
  };
}

/** R2: enough traffic data to find other providers in the chain. */
export function requestTwo(preservation: string): RequestContent {
  return {
    ...common,
    measure: "traffic-partial",
    subject: "Ransomware at a hospital: traffic data to find further providers",
    purpose: "To identify the other providers through which the intruders spoke, and the path.",
    necessity: "Their payment page is served from elsewhere; each hour lets them move it.",
    period: { from: "2027-07-01T00:00:00.000Z", to: "2027-07-04T03:00:00.000Z" },
    preservationReference: preservation,
  };
}

/** R3: the image of the server. */
export function requestThree(preservation: string): RequestContent {
  return {
    ...common,
    measure: "stored-data",
    subject: "Ransomware at a hospital: image of the control server",
    purpose: "Evidence in the criminal investigation: keys, logs and the intruders' configuration.",
    necessity: "The keys to restore the hospital's data may lie on the server.",
    justification: "No other source holds the intruders' configuration.",
    period: { from: "2027-06-01T00:00:00.000Z", to: "2027-07-04T03:00:00.000Z" },
    evidenceForm: "Disk image with SHA-256, provider's certificate, chain of custody",
    preservationReference: preservation,
  };
}
