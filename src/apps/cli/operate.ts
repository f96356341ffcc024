import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { toInstant } from "../../base/time.ts";
import { askEnrolmentCode } from "../node/admin.ts";
import { newNode, signList } from "../node/new-node.ts";
import { readSettings } from "../node/settings.ts";
import type { Terminal } from "./terminal.ts";

/** Commands of a State's operator: set up a node, sign its list, let an officer enrol a passkey. */

export async function newNodeCommand(
  out: Terminal,
  given: { folder: string; state: string; name: string; url: string; port: number; witnesses: string },
): Promise<boolean> {
  const folder = resolve(given.folder);
  const { list } = await newNode(
    { ...given, folder, witnesses: readFileSync(given.witnesses, "utf8") },
    toInstant(Date.now()),
  );
  out.result({ folder, list });
  out.say(
    `The node's folder is ${folder}; its keys lie in keys/ and are readable by you alone. Back them up now.`,
  );
  out.say(`Complete ${list}: authorities, officers with their mandates, providers. Then:`);
  out.say(`  comity list sign --folder ${given.folder}`);
  out.say(`  comity start --folder ${given.folder}`);
  out.say(`  comity officer code --folder ${given.folder} OFFICER-ID`);
  return true;
}

export async function signListCommand(out: Terminal, folder: string): Promise<boolean> {
  const signed = await signList(resolve(folder), toInstant(Date.now()));
  out.result(signed);
  out.say(`Signed as number ${signed.sequence}: ${signed.path}`);
  out.say("Give this file to other States, and these fingerprints by another way, to be compared by people:");
  for (const fingerprint of signed.fingerprints) out.say(`  ${fingerprint}`);
  out.say("A running node reads its list when it starts: restart it.");
  return true;
}

export async function officerCodeCommand(out: Terminal, folder: string, officer: string): Promise<boolean> {
  const at = resolve(folder);
  const settings = readSettings(at);
  const answer = await askEnrolmentCode(at, settings, officer);
  out.result(answer);
  out.say(`Code for ${officer}, to be used once before ${answer.expires}: ${answer.code}`);
  out.say(
    `The officer opens ${settings.site?.origin ?? ""}/account/enrol, enters it, and registers a passkey.`,
  );
  out.say(
    "The page then shows the entry for list.json; the passkey signs only once it stands in the signed list.",
  );
  return true;
}
