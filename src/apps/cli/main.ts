#!/usr/bin/env node
import {
  type StricliProcess,
  buildApplication,
  buildCommand,
  buildRouteMap,
  numberParser,
  run,
} from "@stricli/core";
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

const opinion = buildCommand({
  docs: {
    brief: "What the law says to a request, as of a date",
    fullDescription:
      "Reads a request's contents (or an opinion's question) from a JSON file. Says which instrument applies and why, what is shall, endeavour or may, which grounds are open or closed, what is owed with a refusal, which facts to ask for next, what is missing, and which clocks run. Decides nothing. States are named by code or by name; a name chooses its world.\n\nExamples:\n  comity opinion spec/examples/r1-preservation.json --on 2027-07-04\n  comity opinion spec/examples/question-insult.json --text\n  comity opinion request.json --json",
  },
  parameters: {
    flags: {
      json,
      on: {
        kind: "parsed",
        parse: text,
        brief: "Date or instant, as 2027-07-04 (default: the question's, else now)",
        optional: true,
      },
      text: { kind: "boolean", brief: "Numbered paragraphs with citations, to paste", default: false },
      world: {
        kind: "enum",
        values: ["real", "invented"],
        brief: "Which world the codes belong to (default: that of the names, else invented)",
        optional: true,
      },
    },
    positional: { kind: "tuple", parameters: [{ brief: "JSON file", parse: text, placeholder: "file" }] },
  },
  async func(
    flags: { json: boolean; on?: string; text: boolean; world?: "real" | "invented" },
    file: string,
  ) {
    await reporting(flags.json, async (out) =>
      (await import("./opinion.ts")).opinionCommand(out, file, flags),
    );
  },
});

