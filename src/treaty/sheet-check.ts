import { Problem } from "../base/problem.ts";
import type { SheetOffence, StateSheet } from "./sheet.ts";

/** What a sheet may not say of itself: sources that are not listed, ranges the wrong way round, dates that contradict. */

type Say = (path: string, what: string, next: string) => void;

/** Fields that are no object and so are cited in `cites`. */
export const CITED_BY_PATH = [
  "languages",
  "timeZone",
  "workingDays",
  "holidays",
  "seriousCrimeMeasuredBy",
  "remedyWindowHours",
] as const;

/** Every contradiction of a sheet that has the right shape, as Problems `treaty/sheet-invalid` in the order of the file. */
export function contradictionsOf(sheet: StateSheet, where: string): Problem[] {
  const found: Problem[] = [];
  const say: Say = (path, what, next) =>
    found.push(new Problem("treaty/sheet-invalid", what, `${where}: ${path}`, next));
  checkSources(sheet, say);
  checkCites(sheet, say);
  checkCalendar(sheet, say);
  twiceIn(sheet.offences.map((each) => each.code)).forEach((index) =>
    say(
      `offences.${index}.code`,
      `The offence "${sheet.offences[index]?.code}" stands twice.`,
      "Keep one line; a penalty that changed is a second line under penalties.",
    ),
  );
  sheet.offences.forEach((each, index) => checkOffence(each, `offences.${index}`, say));
  sheet.notCriminal.forEach((each, index) =>
    both(each.with, each.without).forEach((key) =>
      say(`notCriminal.${index}`, `"${key}" stands in with and in without.`, "Keep it in one of the two."),
    ),
  );
  return found;
}

function checkSources(sheet: StateSheet, say: Say): void {
  twiceIn(sheet.sources.map((each) => each.id)).forEach((index) =>
    say(
      `sources.${index}.id`,
      `The source "${sheet.sources[index]?.id}" is listed twice.`,
      "Keep one of the two.",
    ),
  );
  sheet.sources.forEach((each, index) => {
    if (later(each.version, sheet.asOf))
      say(
        `sources.${index}.version`,
        `The version read (${each.version}) is later than the day the sheet is good for (${sheet.asOf}).`,
        "Correct the version, or raise asOf.",
      );
  });
  const known = new Set(sheet.sources.map((each) => each.id));
  const { sources: _sources, ...rest } = sheet;
  eachCite(rest, "", (path, cite) => {
    if (!known.has(cite.source))
      say(
        `${path}.source`,
        `The source "${cite.source}" is cited but not listed.`,
        "List it under sources, or cite one that is listed.",
      );
    if (cite.version !== undefined && later(cite.version, sheet.asOf))
      say(
        `${path}.version`,
        `The version read (${cite.version}) is later than the day the sheet is good for (${sheet.asOf}).`,
        "Correct the version, or raise asOf.",
      );
  });
}

function eachCite(
  value: unknown,
  path: string,
  look: (path: string, cite: { source: string; version?: string }) => void,
): void {
  if (typeof value !== "object" || value === null) return;
  if ("source" in value && typeof value.source === "string")
    look(path, value as { source: string; version?: string });
  for (const [key, each] of Object.entries(value)) eachCite(each, path ? `${path}.${key}` : key, look);
}

function checkCites(sheet: StateSheet, say: Say): void {
  for (const field of CITED_BY_PATH) {
    const value: unknown = sheet[field];
    const known =
      field === "remedyWindowHours"
        ? Object.values(sheet[field]).some((each) => each !== null)
        : value !== null;
    if (known && !sheet.cites[field])
      say(
        field,
        "It has a value and no source.",
        `Write where it was read under cites.${field}; null where the law is not known.`,
      );
  }
  for (const path of Object.keys(sheet.cites)) {
    const value = path
      .split(".")
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], sheet);
    if (value === undefined || value === null)
      say(
        `cites.${path}`,
        "A source is given for a field that is blank.",
        "Write the value, or take the source out.",
      );
  }
}

