#!/usr/bin/env node
import {
  type StricliProcess,
  buildApplication,
  buildCommand,
  buildRouteMap,
  numberParser,
  run,
} from "@stricli/core";
import { basis, clock, lawCoverage, lawShow, opinion, sheetCheck, status } from "./law-commands.ts";
import { outcome, reporting } from "./terminal.ts";

/** The command line: `comity …`. Each command loads only what it needs, says what it does, with examples; `--json` gives one document. */

const json = {
  kind: "boolean",
  brief: "Print one JSON document instead of text",
  default: false,
  withNegated: false,
} as const;
const text = (input: string) => input;

const start = buildCommand({
  docs: {
    brief: "Start a node, or the sandbox federation",
    fullDescription:
      "Starts one node from its folder, or with --sandbox the invented world: three States, a provider's desk and three witnesses on this computer.\n\nExamples:\n  comity start --sandbox\n  comity start --sandbox --folder /tmp/world --port 5100\n  comity start --folder /srv/comity",
  },
  parameters: {
    flags: {
      json,
      sandbox: {
        kind: "boolean",
        brief: "Start the sandbox federation on this computer",
        default: false,
        withNegated: false,
      },
      folder: { kind: "parsed", parse: text, brief: "Folder of the node or of the sandbox", optional: true },
      port: { kind: "parsed", parse: numberParser, brief: "First port of the sandbox", default: "4101" },
    },
  },
  async func(flags: { json: boolean; sandbox: boolean; folder?: string; port: number }) {
    await reporting(flags.json, async (out) => {
      const { startOneNode, startSandbox } = await import("./start.ts");
      return flags.sandbox
        ? startSandbox(out, flags.folder ?? ".comity/sandbox", flags.port)
        : startOneNode(flags.folder ?? ".");
    });
  },
});

const demo = buildCommand({
  docs: {
    brief: "Play case 1 without a person, and verify everything it made",
    fullDescription:
      "Starts a federation of its own, plays case 1 from the first draft to the opened evidence, prints each step with the real artefacts, verifies them, and leaves them in demo-out. Exits 0 only if every check held.\n\nExamples:\n  comity demo\n  comity demo --out /tmp/demo --megabytes 64",
  },
  parameters: {
    flags: {
      json,
      out: { kind: "parsed", parse: text, brief: "Folder for what the demo makes", default: "demo-out" },
      megabytes: {
        kind: "parsed",
        parse: numberParser,
        brief: "Size of the server's disk image",
        default: "256",
      },
      port: { kind: "parsed", parse: numberParser, brief: "First port", default: "4201" },
    },
  },
  async func(flags: { json: boolean; out: string; megabytes: number; port: number }) {
    await reporting(flags.json, async (out) => (await import("../demo/demo.ts")).demoCommand(out, flags));
  },
});

const verify = buildCommand({
  docs: {
    brief: "Verify a received evidence folder, offline",
    fullDescription:
      "Checks every file, the sealed package, the chain of custody, the receipts of the public log and the signed State lists, and says what it checked and what it did not. Exits 0 if all held, 1 if not.\n\nExamples:\n  comity verify demo-out/evidence/R3\n  comity verify evidence/ --trust AL.json",
  },
  parameters: {
    flags: {
      json,
      trust: {
        kind: "parsed",
        parse: text,
        brief: "Signed State lists you trust: a file or a folder",
        optional: true,
      },
    },
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Folder of the evidence", parse: text, placeholder: "path" }],
    },
  },
  async func(flags: { json: boolean; trust?: string }, path: string) {
    await reporting(flags.json, async (out) =>
      (await import("./verify.ts")).verifyCommand(out, path, flags.trust),
    );
  },
});

const logVerify = buildCommand({
  docs: {
    brief: "Verify a whole public log, from a folder or over HTTP",
    fullDescription:
      "Checks the checkpoint's signatures, the witnesses' quorum, every tile and every entry. Names the tile and the hash where something differs.\n\nExamples:\n  comity log verify demo-out/log/AL\n  comity log verify demo-out/log/AL --list demo-out/directory/AL.json\n  comity log verify http://127.0.0.1:4101/log --vkey 'log.al.example/comity+…'",
  },
  parameters: {
    flags: {
      json,
      vkey: {
        kind: "parsed",
        parse: text,
        brief: "Verifier key of the log, from the State's signed list",
        optional: true,
      },
      policy: { kind: "parsed", parse: text, brief: "Quorum file (default: the log's own)", optional: true },
      list: {
        kind: "parsed",
        parse: text,
        brief: "The State's signed list: key and quorum from there",
        optional: true,
      },
    },
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Folder or address of the log", parse: text, placeholder: "place" }],
    },
  },
  async func(flags: { json: boolean; vkey?: string; policy?: string; list?: string }, place: string) {
    await reporting(flags.json, async (out) =>
      (await import("./verify.ts")).verifyLogCommand(out, place, flags),
    );
  },
});