const basis = buildCommand({
  docs: {
    brief: "On what one State can ask another, as of a date",
    fullDescription:
      'Lists every basis between two States: treaties, agreements of the two, reciprocity. Says of each whether it applies and why, where it stands in the text, how sure that is, and what either State reserved. "No treaty basis" is an answer. States are named by code or name; a name chooses its world, a code means the real one. The offence is a statute of the first State\'s sheet, an article (hanoi/7) or a kind (fraud).\n\nExamples:\n  comity basis Japan France --measure preservation --offence hanoi/7\n  comity basis DE FR --measure extradition --offence fraud\n  comity basis Estmark Alderia --measure preservation --on 2027-08-15',
  },
  parameters: {
    flags: {
      json,
      offence: { kind: "parsed", parse: text, brief: "Statute, article or kind of offence", optional: true },
      measure: {
        kind: "parsed",
        parse: text,
        brief: "A measure, or extradition (default: assistance and extradition)",
        optional: true,
      },
      on: { kind: "parsed", parse: text, brief: "Date, as 2027-07-04 (default: today)", optional: true },
      world: {
        kind: "parsed",
        parse: text,
        brief: "real or invented (default: that of the names, else real)",
        optional: true,
      },
    },
    positional: {
      kind: "tuple",
      parameters: [
        { brief: "State that asks", parse: text, placeholder: "requesting" },
        { brief: "State that is asked", parse: text, placeholder: "requested" },
      ],
    },
  },
  async func(
    flags: { json: boolean; offence?: string; measure?: string; on?: string; world?: string },
    requesting: string,
    requested: string,
  ) {
    await reporting(flags.json, async (out) =>
      (await import("./basis.ts")).basisCommand(out, requesting, requested, flags),
    );
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

const sheetCheck = buildCommand({
  docs: {
    brief: "Whether a State sheet holds together, and what it does not know",
    fullDescription:
      "Reads a State sheet and says what is wrong with it, line by line, with the next step. Where nothing is: how sure its lines are, which were read in an old version, and every blank.\n\nExamples:\n  comity sheet check law/real/sheets/CH.json\n  comity sheet check sheet.json --json",
  },
  parameters: {
    flags: {
      json,
      on: { kind: "parsed", parse: text, brief: "Day for which the age of texts is told", optional: true },
    },
    positional: { kind: "tuple", parameters: [{ brief: "JSON file", parse: text, placeholder: "file" }] },
  },
  async func(flags: { json: boolean; on?: string }, file: string) {
    await reporting(flags.json, async (out) =>
      (await import("./sheet.ts")).sheetCheckCommand(out, file, flags.on),
    );
  },
});

const lawShow = buildCommand({
  docs: {
    brief: "One provision: what it says, whom it binds, how far it was checked, what is done with it",
    fullDescription:
      "Shows the record of a provision, or of everything below an article. Without an instrument it is the Convention.\n\nExamples:\n  comity law show 40.22\n  comity law show 'Art. 42(6)'\n  comity law show 'budapest/29(7)' --json",
  },
  parameters: {
    flags: { json },
    positional: {
      kind: "tuple",
      parameters: [
        { brief: "Provision, as 40.22, 40(22) or budapest/29(7)", parse: text, placeholder: "provision" },
      ],
    },
  },
  async func(flags: { json: boolean }, provision: string) {
    await reporting(flags.json, async (out) => (await import("./law.ts")).lawShowCommand(out, provision));
  },
});

const lawCoverage = buildCommand({
  docs: {
    brief:
      "What of the treaties is covered: every provision, its rule or why there is none, its tests, its grade",
    fullDescription:
      "Prints the table that docs/law-coverage.md holds as a page.\n\nExamples:\n  comity law coverage\n  comity law coverage --instrument budapest\n  comity law coverage --json",
  },
  parameters: {
    flags: {
      json,
      instrument: {
        kind: "parsed",
        parse: text,
        brief: "One instrument only, as hanoi or budapest",
        optional: true,
      },
    },
  },
  async func(flags: { json: boolean; instrument?: string }) {
    await reporting(flags.json, async (out) =>
      (await import("./law.ts")).lawCoverageCommand(out, flags.instrument),
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

const status = buildCommand({
  docs: {
    brief: "Who is bound by which treaty, on a day",
    fullDescription:
      "Without a State: every instrument, how many are bound, how far the ledger reaches and how sure it is. With a State: all its instruments, reservations, its road to ratification, and what is not known. --on travels in time: nothing done later is known. --if-ratify supposes deposits and says when the Convention would enter into force, for whom, and which pairs of States would gain a basis.\n\nExamples:\n  comity status\n  comity status Japan\n  comity status QA --on 2026-03-01\n  comity status Alderia\n  comity status --if-ratify JP,FR,BR --deposits 2027-03-01",
  },
  parameters: {
    flags: {
      json,
      on: { kind: "parsed", parse: text, brief: "Day, as 2027-07-04 (default: today)", optional: true },
      world: { kind: "parsed", parse: text, brief: "real (default) or invented", optional: true },
      ifRatify: {
        kind: "parsed",
        parse: text,
        brief: "States whose deposit is supposed, as JP,FR",
        optional: true,
      },
      deposits: { kind: "parsed", parse: text, brief: "Day of the supposed deposits", optional: true },
      instrument: {
        kind: "parsed",
        parse: text,
        brief: "Instrument of the what-if (default: hanoi)",
        optional: true,
      },
    },
    positional: {
      kind: "tuple",
      parameters: [{ brief: "State, by code or name", parse: text, placeholder: "state", optional: true }],
    },
  },
  async func(
    flags: {
      json: boolean;
      on?: string;
      world?: string;
      ifRatify?: string;
      deposits?: string;
      instrument?: string;
    },
    state?: string,
  ) {
    await reporting(flags.json, async (out) =>
      (await import("./status.ts")).statusCommand(out, state, flags),
    );
  },
});

const clock = buildCommand({
  docs: {
    brief: "When a period ends, and how that was found",
    fullDescription:
      "Counts a period of an instrument on the calendar of a State, step by step, with the days off it skips by name. --from is an instant with its offset, or a day, also one of another calendar. Without a rule it lists those there are.\n\nExamples:\n  comity clock\n  comity clock eu-production-emergency --from 2027-07-02T17:10+02:00 --state Alderia\n  comity clock hanoi-safe-conduct --from '1406-04-13 persian' --state Alderia",
  },
  parameters: {
    flags: {
      json,
      from: { kind: "parsed", parse: text, brief: "When it begins (default: now)", optional: true },
      state: { kind: "parsed", parse: text, brief: "State whose clock and holidays count", optional: true },
      length: {
        kind: "parsed",
        parse: numberParser,
        brief: "Another length, where the rule allows one",
        optional: true,
      },
      zone: {
        kind: "parsed",
        parse: text,
        brief: "Time zone, where the State's sheet has none or another is meant",
        optional: true,
      },
      world: { kind: "parsed", parse: text, brief: "real (default) or invented", optional: true },
    },
    positional: {
      kind: "tuple",
      parameters: [{ brief: "Rule", parse: text, placeholder: "rule", optional: true }],
    },
  },
  async func(
    flags: { json: boolean; from?: string; state?: string; length?: number; zone?: string; world?: string },
    rule?: string,
  ) {
    await reporting(flags.json, async (out) => (await import("./clock.ts")).clockCommand(out, rule, flags));
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
