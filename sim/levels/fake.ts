import { registerHooks } from "node:module";

/**
 * `node --import ./sim/levels/fake.ts …` runs the same program with three modules replaced: the signing library as
 * `src/crypto/acts.ts` sees it, the derivation of keys and chance as `src/crypto/hash.ts` sees it, and the Ed25519 of
 * the log. Everything above them stays the real code. No file of `src` knows of this.
 */

const here = (path: string) => new URL(path, import.meta.url).href;

const ACTS = here("../../src/crypto/acts.ts");
const HASH = here("../../src/crypto/hash.ts");
const FAKE_NODE_CRYPTO = here("./fake-node-crypto.ts");
const FAKE_JOSE = here("./fake-jose.ts");
const REPLACED: ReadonlyMap<string, string> = new Map([
  [here("../../src/crypto/ed25519.ts"), here("./fake-ed25519.ts")],
]);

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "jose" && context.parentURL === ACTS) return next(FAKE_JOSE, context);
    if (specifier === "node:crypto" && context.parentURL === HASH) return next(FAKE_NODE_CRYPTO, context);
    const found = next(specifier, context);
    const other = REPLACED.get(found.url);
    return other ? next(other, context) : found;
  },
});
