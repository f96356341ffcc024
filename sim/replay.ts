import { runPlan } from "./run.ts";
import { levelInForce } from "./levels/level.ts";

/** Prints the digest of one seed: the same on every version of Node, or something is not decided by the seed. */
const [seed = "1", nodes = "3", days = "4", requests = "1"] = process.argv.slice(2);
const result = await runPlan({
  seed: Number(seed),
  nodes: Number(nodes),
  days: Number(days),
  requestsPerDay: Number(requests),
  level: levelInForce(),
  database: false,
  only: null,
  allowed: null,
});
process.stdout.write(
  `${JSON.stringify({ digest: result.digest, events: result.events, violations: result.violations.length, messages: result.messages })}\n`,
);
