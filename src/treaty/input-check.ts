import { Problem } from "../base/problem.ts";
import type { OpinionInput } from "./opinion-types.ts";

/** Contradictions in a question: each field reads well by itself, and two of them cannot both be so. */

/**
 * Throws Problem `treaty/input-contradiction` for a question that says two things at once, with every further
 * contradiction in `also`.
 */
export function refuseContradictions(input: OpinionInput, where: string): void {
  const [first, ...also] = contradictionsIn(input).map(
    ({ field, what, next }) => new Problem("treaty/input-contradiction", what, `${where}: ${field}`, next),
  );
  if (first) throw new Problem(first.code, first.message, first.where, first.next, also);
}

function contradictionsIn(input: OpinionInput): { field: string; what: string; next: string }[] {
  const { conduct, conductAbsent = [], requesting, requested, madeOn, on, preservedFrom } = input;
  const { dataRequestedAt, dataDecidedAt } = input;
  const denied = new Set(conductAbsent);
  const twice = [...new Set(conduct)].filter((key) => denied.has(key));
  return [
    ...twice.map((key) => ({
      field: "conductAbsent",
      what: `"${key}" is said to be in the facts and not to be in them.`,
      next: "Leave it in one list; in neither, it is not known.",
    })),
    ...(requesting === requested
      ? [
          {
            field: "requested",
            what: "A State asks itself.",
            next: "Name two States; a domestic case needs no treaty.",
          },
        ]
      : []),
    ...(madeOn !== undefined && madeOn > on
      ? [
          {
            field: "madeOn",
            what: "The request was made after the day asked about.",
            next: "Correct one of the two.",
          },
        ]
      : []),
    ...(preservedFrom !== undefined && preservedFrom > on && madeOn === undefined
      ? [
          {
            field: "preservedFrom",
            what: "Preservation began after the day asked about.",
            next: "Correct one of the two, or leave it out.",
          },
        ]
      : []),
    ...(dataRequestedAt !== undefined && preservedFrom !== undefined && dataRequestedAt < preservedFrom
      ? [
          {
            field: "dataRequestedAt",
            what: "The preserved data were asked for before they were preserved.",
            next: "Correct one of the two.",
          },
        ]
      : []),
    ...(dataDecidedAt !== undefined && (dataRequestedAt === undefined || dataDecidedAt < dataRequestedAt)
      ? [
          {
            field: "dataDecidedAt",
            what: "The request for the data was decided before it came.",
            next: "Give dataRequestedAt too, and correct the two.",
          },
        ]
      : []),
  ];
}
