import { join } from "node:path";

/** The scripts of this desk, for the build: the name each is asked for by, and where its source is. */
export const islands: { name: string; path: string }[] = [
  { name: "provider-upload", path: join(import.meta.dirname, "islands", "upload.ts") },
];