const folderFlag = { kind: "parsed", parse: text, brief: "Folder of the node" } as const;

const nodeNew = buildCommand({
  docs: {
    brief: "Make the folder of a State's node, outside a sandbox",
    fullDescription:
      "Makes keys, settings and the State's list to be completed. Overwrites nothing.\n\nExample:\n  comity node new --folder /srv/comity --state AL --name Alderia --url https://comity.example --witnesses witnesses.txt",
  },
  parameters: {
    flags: {
      json,
      folder: folderFlag,
      state: { kind: "parsed", parse: text, brief: "ISO 3166 code of the State" },
      name: { kind: "parsed", parse: text, brief: "Name of the State" },
      url: { kind: "parsed", parse: text, brief: "Address that officers open and peers reach" },
      port: { kind: "parsed", parse: numberParser, brief: "Port on this machine", default: "4100" },
      witnesses: {
        kind: "parsed",
        parse: text,
        brief: "File with the witness, group and quorum lines of the log's policy",
      },
    },
  },
  async func(flags: {
    json: boolean;
    folder: string;
    state: string;
    name: string;
    url: string;
    port: number;
    witnesses: string;
  }) {
    await reporting(flags.json, async (out) => (await import("./operate.ts")).newNodeCommand(out, flags));
  },
});

const listSign = buildCommand({
  docs: {
    brief: "Sign the State's list as it stands in list.json",
    fullDescription: "Example:\n  comity list sign --folder /srv/comity",
  },
  parameters: { flags: { json, folder: folderFlag } },
  async func(flags: { json: boolean; folder: string }) {
    await reporting(flags.json, async (out) =>
      (await import("./operate.ts")).signListCommand(out, flags.folder),
    );
  },
});

const officerCode = buildCommand({
  docs: {
    brief: "A one-time code for an officer to enrol a passkey",
    fullDescription:
      "The node must be running.\n\nExample:\n  comity officer code --folder /srv/comity al-02",
  },
  parameters: {
    flags: { json, folder: folderFlag },
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Id of the officer in the list", parse: text, placeholder: "officer" }],
    },
  },
  async func(flags: { json: boolean; folder: string }, officer: string) {
    await reporting(flags.json, async (out) =>
      (await import("./operate.ts")).officerCodeCommand(out, flags.folder, officer),
    );
  },
});

const root = buildRouteMap({
  routes: {
    start,
    demo,
    opinion,
    clock,
    basis,
    status,
    verify,
    node: buildRouteMap({ routes: { new: nodeNew }, docs: { brief: "A State's node" } }),
    list: buildRouteMap({ routes: { sign: listSign }, docs: { brief: "The State's signed list" } }),
    officer: buildRouteMap({ routes: { code: officerCode }, docs: { brief: "Officers of the list" } }),
    sheet: buildRouteMap({ routes: { check: sheetCheck }, docs: { brief: "State sheets" } }),
    law: buildRouteMap({
      routes: { show: lawShow, coverage: lawCoverage },
      docs: { brief: "The treaties, provision by provision" },
    }),
    log: buildRouteMap({ routes: { verify: logVerify }, docs: { brief: "The public log" } }),
  },
  docs: {
    brief: "Lawful cooperation on electronic evidence between States",
    fullDescription:
      "Comity: an officer drafts, a second approves, it travels sealed and signed and leaves a public trace; evidence comes back with a chain of custody a court can check offline.\n\nFirst steps:\n  comity start --sandbox\n  comity demo",
  },
});

const app = buildApplication(root, {
  name: "comity",
  versionInfo: { currentVersion: "0.1.0" },
  scanner: { caseStyle: "allow-kebab-for-camel" },
});

// Whoever reads the output may stop early, as `head` does; that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});
await run(app, process.argv.slice(2), { process: process as StricliProcess });
// The library's own codes are negative for wrong usage; ours say whether the work's checks held.
process.exitCode = Number(process.exitCode ?? 0) < 0 ? 2 : outcome.code;
