import { registerHooks } from "node:module";

// A planted bug, loaded into a process of the harness with --import: the store answers before it commits. The kill
// harness must find it. Nothing of it is in the program.

const COMMIT = "await commit(trx);";
const EARLY = "setTimeout(() => void commit(trx).catch(() => {}), 400);";

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith("/adapters/database/sql-store.ts")) return loaded;
    const source = String(loaded.source);
    if (!source.includes(COMMIT)) throw new Error("the planted bug has no place any more");
    return { ...loaded, source: source.replace(COMMIT, EARLY) };
  },
});
