import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { MUTANTS } from "./all.ts";
import { patched } from "./mutant.ts";

/**
 * `COMITY_MUTANT=name node --import ./sim/mutants/apply.ts …` loads the program with one planted bug. The files on the
 * disk stay as they are.
 */

const name = process.env["COMITY_MUTANT"];
const mutant = MUTANTS.find((each) => each.name === name);
if (name && !mutant) throw new RangeError(`there is no mutant "${name}"`);

const root = fileURLToPath(new URL("../../", import.meta.url));
const left = new Map(
  (mutant?.edits ?? []).map(({ file }) => [new URL(`../../${file}`, import.meta.url).href, file]),
);

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const file = left.get(url);
    if (!mutant || file === undefined || !loaded.source) return loaded;
    const source =
      typeof loaded.source === "string" ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
    return { ...loaded, source: patched(source, file, mutant) };
  },
});

/** Where the files lie that are patched. */
export const ROOT = root;
