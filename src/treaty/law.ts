import type { StateCode } from "../base/ids.ts";
import { Problem } from "../base/problem.ts";
import { Instrument, reservationsOf } from "./ledger.ts";
import type { InstrumentId } from "./opinion-types.ts";
import { explain, readSheet, type StateSheet } from "./sheet.ts";

/**
 * The real world, or the one invented for tests and the sandbox. Codes collide (`AL` is Albania and Alderia), so the two
 * are never in one `Law`.
 */
export type World = "real" | "invented";

/** The law an opinion is formed on: the ledgers of the instruments and the sheets of the States. */
export interface Law {
  world: World;
  instruments: Readonly<Partial<Record<InstrumentId, Instrument>>>;
  sheets: Readonly<Record<StateCode, StateSheet>>;
}

/** One file of the `law` folder, parsed: its name is said in a problem. */
export interface LawFile {
  name: string;
  json: unknown;
}

/**
 * Validates parsed files and puts them together. Throws Problem `treaty/ledger-invalid`, `treaty/sheet-invalid`,
 * `treaty/twice`, `treaty/worlds-mixed` or `treaty/reservations-differ` (a sheet and the ledger do not name the same
 * reservations).
 */
export function loadLaw(files: {
  world?: World;
  instruments: readonly LawFile[];
  sheets: readonly LawFile[];
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
  const sheets: Record<StateCode, StateSheet> = {};
  for (const { name, json } of files.sheets) {
    const sheet = readSheet(json, name);
    checkWorld(sheet, world, name);
    if (sheets[sheet.state]) throw twice(name, sheet.state);
    checkReservations(sheet, instruments, name);
    sheets[sheet.state] = sheet;
  }
  return { world, instruments, sheets };
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
  const inSheet = sheet.reservations.toSorted();
  if (JSON.stringify(inLedger) === JSON.stringify(inSheet)) return;
  throw new Problem(
    "treaty/reservations-differ",
    `The sheet names the reservations [${inSheet.join(", ")}], the ledger [${inLedger.join(", ")}].`,
    name,
    "Correct whichever is wrong; the depositary's notification decides.",
  );
}

/** The sheet of a State, or undefined where the node has none: then everything of its law is not known. */
export function sheetOf(law: Law, state: StateCode): StateSheet | undefined {
  return Object.hasOwn(law.sheets, state) ? law.sheets[state] : undefined;
}
