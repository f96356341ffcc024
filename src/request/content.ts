import { z } from "zod";
import { Problem } from "../base/problem.ts";
import { parseInstant } from "../base/time.ts";
import { canonicalBytes } from "../base/canonical.ts";
import { type Digest, digestOf } from "../crypto/hash.ts";
import { InstrumentId, Measure } from "../treaty/opinion-types.ts";

/**
 * What an officer writes: the contents of a request (Convention Arts 40(15), 42(3), 45(3); users.md B.10). A draft and
 * a sent request have the same shape; what may be empty in a draft and not in a request is said by the opinion, which
 * depends on instrument, measure and the requested Party's sheet. Unknown fields are refused.
 */

const line = (max: number) => z.string().max(max);
const text = (max: number) => z.string().max(max);
const key = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(80);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const state = z.string().regex(/^[A-Z]{2}$/);

/** One account, address or server asked for, with its own reason (no reason, no selector). */
export const Selector = z.strictObject({
  kind: z.enum(["ip", "account", "server", "url", "other"]),
  value: line(500),
  reason: text(2000).optional(),
  port: z.number().int().min(1).max(65535).optional(),
  at: instant.optional(),
});

export const RequestContent = z.strictObject({
  measure: Measure,
  requesting: state,
  requested: state,
  /** Instrument relied on: `hanoi`, `budapest`, … */
  basis: InstrumentId.optional(),
  /** One line for lists, without persons. */
  subject: line(200),
  /** The requesting side's own file number. */
  fileNumber: line(100).optional(),
  /** The authority that asks (40(15)(a), 42(3)(a)). */
  authority: line(300).optional(),
  /** The authority that conducts the investigation and its functions (40(15)(b)). */
  proceeding: line(500).optional(),
  offences: z.array(z.strictObject({ state, code: line(40) })).max(20),
  /** Conduct in plain words, kept apart from the legal label (35(3)). */
  conduct: z.array(key).max(40),
  /** Conduct the facts do not contain, said expressly. */
  conductAbsent: z.array(key).max(40).optional(),
  facts: text(20_000),
  purpose: text(4000).optional(),
  selectors: z.array(Selector).max(50),
  period: z.strictObject({ from: instant, to: instant }).optional(),
  justification: text(4000).optional(),
  durationJustification: text(4000).optional(),
  /** Provider thought to hold the data, by its id in the requested Party's list. */
  custodian: line(100).optional(),
  necessity: text(4000).optional(),
  intendsMla: z.boolean().optional(),
  mlaReference: line(40).optional(),
  preservationReference: line(40).optional(),
  urgency: z
    .strictObject({
      kind: z.enum(["emergency", "volatile", "custody", "none"]),
      reason: text(2000).optional(),
    })
    .optional(),
  confidentiality: z.strictObject({ reason: text(2000), until: instant }).optional(),
  evidenceForm: line(500).optional(),
  language: line(20).optional(),
  /** What raises a question in this file, said by the officer: a topic key, for example `journalism`. */
  contextFlags: z.array(key).max(20).optional(),
  /** Answers to the questions the opinion puts, by prompt id. */
  answers: z.record(line(60), text(4000)).optional(),
});
export type RequestContent = z.infer<typeof RequestContent>;

/** The most bytes a request's contents may have in canonical form. */
export const CONTENT_LIMIT = 65_536;

/**
 * Reads contents that came from a form, an API or a peer. Throws one Problem `request/invalid` whose `also` lists
 * every fault: `request/unknown-field`, `request/field-missing`, `request/wrong-type`, `request/too-long`,
 * `request/end-before-start`, `request/wildcard`.
 */
export function readContent(value: unknown): RequestContent {
  // The input is reported only to tell "missing" from "of another type"; no problem shows it.
  const parsed = RequestContent.safeParse(value, { reportInput: true });
  const problems = parsed.success
    ? meaningFaults(parsed.data)
    : parsed.error.issues.flatMap((issue) => faultOf(issue));
  if (parsed.success && canonicalBytes(parsed.data).length > CONTENT_LIMIT)
    problems.push(tooLong("content", "The request as a whole"));
  if (problems.length === 1) throw problems[0] as Problem;
  if (problems.length > 1 || !parsed.success) {
    throw new Problem(
      "request/invalid",
      `${problems.length} fields of the request cannot be accepted.`,
      "content",
      "Correct the fields listed and try again.",
      problems,
    );
  }
  return parsed.data;
}

/** The digest of the contents: what officers sign and what both sides compare. */
export function contentDigest(content: RequestContent): Digest {
  return digestOf(canonicalBytes(content));
}

/** A time as a form has it (with its own offset) in the one form contents keep. Throws `time/…` Problems. */
export function timeField(value: string, where: string): string {
  return parseInstant(value, where);
}

function meaningFaults(content: RequestContent): Problem[] {
  const faults: Problem[] = [];
  if (content.period && content.period.to <= content.period.from) {
    faults.push(
      new Problem(
        "request/end-before-start",
        "The period ends before it starts.",
        "period.to",
        "Correct the period.",
      ),
    );
  }
  if (content.requesting === content.requested) {
    faults.push(
      new Problem(
        "request/same-state",
        "A State cannot ask itself.",
        "requested",
        "Choose the State that holds the evidence.",
      ),
    );
  }
  content.selectors.forEach((selector, index) => {
    if (/[*%]|\/\d{1,2}$|\s-\s/.test(selector.value) && selector.kind !== "url") {
      faults.push(
        new Problem(
          "request/wildcard",
          "Ranges and wildcards are not asked for.",
          `selectors.${index}.value`,
          "Name each account, address or server, with its own reason.",
        ),
      );
    }
  });
  return faults;
}

function tooLong(where: string, what: string): Problem {
  return new Problem(
    "request/too-long",
    `${what} is longer than allowed.`,
    where,
    "Shorten it; attach longer material as evidence of the facts under its own hash.",
  );
}

function faultOf(issue: z.core.$ZodIssue): Problem[] {
  const where = issue.path.join(".") || "content";
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map(
        (key) =>
          new Problem(
            "request/unknown-field",
            "This field is not part of a request.",
            [...issue.path, key].join(".").slice(0, 100),
            "Remove the field, or check its spelling against the API description.",
          ),
      );
    case "too_big":
      return [tooLong(where, "This field")];
    case "invalid_type":
      return issue.input === undefined
        ? [
            new Problem(
              "request/field-missing",
              "A field that every request has is missing.",
              where,
              "Fill in the field.",
            ),
          ]
        : [
            new Problem(
              "request/wrong-type",
              `The field must be of type ${issue.expected}.`,
              where,
              "Correct the value.",
            ),
          ];
    case "invalid_format":
      return [
        /T/.test(String(issue.pattern))
          ? new Problem(
              "time/no-offset",
              "The time is not in UTC with offset.",
              where,
              "Write it as 2027-07-04T01:40:00.000Z.",
            )
          : wrongValue(where),
      ];
    default:
      return [wrongValue(where)];
  }
}

function wrongValue(where: string): Problem {
  return new Problem(
    "request/wrong-value",
    "The value is not one of those allowed here.",
    where,
    "Choose one of the values the API description lists.",
  );
}
