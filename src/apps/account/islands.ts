import { join } from "node:path";

/** The scripts of the sign-in pages, for the build: the name each is asked for by, and where its source is. */
export const islands: { name: string; path: string }[] = [
  { name: "account-sign-in", path: join(import.meta.dirname, "islands", "sign-in.ts") },
  { name: "account-enrol", path: join(import.meta.dirname, "islands", "enrol.ts") },
  { name: "account-sign-act", path: join(import.meta.dirname, "islands", "sign-act.ts") },
];
