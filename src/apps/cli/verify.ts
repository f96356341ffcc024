import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pinsOf, readList } from "../../adapters/directory/directory-files.ts";
import { verifyFolder } from "../../adapters/evidence-folder/verify.ts";
import { verifyLog } from "../../adapters/log/verify.ts";
import { parseJson } from "../../base/canonical.ts";
import { Problem } from "../../base/problem.ts";
import { peekPayload } from "../../crypto/acts.ts";
import { parsePolicy } from "../../log/policy.ts";
import { formatVkey } from "../../log/note.ts";
import { StateEntry } from "../../party/directory.ts";
import type { Terminal } from "./terminal.ts";

/** `comity verify PATH`: an evidence folder, offline. Exit 0 only if every check held. */
export async function verifyCommand(
  out: Terminal,
  path: string,
  trust: string | undefined,
): Promise<boolean> {
  if (!existsSync(path))
    throw new Problem(
      "cli/no-file",
      "There is nothing at this path.",
      path,
      "Give the folder that `comity` or an authority handed you.",
    );
  const report = await verifyFolder(path, {
    ...(trust ? { trust: trustedLists(trust) } : {}),
    onProgress: (done, total) => out.progress("Checking files", done, total),
  });
  out.result(report);
  for (const check of report.checks)
    out.say(`${check.ok ? "ok    " : "FAILED"} ${check.id.padEnd(28)} ${check.what} (${check.where})`);
  out.say();
  for (const line of report.notChecked) out.say(`not checked: ${line}`);
  out.say(report.ok ? "Everything that was checked held." : "NOT verified: see the lines marked FAILED.");
  return report.ok;
}

/** The signed State lists one trusts, from a file or a folder that came another way than the evidence. */
function trustedLists(path: string): string[] {
  const names = path.endsWith(".json")
    ? [path]
    : readdirSync(path)
        .filter((name) => /^[A-Z]{2}\.json$/.test(name))
        .map((name) => join(path, name));
  if (names.length === 0)
    throw new Problem(
      "cli/no-trust",
      "There is no State list at this path.",
      path,
      "Give a signed list (AL.json) or a folder of them.",
    );
  return names.map((name) => readFileSync(name, "utf8"));
}

/** Whence the keys come that a log is held to. */
export interface LogTrust {
  vkey?: string | undefined;
  policy?: string | undefined;
  /** File of the State's signed list: the best source, because it came another way than the log. */
  list?: string | undefined;
}

/** `comity log verify PLACE`: a whole log, from a folder or over HTTP. */
export async function verifyLogCommand(out: Terminal, place: string, given: LogTrust): Promise<boolean> {
  const listed = given.list ? await logOfList(given.list) : null;
  const beside = listed || given.policy ? null : await ownPolicy(place);
  const policyText =
    listed?.policy ?? (given.policy ? readFileSync(given.policy, "utf8") : (beside as string));
  const vkey = listed?.vkey ?? given.vkey ?? vkeyOf(policyText, place);
  const report = await verifyLog(place, {
    vkey,
    policyText,
    own: listed?.ownWitnesses ?? [],
    onProgress: ({ entries, of }) => out.progress("Checking entries", entries, of),
  });
  const trust = listed
    ? "key and policy from the State's signed list"
    : given.vkey
      ? "key given by you"
      : "key from the log's own policy file";
  out.result({ ...report, trust });
  for (const line of logLines(report)) out.say(line);
  if (!listed && !given.vkey)
    out.say(
      "note   The log's key came from its own policy file. Hold it to the State's signed list: --list AL.json.",
    );
  out.say(report.ok ? "The log holds." : "The log does NOT hold.");
  return report.ok;
}

function logLines(report: Awaited<ReturnType<typeof verifyLog>>): string[] {
  return [
    `${report.origin || "(no readable checkpoint)"}: ${report.size} leaves, root ${report.root || "not known"}`,
    `Cosigned by ${report.cosigners.join(", ") || "nobody that counts"}`,
    ...report.checks.map(
      (check) => `${check.ok ? "ok    " : "FAILED"} ${check.name.padEnd(16)} ${check.why}`,
    ),
    ...report.failures.map((each) => `FAILED ${each.code.padEnd(24)} ${each.what} (${each.where})`),
    ...report.notes.map((note) => `note   ${note}`),
  ];
}

/** Log key and quorum file of a State's signed list; its own signature must hold. */
async function logOfList(path: string): Promise<{ vkey: string; policy: string; ownWitnesses: string[] }> {
  const text = readFileSync(path, "utf8");
  const claimed = StateEntry.safeParse(parseJson(peekPayload(text, path), path));
  if (!claimed.success)
    throw new Problem(
      "directory/invalid",
      "This is not a State's list.",
      path,
      "Give the signed list, for example AL.json.",
    );
  return (await readList(text, pinsOf(claimed.data), path)).node.log;
}

async function ownPolicy(place: string): Promise<string> {
  const missing = () =>
    new Problem(
      "cli/no-policy",
      "There is no policy beside this log.",
      place,
      "Give --policy FILE and --vkey KEY from the State's signed list.",
    );
  if (!/^https?:/.test(place)) {
    const path = join(place, "policy");
    if (!existsSync(path)) throw missing();
    return readFileSync(path, "utf8");
  }
  const response = await fetch(`${place.replace(/\/$/, "")}/policy`, { redirect: "error" }).catch(() => null);
  if (!response?.ok) throw missing();
  return response.text();
}

function vkeyOf(policyText: string, place: string): string {
  const [log] = parsePolicy(policyText).logs;
  if (!log)
    throw new Problem(
      "cli/no-policy",
      "The policy names no log.",
      place,
      "Give --vkey KEY from the State's signed list.",
    );
  return formatVkey(log.key);
}
