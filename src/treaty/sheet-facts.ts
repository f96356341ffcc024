import type { Day } from "../base/time.ts";
import type { StateSheet } from "./sheet.ts";
import type { Cite } from "./sheet-lines.ts";
import type { Sureness } from "./sureness.ts";

/** What of a sheet is fact, how it is cited, and what it leaves open. */

const CITATION = ["source", "at", "version", "sureness", "note"];
/** Nulls that are an answer and no gap. */
const NO_GAP = new Set(["link", "until", "reservations", "text"]);

type Node = Record<string, unknown>;

/** The sheet without the lines that were only recalled: they become null or go, and stand in `unverified`. */
export function factsOnly(sheet: StateSheet): StateSheet {
  const { sources, cites, unverified, notKnown, ...rest } = sheet;
  const apart: StateSheet["unverified"] = [...unverified];
  const body = structuredClone(rest) as Node;
  const kept: StateSheet["cites"] = {};
  for (const [path, cite] of Object.entries(cites)) {
    if (surenessOf(sheet, cite) !== "D") kept[path] = cite;
    else apart.push({ point: path, text: [emptied(body, path), cite.note].filter(Boolean).join(": ") });
  }
  const facts = setApart(body, "", sheet, apart) as typeof rest;
  for (const each of facts.offences) if (each.penalties.length === 0) each.penalties.push(UNKNOWN_PENALTY);
  return { ...facts, sources, cites: kept, unverified: apart, notKnown };
}

const UNKNOWN_PENALTY = { from: null, minMonths: null, maxMonths: null, gravest: null, aggravated: null };

function setApart(value: unknown, path: string, sheet: StateSheet, apart: StateSheet["unverified"]): unknown {
  if (Array.isArray(value))
    return value
      .map((each, index) => setApart(each, `${path}.${nameOf(each, index)}`, sheet, apart))
      .filter((each) => each !== undefined && each !== null);
  if (typeof value !== "object" || value === null) return value;
  if (isRecalled(value as Node, sheet)) {
    apart.push({ point: path.slice(1), text: wordsOf(value) });
    return null;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, setApart(each, `${path}.${key}`, sheet, apart)]),
  );
}

function isRecalled(line: Node, sheet: StateSheet): boolean {
  return (
    line["sureness"] === "D" ||
    (typeof line["source"] === "string" && surenessOf(sheet, line as Cite) === "D")
  );
}

function nameOf(value: unknown, index: number): string {
  const { code, point, provision } = (value ?? {}) as { code?: string; point?: string; provision?: string };
  return code ?? point ?? provision ?? String(index);
}

function emptied(body: Node, path: string): string {
  const keys = path.split(".");
  const last = keys.pop() as string;
  const holder = keys.reduce<Node | null>((at, key) => (at?.[key] as Node | undefined) ?? null, body);
  if (!holder) return path;
  const words = wordsOf(holder[last]);
  holder[last] = last === "remedyWindowHours" ? nulled(holder[last] as Node) : null;
  if (path === "holidays") body["holidaysCover"] = null;
  return words || path;
}

function nulled(record: Node): Node {
  return Object.fromEntries(Object.keys(record).map((key) => [key, null]));
}

function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .filter(([key]) => !CITATION.includes(key) || key === "at" || key === "note")
    .map(([, each]) => wordsOf(each))
    .filter((each) => each !== "")
    .join("; ")
    .slice(0, 2_000);
}

/** How sure a line is: its own word, else its source's. */
export function surenessOf(sheet: StateSheet, cite: Pick<Cite, "source" | "sureness">): Sureness {
  return cite.sureness ?? sheet.sources.find((each) => each.id === cite.source)?.sureness ?? "D";
}

/** A citation as a page shows it. */
export interface Citation {
  /** Title of the source and article, with the version read: `Criminal Code, Art. 192/b (version of 2020-03-24)`. */
  text: string;
  link: string | null;
  version: string;
  sureness: Sureness;
  note: string | null;
  /** Whether the version read is more than a year older than the day asked about, or undated. */
  old: boolean;
  /** What a reader must be told: null for A and B on a recent text. */
  caution: string | null;
}

/**
 * The citation of a line (`sheet.offences[0]`, `sheet.notice`) or of a field that is no object of its own, by its path
 * (`timeZone`). Null where the sheet has no such citation.
 */
