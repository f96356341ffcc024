import type { StateCode } from "../base/ids.ts";
import { Agreements, type AgreementRecord } from "./agreements.ts";
import { Problem } from "../base/problem.ts";
import type { Day } from "../base/time.ts";
import { Instrument, reservationsOf } from "./ledger.ts";
import type { InstrumentId } from "./opinion-types.ts";
import { Road } from "./road.ts";
import { explain, readSheet, type StateSheet } from "./sheet.ts";
import { StateNames } from "./states.ts";

/**
 * The real world, or the one invented for tests and the sandbox. Codes collide (`AL` is Albania and Alderia), so the two
 * are never in one `Law`.
 */
export type World = "real" | "invented";

/** The law an opinion is formed on: the ledgers of the instruments and the sheets of the States. */
export interface Law {
  world: World;
  instruments: Readonly<Partial<Record<InstrumentId, Instrument>>>;
  /** The newest version of each State's sheet. */
  sheets: Readonly<Record<StateCode, StateSheet>>;
  /** Older versions, newest first, of the States that have them: an opinion on a day uses the one good for that day. */
  earlierSheets?: Readonly<Record<StateCode, readonly StateSheet[]>>;
  /** The names by which States are found; without them, those of the sheets. */
  names?: Readonly<Record<StateCode, StateNames["states"][number]>>;
  /** What is known of the roads to ratification. */
  roads?: readonly Road[];
  /** What two States have between themselves, as far as recorded. */
  agreements?: readonly AgreementRecord[];
}

/** One file of the `law` folder, parsed: its name is said in a problem. */
export interface LawFile {
  name: string;
  json: unknown;
}

/**
 * Validates parsed files and puts them together. Throws Problem `treaty/ledger-invalid`, `treaty/sheet-invalid`,
 * `treaty/road-invalid`, `treaty/states-invalid`,
 * `treaty/twice`, `treaty/sheet-versions`, `treaty/worlds-mixed` or `treaty/reservations-differ` (a sheet and the ledger do not name the same
 * reservations).
 */
export function loadLaw(files: {
  world?: World;
  instruments: readonly LawFile[];
  sheets: readonly LawFile[];
  roads?: readonly LawFile[];
  states?: LawFile;
  agreements?: readonly LawFile[];
}): Law {
  const world = files.world ?? "invented";
  const instruments: Partial<Record<InstrumentId, Instrument>> = {};
  for (const { name, json } of files.instruments) {
    const parsed = Instrument.safeParse(json);
    if (!parsed.success) throw explain(parsed.error, "treaty/ledger-invalid", name);
    checkWorld(parsed.data, world, name);
    if (instruments[parsed.data.id]) throw twice(name, parsed.data.id);
    instruments[parsed.data.id] = parsed.data;
  }
  const read = files.sheets.map(({ name, json }) => {
    const sheet = readSheet(json, name);
    checkWorld(sheet, world, name);
    checkReservations(sheet, instruments, name);
    return { name, sheet };
  });
  return {
    world,
    instruments,
    ...byVersion(read),
    ...(files.states ? { names: readNames(files.states, world) } : {}),
    ...(files.roads?.length ? { roads: readRoads(files.roads, world) } : {}),
    ...(files.agreements?.length ? { agreements: readAgreements(files.agreements, world) } : {}),
  };
}

function readAgreements(files: readonly LawFile[], world: World): AgreementRecord[] {
  return files.flatMap(({ name, json }) => {
    const parsed = Agreements.safeParse(json);
    if (!parsed.success) throw explain(parsed.error, "treaty/agreements-invalid", name);
    checkWorld(parsed.data, world, name);
    return parsed.data.records;
  });
}

function readNames({ name, json }: LawFile, world: World): NonNullable<Law["names"]> {
  const parsed = StateNames.safeParse(json);
  if (!parsed.success) throw explain(parsed.error, "treaty/states-invalid", name);
  checkWorld(parsed.data, world, name);
  return Object.fromEntries(parsed.data.states.map((each) => [each.code, each]));
}

