import { canonicalBytes } from "../base/canonical.ts";
import { isProblem } from "../base/problem.ts";
import type { Kit } from "./engine.ts";
import { demandStanding } from "./halt.ts";
import { read, together } from "./rows.ts";
import { appendLeaf } from "./streams.ts";

/**
 * The first leaf of a node's log: that the log was opened. It is published with the witnesses before any request
 * leaves, so that a new node finds out at its start, not with the first urgent request, whether its quorum answers.
 */
export async function openLog(kit: Kit): Promise<void> {
  if (!kit.ports.log) return;
  try {
    await demandStanding(kit);
  } catch (error) {
    // The process lives on, so that its officers see why; the first round of work reports it.
    if (isProblem(error) && error.code === "node/halted") return;
    throw error;
  }
  await kit.run(together({ locks: ["log"], rows: [["log", "head"]] }), (context) => {
    if (read(context.tx, "log", "head")) return;
    appendLeaf(
      context,
      canonicalBytes({ format: "comity/event/v1", what: "log-opened", at: context.now }),
      "log-opened",
    );
  });
}
