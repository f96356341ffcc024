import { parseArgs } from "node:util";
import { Problem, isProblem } from "../../base/problem.ts";
import { startProvider } from "./server.ts";

/** A provider's desk as a process: `--folder DIR`. Prints JSON lines; ends on SIGTERM and SIGINT with everything committed. */

const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const { values } = parseArgs({ options: { folder: { type: "string" } } });
  if (!values.folder)
    throw new Problem(
      "settings/missing",
      "No folder was given.",
      "--folder",
      "Give the folder of the provider.",
    );
  const desk = await startProvider(values.folder, process.env, say);
  const stop = () => void desk.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  if (!isProblem(error)) throw error;
  process.stderr.write(`${error.code}: ${error.message} (${error.where}) ${error.next}\n`);
  process.exit(1);
}
