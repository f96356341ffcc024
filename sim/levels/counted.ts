import { registerHooks } from "node:module";

/**
 * `node --import ./sim/levels/counted.ts …`: the real primitives of cryptography, and a count of what they do on other
 * threads, so that virtual time waits for them and a seed replays.
 */

const here = (path: string) => new URL(path, import.meta.url).href;
const ACTS = here("../../src/crypto/acts.ts");

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "jose" && context.parentURL === ACTS
      ? next(here("./counted-jose.ts"), context)
      : next(specifier, context),
});
