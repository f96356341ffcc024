import type { InstrumentId, Opinion } from "./opinion-types.ts";

/** Where the instrument the opinion is formed under speaks of its scope and of dual criminality. */
const SCOPE: Readonly<Partial<Record<InstrumentId, string>>> = {
  hanoi: "Art. 35(1)",
  budapest: "Budapest Art. 25(1)",
  untoc: "UNTOC Art. 18(1)",
  uncac: "UNCAC Art. 46(1)",
};
const DUAL: Readonly<Partial<Record<InstrumentId, string>>> = {
  hanoi: "Art. 35(3), 40(8)",
  budapest: "Budapest Art. 25(4), 25(5)",
  untoc: "UNTOC Art. 18(9)",
  uncac: "UNCAC Art. 46(9)",
};

/** The pinpoints of scope and dual criminality; null where there is no treaty, and the States' own law decides. */
export function pinpointsUnder({ chosen, proposed }: Opinion["instrument"]): {
  scope: string | null;
  dual: string | null;
} {
  const under = chosen ?? proposed;
  return under ? { scope: SCOPE[under] ?? null, dual: DUAL[under] ?? null } : { scope: null, dual: null };
}
