import { statSync } from "node:fs";
import { tmpdir } from "node:os";

/** A folder in memory where there is one: what is durable is decided here and not by the machine's own disk. */
export function memoryFolder(): string {
  return statSync("/dev/shm", { throwIfNoEntry: false })?.isDirectory() ? "/dev/shm" : tmpdir();
}
