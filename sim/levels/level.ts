import * as ed25519 from "../../src/crypto/ed25519.ts";

/** How real the primitives of cryptography are; everything above them is the real code at both levels. */
export type Level = "fake" | "real-crypto";

/** The level this process runs at: decided when it was started, by `--import ./sim/levels/fake.ts` or its absence. */
export function levelInForce(): Level {
  return "FAKE" in ed25519 ? "fake" : "real-crypto";
}

/** Throws Error where the process runs at another level than its keys would be made for. */
export function demandLevel(wanted: Level): void {
  if (levelInForce() === wanted) return;
  throw new Error(
    wanted === "fake"
      ? "The level `fake` needs node --import ./sim/levels/fake.ts."
      : "The level `real-crypto` cannot run with --import ./sim/levels/fake.ts.",
  );
}
