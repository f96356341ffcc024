import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sealEvidence } from "../../adapters/sealing/seal-evidence.ts";
import type { OpenParty } from "../node/open-party.ts";

const BYTES = 8 << 20;
const TIMES = 3;

/** Seals zeros to this desk's own key, so that the thread that seals is there, and quick, before the first order. */
export async function warmSealing({ folder, keys, engine, now }: OpenParty): Promise<void> {
  const here = await mkdtemp(join(folder, "warm-up-"));
  const { self, state } = engine.config;
  try {
    const path = join(here, "zeros");
    await writeFile(path, new Uint8Array(BYTES));
    for (let time = 0; time < TIMES; time++)
      await sealEvidence({
        files: [{ name: "zeros", path }],
        info: { ref: "warm-up", item: "warm-up", sender: self, recipients: [state], purpose: "Nothing." },
        sign: (payload) => engine.ports.sign("comity-manifest", payload, now()),
        recipients: [keys.age.recipient],
        out: join(here, "sealed.age"),
        at: now(),
      });
  } finally {
    await rm(here, { recursive: true, force: true });
  }
}
