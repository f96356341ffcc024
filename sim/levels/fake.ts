import { registerHooks } from "node:module";

/**
 * `node --import ./sim/levels/fake.ts …` runs the same program with two modules replaced: the signing library as
 * `src/crypto/acts.ts` sees it, and the Ed25519 of the log. Everything above them stays the real code. No file of `src`
 * knows of this.
 */

const here = (path: string) => new URL(path, import.meta.url).href;

const ACTS = here("../../src/crypto/acts.ts");
const FAKE_JOSE = here("./fake-jose.ts");
const REPLACED: ReadonlyMap<string, string> = new Map([
  [here("../../src/crypto/ed25519.ts"), here("./fake-ed25519.ts")],
]);

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "jose" && context.parentURL === ACTS) return next(FAKE_JOSE, context);
    const found = next(specifier, context);
    const other = REPLACED.get(found.url);
    return other ? next(other, context) : found;
  },
});
