import { resolve } from "node:path";
import { startNode } from "../node/server.ts";
import { openSandbox, portsFrom } from "../sandbox/make.ts";
import { startFederation } from "../sandbox/supervise.ts";
import type { Terminal } from "./terminal.ts";

/** `comity start --sandbox`: the invented world on this computer, until it is ended with Ctrl-C. */
export async function startSandbox(out: Terminal, folder: string, port: number): Promise<boolean> {
  const began = Date.now();
  const home = resolve(folder);
  out.say("Starting the sandbox federation on this computer (invented States, invented persons) ...");
  const file = await openSandbox(home, portsFrom(port));
  const federation = await startFederation(home, file, (id) => out.say(`  ${id} answers`));
  const { urls } = federation;
  out.result({ folder: home, urls });
  for (const line of welcome(urls, home, (Date.now() - began) / 1000)) out.say(line);
  await untilEnded();
  out.say("Ending the sandbox; everything is kept in its folder.");
  await federation.stop();
  return true;
}

function welcome(urls: Record<string, string>, home: string, seconds: number): string[] {
  return [
    "",
    `Ready after ${seconds.toFixed(1)} s. The world's clock began at 2027-07-04T03:05:00Z.`,
    "",
    `  Borvania (asks)    ${urls["node.bo"]}/desk`,
    `  Alderia (is asked) ${urls["node.al"]}/desk`,
    `  Cardova            ${urls["node.ca"]}/desk`,
    `  NordRack, provider ${urls["nordrack"]}/`,
    `  Public log, checked by your own browser: ${urls["node.al"]}/public`,
    "",
    "Sign in by picking a role; there are no passwords in a sandbox:",
    "  Borvania: Prosecutor drafts, Head of the central authority approves.",
    "  Alderia:  Lawyer opens, Head decides, Judge authorises, Releasing officer releases.",
    "",
    `Data, keys and logs: ${home}. Ctrl-C ends it; starting again goes on.`,
  ];
}

/** `comity start --folder DIR`: one node from its folder. */
export async function startOneNode(folder: string): Promise<boolean> {
  const node = await startNode(
    resolve(folder),
    process.env,
    (line) => void process.stdout.write(`${JSON.stringify(line)}\n`),
  );
  await untilEnded();
  await node.close();
  return true;
}

function untilEnded(): Promise<void> {
  return new Promise((done) => {
    process.once("SIGINT", () => done());
    process.once("SIGTERM", () => done());
  });
}