function readRoads(files: readonly LawFile[], world: World): Road[] {
  const seen = new Set<string>();
  return files.map(({ name, json }) => {
    const parsed = Road.safeParse(json);
    if (!parsed.success) throw explain(parsed.error, "treaty/road-invalid", name);
    checkWorld(parsed.data, world, name);
    const { state, instrument } = parsed.data;
    if (seen.has(`${state} ${instrument}`)) throw twice(name, `The road of ${state} to ${instrument}`);
    seen.add(`${state} ${instrument}`);
    return parsed.data;
  });
}

function byVersion(
  read: readonly { name: string; sheet: StateSheet }[],
): Pick<Law, "sheets" | "earlierSheets"> {
  const sheets: Record<StateCode, StateSheet> = {};
  const earlierSheets: Record<StateCode, StateSheet[]> = {};
  for (const { name, sheet } of read.toSorted((a, b) => b.sheet.version - a.sheet.version)) {
    const newer = earlierSheets[sheet.state]?.at(-1) ?? sheets[sheet.state];
    if (!newer) {
      sheets[sheet.state] = sheet;
      continue;
    }
    if (newer.version === sheet.version) throw twice(name, `${sheet.state}, version ${sheet.version},`);
    if (newer.asOf <= sheet.asOf) throw outOfOrder(name, sheet, newer);
    (earlierSheets[sheet.state] ??= []).push(sheet);
  }
  return Object.keys(earlierSheets).length ? { sheets, earlierSheets } : { sheets };
}

function outOfOrder(name: string, sheet: StateSheet, newer: StateSheet): Problem {
  return new Problem(
    "treaty/sheet-versions",
    `Version ${newer.version} of ${sheet.state} is good from ${newer.asOf}, and version ${sheet.version} from ${sheet.asOf}.`,
    name,
    "A later version has a later asOf; a version that was wrong from the start is taken out.",
  );
}

function checkWorld(data: { invented: boolean }, world: World, name: string): void {
  if (data.invented === (world === "invented")) return;
  throw new Problem(
    "treaty/worlds-mixed",
    `The file says "invented": ${data.invented}, and it was read for the ${world} world.`,
    name,
    "Keep law/real and law/invented apart: the same code means another State in each.",
  );
}

function twice(name: string, what: string): Problem {
  return new Problem("treaty/twice", `${what} stands in two files.`, name, "Keep one file for each.");
}

// What a State reserved decides refusals, so a sheet that disagrees with the ledger must not load quietly.
function checkReservations(sheet: StateSheet, instruments: Law["instruments"], name: string): void {
  const inLedger = Object.values(instruments)
    .flatMap((instrument) => reservationsOf(instrument, sheet.state, sheet.asOf))
    .toSorted();
  if (sheet.reservations === null) return;
  const inSheet = sheet.reservations.toSorted();
  if (JSON.stringify(inLedger) === JSON.stringify(inSheet)) return;
  throw new Problem(
    "treaty/reservations-differ",
    `The sheet names the reservations [${inSheet.join(", ")}], the ledger [${inLedger.join(", ")}].`,
    name,
    "Correct whichever is wrong; the depositary's notification decides.",
  );
}

/**
 * The sheet of a State: the version good for a day, the oldest for a day before all of them, and the newest where no
 * day is given. Undefined where the node has none: then everything of its law is not known.
 */
export function sheetOf(law: Law, state: StateCode, on?: Day): StateSheet | undefined {
  if (!Object.hasOwn(law.sheets, state)) return undefined;
  const newest = law.sheets[state] as StateSheet;
  const earlier = law.earlierSheets?.[state] ?? [];
  if (on === undefined || newest.asOf <= on) return newest;
  return earlier.find((each) => each.asOf <= on) ?? earlier.at(-1) ?? newest;
}