function checkCalendar(sheet: StateSheet, say: Say): void {
  const { holidays, holidaysCover: cover, workingDays, timeZone } = sheet;
  if (timeZone !== null && !isTimeZone(timeZone))
    say("timeZone", `"${timeZone}" is no time zone.`, "Write an IANA name such as Europe/Vienna.");
  if (workingDays)
    twiceIn(workingDays.map(String)).forEach((index) =>
      say(`workingDays.${index}`, `Weekday ${workingDays[index]} stands twice.`, "Keep each weekday once."),
    );
  if ((holidays === null) !== (cover === null))
    say(
      "holidaysCover",
      "Holidays and the days they cover go together.",
      "Give both, or null for both where the holidays are not known.",
    );
  if (cover && cover.until < cover.from)
    say(
      "holidaysCover",
      `It ends (${cover.until}) before it begins (${cover.from}).`,
      "Correct the two days.",
    );
  if (!holidays || !cover) return;
  holidays.forEach(({ day }, index) => {
    if (day < cover.from || day > cover.until)
      say(
        `holidays.${index}.day`,
        `${day} is outside the days covered, ${cover.from} to ${cover.until}.`,
        "Correct the day, or widen holidaysCover if every holiday of the longer time is listed.",
      );
  });
  twiceIn(holidays.map((each) => each.day)).forEach((index) =>
    say(`holidays.${index}.day`, `${holidays[index]?.day} stands twice.`, "Keep one line for each day."),
  );
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function checkOffence(offence: SheetOffence, path: string, say: Say): void {
  both(offence.elements, offence.exclusions).forEach((key) =>
    say(path, `"${key}" is an element and an exclusion.`, "Keep it in one of the two."),
  );
  const { from, until } = offence.inForce;
  if (from !== null && until !== null && until <= from)
    say(
      `${path}.inForce`,
      `It ends (${until}) before or as it begins (${from}).`,
      "Write in until the first day on which it is no longer law.",
    );
  offence.penalties.forEach((each, index) => {
    const at = `${path}.penalties.${index}`;
    checkRange(each, at, say);
    (each.aggravated ?? []).forEach((form, place) =>
      checkGraver(form, each, `${at}.aggravated.${place}`, say),
    );
    if (each.from !== null && from !== null && each.from < from)
      say(
        `${at}.from`,
        `The penalty begins (${each.from}) before the offence (${from}).`,
        "Correct one of the days.",
      );
    if (each.from !== null && until !== null && each.from >= until)
      say(
        `${at}.from`,
        `The penalty begins (${each.from}) when the offence has ended (${until}).`,
        "Correct one of the days.",
      );
  });
  checkOrder(offence, path, say);
}

// The order of the file is the order of time, so that a reader sees at once which line stands today.
function checkOrder({ penalties }: SheetOffence, path: string, say: Say): void {
  penalties.forEach((each, index) => {
    const before = penalties[index - 1];
    if (before && (each.from === null || (before.from !== null && each.from <= before.from)))
      say(
        `${path}.penalties.${index}.from`,
        "The penalties are not in the order of time, or two begin on one day.",
        "Put the older first; only the first may begin on a day that is not known.",
      );
  });
}

interface Range {
  minMonths: number | null;
  maxMonths: number | null;
}

function checkRange({ minMonths, maxMonths }: Range, path: string, say: Say): void {
  if (minMonths !== null && maxMonths !== null && minMonths > maxMonths)
    say(
      path,
      `The least penalty (${minMonths} months) is above the most (${maxMonths} months).`,
      "Correct the two; both are in months.",
    );
}

function checkGraver(form: Range & { gravest: string | null }, basic: Range, path: string, say: Say): void {
  checkRange(form, path, say);
  const below = form.maxMonths !== null && basic.maxMonths !== null && form.maxMonths < basic.maxMonths;
  if (below && form.gravest === "term")
    say(
      path,
      `A graver form carries less (${form.maxMonths} months) than the basic one (${basic.maxMonths} months).`,
      "Put the form without anything aggravating first, and the graver ones under aggravated.",
    );
}

// A month or a year is later only where all of it is.
function later(version: string, day: string): boolean {
  return version !== "undated" && version > day.slice(0, version.length);
}

function both(these: readonly string[], those: readonly string[]): string[] {
  return these.filter((each) => those.includes(each));
}

/** Places at which a value stands that stood before. */
function twiceIn(values: readonly string[]): number[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (seen.has(value)) return [index];
    seen.add(value);
    return [];
  });
}
