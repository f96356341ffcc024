import { Problem, isProblem } from "../../base/problem.ts";
import { type RequestContent, readContent, timeField } from "../../request/content.ts";

/**
 * A request's contents as fields of a form and back. What was typed is kept as typed, so that nothing is lost when it
 * cannot be read; what can be read becomes contents, and every fault names its field.
 */

/** What a form sent: each field's values, in order. */
export type FormValues = ReadonlyMap<string, readonly string[]>;

/** The one value of a field, or an empty string. */
export function valueOf(values: FormValues, name: string): string {
  return values.get(name)?.[0] ?? "";
}

/** All values of a field that is a group of boxes. */
export function valuesOf(values: FormValues, name: string): readonly string[] {
  return values.get(name) ?? [];
}

/** Text fields of a form's own; line ends as browsers send them become one line feed. */
export function formValues(form: FormData): FormValues {
  const values = new Map<string, string[]>();
  for (const [name, value] of form.entries()) {
    if (typeof value !== "string") continue;
    values.set(name, [...(values.get(name) ?? []), value.replaceAll("\r\n", "\n")]);
  }
  return values;
}

/** Numbers of the selector rows a form has, in order. */
export function rowsOf(values: FormValues): number[] {
  const numbers = [...values.keys()].flatMap((name) => /^selectors\.(\d{1,3})\.value$/.exec(name)?.[1] ?? []);
  return [...new Set(numbers.map(Number))].toSorted((a, b) => a - b);
}

const TEXTS = [
  "fileNumber",
  "authority",
  "proceeding",
  "purpose",
  "justification",
  "durationJustification",
  "custodian",
  "necessity",
  "mlaReference",
  "preservationReference",
  "evidenceForm",
  "language",
  "basis",
] as const;

/** What a form means: contents as far as they can be read, and what cannot. */
export interface FormReading {
  content: RequestContent;
  problems: Problem[];
}

/** Reads a form. The contents hold everything that can be read; each problem says in `where` which field cannot. */
export function readForm(values: FormValues, requesting: string): FormReading {
  const problems: Problem[] = [];
  const raw: Record<string, unknown> = {
    measure: valueOf(values, "measure"),
    requesting,
    requested: valueOf(values, "requested"),
    subject: valueOf(values, "subject").trim(),
    offences: valuesOf(values, "offences").map((code) => ({ state: requesting, code })),
    conduct: [...valuesOf(values, "conduct")],
    facts: valueOf(values, "facts").trim(),
    selectors: rowsOf(values).flatMap((row) => selectorOf(values, row, problems)),
    ...optional(values, problems),
  };
  return { content: salvage(raw, problems), problems };
}

function optional(values: FormValues, problems: Problem[]): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const name of TEXTS) if (valueOf(values, name).trim()) raw[name] = valueOf(values, name).trim();
  const absent = valuesOf(values, "conductAbsent");
  if (absent.length) raw["conductAbsent"] = [...absent];
  const flags = valuesOf(values, "contextFlags");
  if (flags.length) raw["contextFlags"] = [...flags];
  if (valueOf(values, "intendsMla")) raw["intendsMla"] = valueOf(values, "intendsMla") === "yes";
  const from = timeOf(values, "period.from", problems);
  const to = timeOf(values, "period.to", problems);
  if (from && to) raw["period"] = { from, to };
  else if (from || to) problems.push(halfPeriod(from ? "period.to" : "period.from"));
  const kind = valueOf(values, "urgency.kind");
  const reason = valueOf(values, "urgency.reason").trim();
  if (kind) raw["urgency"] = { kind, ...(reason ? { reason } : {}) };
  const secrecy = valueOf(values, "confidentiality.reason").trim();
  const until = timeOf(values, "confidentiality.until", problems);
  if (secrecy && until) raw["confidentiality"] = { reason: secrecy, until };
  else if (secrecy || until) problems.push(halfSecrecy(secrecy ? "until" : "reason"));
  const answers = answersOf(values);
  if (Object.keys(answers).length) raw["answers"] = answers;
  return raw;
}

function halfPeriod(where: string): Problem {
  return new Problem(
    "request/period-half",
    "A period has a beginning and an end.",
    where,
    "Fill in the other time too.",
  );
}

function halfSecrecy(field: string): Problem {
  return new Problem(
    "request/secrecy-half",
    "Secrecy needs a reason and an end.",
    `confidentiality.${field}`,
    "Fill in both, or leave both empty.",
  );
}

function selectorOf(values: FormValues, row: number, problems: Problem[]): unknown[] {
  const field = (name: string) => valueOf(values, `selectors.${row}.${name}`).trim();
  const at = timeOf(values, `selectors.${row}.at`, problems);
  const port = field("port");
  if (!field("value") && !field("reason") && !port && !at) return [];
  if (port && !/^\d{1,5}$/.test(port)) {
    problems.push(
      new Problem(
        "request/wrong-port",
        "A port is a number from 1 to 65535.",
        `selectors.${row}.port`,
        "Copy it from the log.",
      ),
    );
  }
  return [
    {
      kind: field("kind") || "ip",
      value: field("value"),
      ...(field("reason") ? { reason: field("reason") } : {}),
      ...(/^\d{1,5}$/.test(port) ? { port: Number(port) } : {}),
      ...(at ? { at } : {}),
    },
  ];
}

