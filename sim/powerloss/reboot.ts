import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Whoever wrote the lock of a folder is gone: its machine was started again (`boot`), or its process was killed
 * (`started`). Here the process that looks is the one that wrote it, so the file, if it is whole, is made to say that.
 */
export function rebootLocks(folder: string, field: "boot" | "started" = "boot"): void {
  const path = join(folder, "database.lock");
  try {
    const holder = JSON.parse(readFileSync(path, "utf8")) as object;
    writeFileSync(path, JSON.stringify({ ...holder, [field]: "before" }));
  } catch {
    // None there, or damaged: as the power cut left it.
  }
}
