import { fromBase64 } from "../base/bytes.ts";
import { parseCheckpoint } from "../log/checkpoint.ts";
import { parseNote } from "../log/note.ts";
import type { Problem } from "../base/problem.ts";
import { quorumOf } from "../log/policy.ts";
import { stateOf } from "../party/directory.ts";
import type { Kit } from "./engine.ts";
import { halt, needsPerson, refuseIfHalted } from "./halt.ts";
import { type KnownLog, logOf } from "./log-of.ts";
import { type LogPorts, type PublishResult, publishLog } from "./publish-log.ts";
import { bodyOf, padded, read, together, write } from "./rows.ts";
import type { Store } from "./store-port.ts";
import type { WorkReport } from "./work.ts";

/**
 * Publishes this node's log as far as its rows are committed, and notes what the quorum has witnessed. Messages get
 * their proofs from there. Too few witnesses is no failure: the report says how many, and the next round goes on.
 */
export async function publishOwnLog(kit: Kit, report: WorkReport): Promise<void> {
  const { log, store } = kit.ports;
  if (!log) return;
  const committed = (await store.read("log", "head"))?.body as { size: number } | undefined;
  const published = await store.read("published", "head");
  if (!committed || (published && bodyOf("published", published).size >= committed.size)) return;
  const result = await publishOnce(kit, log);
  if (result.kind === "waiting") report.waiting = { have: result.have, need: result.need };
  if (result.kind === "halted") throwIfForPerson(kit, result.problem);
  // In doubt: the log waits, and the next round reads it again.
  if (result.kind === "halted") report.waiting = { have: 0, need: needOf(kit) };
  const witnessed =
    result.kind === "published"
      ? result.checkpoint
      : result.kind === "idle"
        ? await log.published()
        : undefined;
  if (!witnessed) return;
  const { size } = parseCheckpoint(parseNote(witnessed).text);
  kit.ports.point?.("after-publish-before-note");
  await kit.run(together({ locks: ["published"], rows: [["published", "head"]] }), (context) => {
    const known = read(context.tx, "published", "head");
    if (known && known.size >= size) return;
    write(context.tx, "published", "head", "log", { size, checkpoint: witnessed, at: context.now });
  });
  report.done++;
}

async function publishOnce(kit: Kit, log: LogPorts): Promise<PublishResult> {
  const { policy, ownWitnesses } = ownLog(kit);
  const result = await publishLog(log, policy, {
    own: ownWitnesses,
    probe: !kit.volatile.probed,
  });
  kit.volatile.probed = result.kind !== "halted";
  return result;
}

function throwIfForPerson(kit: Kit, problem: Problem): void {
  if (needsPerson(problem.code)) halt(kit, problem.code);
  refuseIfHalted(kit);
}

/** How many witnesses the own policy asks for. */
function needOf(kit: Kit): number {
  const { policy, ownWitnesses } = ownLog(kit);
  return quorumOf(policy, [], ownWitnesses).need;
}

function ownLog(kit: Kit): KnownLog {
  return logOf(stateOf(kit.config.directory, kit.config.state));
}

/** The leaves of this node's log as its rows have them: what publishing reads, and nothing else of the database. */
export function leavesOf(store: Store): Pick<LogPorts, "committed" | "leaves"> {
  return {
    committed: async () =>
      ((await store.read("log", "head"))?.body as { size: number } | undefined)?.size ?? 0,
    leaves: async (from, to) => {
      const after = from > 0 ? { after: padded(from - 1) } : {};
      const rows = await store.query({ kind: "leaf", scope: "log", ...after, limit: to - from });
      return rows.map((row) => fromBase64(bodyOf("leaf", row).leaf));
    },
  };
}
