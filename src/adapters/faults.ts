/**
 * Says a fault of ours in the operator's log: name, code and where in the program. Never the message, which may carry
 * what somebody wrote.
 */
export function noteFault(error: unknown, where: string): void {
  const known = error instanceof Error ? error : new Error("not an error");
  const stack = (known.stack ?? "")
    .split("\n")
    .filter((line) => line.trimStart().startsWith("at "))
    .slice(0, 6)
    .map((line) => line.trim());
  const code = "code" in known && typeof known.code === "string" ? known.code : null;
  process.stderr.write(
    `${JSON.stringify({ level: "error", code: "node/fault", name: known.name, cause: code, where, stack })}\n`,
  );
}