export function citationOf(sheet: StateSheet, line: Partial<Cite> | string | null, on: Day): Citation | null {
  const cite = typeof line === "string" ? citeAt(sheet, line) : line;
  const source = sheet.sources.find((each) => each.id === cite?.source);
  if (!cite || !source) return null;
  const version = cite.version ?? source.version;
  const sureness = surenessOf(sheet, cite as Cite);
  const old = isOld(version, on);
  return {
    text: `${source.title}${cite.at ? `, ${cite.at}` : ""} (${version === "undated" ? version : `version of ${version}`})`,
    link: source.link,
    version,
    sureness,
    note: cite.note ?? null,
    old,
    caution: cautionFor(sureness, old, isLater(version, on)),
  };
}

// The nearest citation above a path: `extradition.nationals` has its own or that of `extradition`.
function citeAt(sheet: StateSheet, path: string): Partial<Cite> | null {
  const own = sheet.cites[path];
  if (own) return own;
  const keys = path.split(".");
  for (let end = keys.length; end > 0; end -= 1) {
    const found = keys.slice(0, end).reduce<unknown>((at, key) => (at as Node | null)?.[key], sheet);
    if (typeof found === "object" && found !== null && "source" in found) return found as Cite;
    const above = sheet.cites[keys.slice(0, end).join(".")];
    if (above) return above;
  }
  return null;
}

function cautionFor(sureness: Sureness, old: boolean, later: boolean): string | null {
  if (sureness === "D") return "Recalled, not read: no fact.";
  const words = [
    ...(sureness === "C" ? ["One secondary source: probably, check."] : []),
    ...(old ? ["The version read is more than a year old or undated: check the text in force."] : []),
    ...(later
      ? ["The version read is later than the day asked about: the law of that day may have differed."]
      : []),
  ];
  return words.length ? words.join(" ") : null;
}

// A month or a year is later only where all of it is.
function isLater(version: string, on: Day): boolean {
  return version !== "undated" && version > on.slice(0, version.length);
}

function isOld(version: string, on: Day): boolean {
  if (version === "undated") return true;
  // A month or a year counts as its last day.
  const yearOn = `${Number(version.slice(0, 4)) + 1}${version.slice(4)}`;
  return yearOn < on.slice(0, version.length);
}

/** One blank of a sheet. */
export interface Gap {
  path: string;
  what: string;
}

/** Offence articles of the Convention a sheet is asked about. */
const OFFENCE_ARTICLES = [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17];

/** Everything a sheet does not know: each null, each offence article with nothing mapped to it, and its own list. */
export function gapsOf(sheet: StateSheet): Gap[] {
  const { sources: _sources, cites: _cites, unverified: _unverified, notKnown, offences, ...rest } = sheet;
  const blanks = nullsOf({ freezing: null, ...rest }, "").map((path) => ({ path, what: "not known" }));
  const inOffences = offences.flatMap((each) =>
    nullsOf(each, `offences.${each.code}`)
      .filter((path) => !path.endsWith("inForce.from") && !path.endsWith(".from"))
      .map((path) => ({ path, what: "not known" })),
  );
  const enacted = new Set(offences.flatMap((each) => each.enacts.map(articleOf)));
  const unmapped = OFFENCE_ARTICLES.filter((article) => !enacted.has(`hanoi/${article}`)).map((article) => ({
    path: "offences",
    what: `no offence is mapped to Art. ${article}`,
  }));
  return [...blanks, ...inOffences, ...unmapped, ...notKnown.map((what) => ({ path: "notKnown", what }))];
}

const articleOf = (provision: string): string => provision.replace(/\(.*$/, "");

// A term of months says nothing where the penalty is for life or death.
function isNoGap(key: string, holder: Node): boolean {
  return NO_GAP.has(key) || (key === "maxMonths" && ["life", "death"].includes(String(holder["gravest"])));
}

function nullsOf(value: unknown, path: string): string[] {
  if (value === null) return [path];
  if (typeof value !== "object") return [];
  return Object.entries(value as Node)
    .filter(([key, each]) => !(each === null && isNoGap(key, value as Node)))
    .flatMap(([key, each]) => nullsOf(each, path ? `${path}.${key}` : key));
}

/** Every line of a sheet that carries a citation, with its path. */
export function citationsOf(sheet: StateSheet, on: Day): { path: string; citation: Citation }[] {
  const found: { path: string; citation: Citation }[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    const citation = "source" in value ? citationOf(sheet, value as Partial<Cite>, on) : null;
    if (citation) found.push({ path, citation });
    for (const [key, each] of Object.entries(value))
      look(each, path ? `${path}.${Array.isArray(value) ? nameOf(each, Number(key)) : key}` : key);
  };
  look(sheet, "");
  return found;
}
