import { buildCommand, numberParser } from "@stricli/core";
import { reporting } from "./terminal.ts";

/** The commands about law: they read files, decide nothing and send nothing. */

const json = {
  kind: "boolean",
  brief: "Print one JSON document instead of text",
  default: false,
  withNegated: false,
} as const;
const text = (input: string) => input;

export const opinion = buildCommand({
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

export const basis = buildCommand({
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

export const status = buildCommand({
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

export const clock = buildCommand({
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

export const sheetCheck = buildCommand({
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

export const lawShow = buildCommand({
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

export const lawCoverage = buildCommand({
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