/** A time from its two fields, clock reading and offset; null where it is empty or cannot be read. */
function timeOf(values: FormValues, name: string, problems: Problem[]): string | null {
  const local = valueOf(values, `${name}.local`).trim();
  const offset = valueOf(values, `${name}.offset`).trim();
  if (!local && !offset) return null;
  // A log line may be pasted whole, with its own offset.
  const text = /(Z|[+-]\d{2}:?\d{2})$/.test(local) ? local : `${local}${offset}`;
  try {
    return timeField(text, name);
  } catch (error) {
    if (!isProblem(error)) throw error;
    problems.push(error);
    return null;
  }
}

/** Answers to prompts begin `yes:` or `no:`; answers to an instrument's condition are words alone. */
function answersOf(values: FormValues): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const name of values.keys()) {
    const id = /^answers\.([a-z0-9-]+)\.text$/.exec(name)?.[1];
    if (!id) continue;
    const text = valueOf(values, name).trim();
    const side = valueOf(values, `answers.${id}.side`);
    if (text) answers[id] = side === "yes" || side === "no" ? `${side}: ${text}` : text;
  }
  return answers;
}

/** The contents without the fields at fault, each fault noted once; a draft may be incomplete, never unreadable. */
function salvage(raw: Record<string, unknown>, problems: Problem[]): RequestContent {
  const kept = { ...raw };
  for (let round = 0; round < 100; round++) {
    try {
      return readContent(kept);
    } catch (error) {
      if (!isProblem(error)) throw error;
      const faults = error.also.length ? error.also : [error];
      for (const fault of faults) {
        problems.push(fault);
        leaveOut(kept, fault.where);
      }
    }
  }
  throw new TypeError("contents that cannot be read even when empty");
}

const EMPTY: Record<string, unknown> = {
  subject: "",
  facts: "",
  offences: [],
  conduct: [],
  selectors: [],
  measure: "preservation",
};

function leaveOut(kept: Record<string, unknown>, where: string): void {
  const [field = "", index] = where.split(".");
  if (field === "content") return void Object.assign(kept, { facts: "" });
  if (field === "requested") return void (kept["requested"] = "ZZ");
  if (field === "selectors" && index !== undefined && Array.isArray(kept["selectors"])) {
    kept["selectors"] = (kept["selectors"] as unknown[]).filter((_, at) => at !== Number(index));
    return;
  }
  if (Object.hasOwn(EMPTY, field)) kept[field] = EMPTY[field];
  else delete kept[field];
}

/** Contents as the fields of the form show them; times in UTC, as they are kept. */
export function valuesOfContent(content: RequestContent): FormValues {
  const values = new Map<string, string[]>();
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined) values.set(name, [value]);
  };
  set("measure", content.measure);
  set("requested", content.requested);
  set("subject", content.subject);
  set("facts", content.facts);
  for (const name of TEXTS) set(name, content[name]);
  values.set(
    "offences",
    content.offences.filter((each) => each.state === content.requesting).map((each) => each.code),
  );
  values.set("conduct", [...content.conduct]);
  values.set("conductAbsent", [...(content.conductAbsent ?? [])]);
  values.set("contextFlags", [...(content.contextFlags ?? [])]);
  if (content.intendsMla !== undefined) set("intendsMla", content.intendsMla ? "yes" : "no");
  setTime(values, "period.from", content.period?.from);
  setTime(values, "period.to", content.period?.to);
  set("urgency.kind", content.urgency?.kind);
  set("urgency.reason", content.urgency?.reason);
  set("confidentiality.reason", content.confidentiality?.reason);
  setTime(values, "confidentiality.until", content.confidentiality?.until);
  setRows(values, content);
  for (const [id, answer] of Object.entries(content.answers ?? {})) {
    const side = /^(yes|no):\s*/.exec(answer);
    set(`answers.${id}.side`, side?.[1]);
    set(`answers.${id}.text`, side ? answer.slice(side[0].length) : answer);
  }
  return values;
}

function setRows(values: Map<string, string[]>, content: RequestContent): void {
  for (const [row, selector] of content.selectors.entries()) {
    values.set(`selectors.${row}.kind`, [selector.kind]);
    values.set(`selectors.${row}.value`, [selector.value]);
    values.set(`selectors.${row}.reason`, [selector.reason ?? ""]);
    values.set(`selectors.${row}.port`, [selector.port ? String(selector.port) : ""]);
    setTime(values, `selectors.${row}.at`, selector.at);
  }
}

function setTime(values: Map<string, string[]>, name: string, at: string | undefined): void {
  if (at === undefined) return;
  values.set(`${name}.local`, [at.slice(0, 19)]);
  values.set(`${name}.offset`, ["Z"]);
}

/** The form with one more selector row, or without one. */
export function withRow(values: FormValues, change: "add" | number): FormValues {
  const next = new Map(values);
  const rows = rowsOf(values);
  if (change === "add") next.set(`selectors.${(rows.at(-1) ?? -1) + 1}.value`, [""]);
  else
    for (const name of values.keys())
      if (name.startsWith(`selectors.${change}.`) && rows.length > 1) next.delete(name);
  return next;
}
