import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseJson } from "../base/canonical.ts";
import { loadLaw, type Law, type LawFile, type World } from "../treaty/law.ts";

/** The `law` folder that ships with the program, with one folder for each world. */
export const LAW_FOLDER = resolve(import.meta.dirname, "../../law");

/**
 * Reads the ledgers, sheets, roads and names of one world, once, at the start. Throws what `loadLaw` throws, and Problem
 * `json/invalid` for a file that is not JSON. A node that cannot read its law does not start.
 */
export function readLaw(world: World = "invented", folder: string = LAW_FOLDER): Law {
  return loadLaw({
    world,
    instruments: filesIn(join(folder, world, "instruments")),
    sheets: filesIn(join(folder, world, "sheets")),
    roads: filesIn(join(folder, world, "road")),
    agreements: filesIn(join(folder, world, "agreements")),
    ...namesIn(join(folder, world)),
  });
}

function namesIn(folder: string): { states?: LawFile } {
  const file = join(folder, "states.json");
  return existsSync(file)
    ? { states: { name: "states.json", json: parseJson(readFileSync(file), file) } }
    : {};
}

function filesIn(folder: string): LawFile[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.toSorted().map((name) => ({ name, json: parseJson(readFileSync(join(folder, name)), name) }));
}
