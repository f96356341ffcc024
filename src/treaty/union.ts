import type { StateCode } from "../base/ids.ts";
import type { Instrument } from "./ledger.ts";
import type { BasisFacts } from "./weighing.ts";

/**
 * Members of the European Union, as the ledger of its Regulation on electronic evidence names them (Denmark too, which
 * takes no part). Between them the law of the Union comes first; it is not modelled here.
 */

export const UNION_TAKES_PLACE =
  "between members of the European Union the law of the Union (European Arrest Warrant, European Investigation Order, production and preservation orders) largely takes its place; that is not modelled here.";

const members = new WeakMap<Instrument, ReadonlySet<StateCode>>();

/** Whether both States of the question are members, as far as the ledger tells. */
export function areBothInUnion({ law, input }: Pick<BasisFacts, "law" | "input">): boolean {
  const ledger = law.instruments["eu-evidence"];
  if (!ledger) return false;
  let known = members.get(ledger);
  if (!known) {
    known = new Set(ledger.events.flatMap((each) => each.state ?? []));
    members.set(ledger, known);
  }
  return known.has(input.requesting) && known.has(input.requested);
}
