import { z } from "zod";
import { Problem } from "../base/problem.ts";
import { parseInstant } from "../base/time.ts";
import type { Law } from "./law.ts";
import { readOpinionInput } from "./opinion.ts";
import { OpinionInput } from "./opinion-input.ts";
import { findState } from "./states.ts";

/**
 * A question as a person writes it: States by name or code, days without an hour, and only what is known so far. What
 * is left out stays not known. Throws Problem `treaty/input-invalid`, `treaty/input-contradiction`,
 * `treaty/unknown-state`, `time/invalid` or `time/no-offset`.
 */
export function readQuestion(json: unknown, law: Law, now: string, where = "question"): OpinionInput {
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new Problem(
      "treaty/input-invalid",
      "A question is an object.",
      where,
      "Begin with { and name the fields.",
    );
  const written = { offences: [], conduct: [], facts: "", selectors: [], on: now, ...json } as Record<
    string,
    unknown
  >;
  const question: Record<string, unknown> = { ...written };
  for (const field of ["requesting", "requested"])
    if (typeof written[field] === "string") question[field] = findState(law, written[field]);
  for (const field of ["on", "madeOn", "preservedFrom", "dataRequestedAt", "dataDecidedAt"])
    if (typeof written[field] === "string") question[field] = instantOf(written[field], `${where}: ${field}`);
  if (Array.isArray(written["offences"]))
    question["offences"] = written["offences"].map((each: unknown) => offenceOf(each, question, law));
  return readOpinionInput(question, where);
}

/** A day stands for its first moment in UTC. */
export function instantOf(written: string, where: string): string {
  return parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(written) ? `${written}T00:00:00Z` : written, where);
}

// A code alone is one of the requesting State's law, which carries the request.
function offenceOf(written: unknown, { requesting }: Record<string, unknown>, law: Law): unknown {
  if (typeof written === "string") return { state: requesting, code: written };
  if (typeof written !== "object" || written === null) return written;
  const offence = { state: requesting, ...written } as Record<string, unknown>;
  return typeof offence["state"] === "string"
    ? { ...offence, state: findState(law, offence["state"]) }
    : offence;
}

/** The JSON Schema (2020-12) of a question with its States by code, as published in `spec/schemas`. */
export function questionJsonSchema(): unknown {
  return { title: "Comity question to the law, version 1", ...z.toJSONSchema(OpinionInput) };
}
