import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseJson } from "../base/canonical.ts";
import { loadLaw, type Law, type LawFile } from "../treaty/law.ts";

/** The `law` folder that ships with the program. */
export const LAW_FOLDER = resolve(import.meta.dirname, "../../law");

/**
 * Reads the ledgers and sheets from a folder, once, at the start. Throws what `loadLaw` throws, and Problem
 * `json/invalid` for a file that is not JSON. A node that cannot read its law does not start.
 */
export function readLaw(folder: string = LAW_FOLDER): Law {
  return loadLaw({
    instruments: filesIn(join(folder, "instruments")),
    sheets: filesIn(join(folder, "sheets")),
  });
}

function filesIn(folder: string): LawFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.toSorted().map((name) => ({ name, json: parseJson(readFileSync(join(folder, name)), name) }));
}
