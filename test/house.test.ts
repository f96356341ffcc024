import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { STEPS } from "../src/custody/step.ts";
import { BODIES } from "../src/exchange/messages.ts";
import { VERBS } from "../src/exchange/officer-act.ts";
import { MANDATES } from "../src/party/directory.ts";
import { STATUSES } from "../src/request/case.ts";
import { Effect, INSTRUMENTS, MEASURES } from "../src/treaty/opinion-types.ts";

// The house keeps its own promises: words, dependencies, pages and files say of each other what is so.

const root = resolve(import.meta.dirname, "..");
const at = (path: string) => join(root, path);
const textOf = (path: string) => readFileSync(at(path), "utf8");

function filesUnder(folder: string, ending: RegExp): string[] {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(at(path)).isDirectory()) return filesUnder(path, ending);
    return ending.test(name) ? [path] : [];
  });
}

/** The first column of the tables of a page: words in code letters, as far as one cell holds several. */
function wordsInTables(page: string, from = "", to = ""): Set<string> {
  const start = from ? page.indexOf(from) : 0;
  const end = to ? page.indexOf(to) : page.length;
  const rows = page
    .slice(start, end)
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  return new Set(
    rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] as string),
    ),
  );
}

/** The words of a union of string literals after `from` (and, within that, after `member`), up to its semicolon. */
function unionOf(text: string, from: string, member = ""): string[] {
  const start = text.indexOf(member, text.indexOf(from) + from.length) + member.length;
  return [...text.slice(start, text.indexOf(";", start)).matchAll(/"([a-z-]+)"/g)].map(
    (match) => match[1] as string,
  );
}

describe("glossary", () => {
  const known = wordsInTables(textOf("docs/glossary.md"));
  const page = textOf("docs/glossary.md");
  const caseText = textOf("src/request/case.ts");
  test.each<[string, readonly string[]]>([
    ["status", STATUSES],
    ["owner", unionOf(caseText, "export type Owner =")],
    ["verb", VERBS],
    ["mandate", MANDATES],
    ["message kind", Object.keys(BODIES)],
    ["custody step", STEPS],
    ["state of a preservation", unionOf(caseText, "export interface Preservation", "state:")],
    ["outcome of a decision", unionOf(caseText, "export interface Decision", "outcome:")],
    ["measure", MEASURES],
  ])("every %s of the code stands in it", (_what, words) => {
    expect(words.length).toBeGreaterThan(2);
    expect(words.filter((word) => !known.has(word))).toEqual([]);
  });

  test("instruments and effects are named", () => {
    expect([...INSTRUMENTS, ...Effect.options].filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
  });
});

interface Lock {
  packages: Record<string, { dev?: boolean; hasInstallScript?: boolean }>;
}

describe("dependencies", () => {
  const manifest = JSON.parse(textOf("package.json")) as Record<
    "dependencies" | "devDependencies" | "optionalDependencies",
    Record<string, string>
  >;
  const page = textOf("docs/dependencies.md");
  const installed = Object.entries((JSON.parse(textOf("package-lock.json")) as Lock).packages).filter(
    ([path]) => path !== "",
  );
  const production = installed.filter(([, each]) => !each.dev);

  test.each([
    ["dependencies", "## In production", "### Optional"],
    ["optionalDependencies", "### Optional", "## For development"],
    ["devDependencies", "## For development", ""],
  ] as const)("%s: package.json and docs/dependencies.md name the same", (kind, from, to) => {
    expect([...wordsInTables(page, from, to)].sort()).toEqual(Object.keys(manifest[kind]).sort());
  });

  test("at most 60 packages are installed in production", () => {
    expect(production.length).toBeGreaterThan(10);
    expect(production.length).toBeLessThanOrEqual(60);
  });

  test("no production package runs a script when it is installed", () => {
    expect(production.filter(([, each]) => each.hasInstallScript).map(([path]) => path)).toEqual([]);
  });

  test("versions are exact", () => {
    const all = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test("no source file imports a package that is not listed, and none of src needs one for development", () => {
    // Bundles the islands in a clone; a built package carries them ready, and types are gone by then.
    const inClone = new Set(["esbuild"]);
    const wrong: string[] = [];
    for (const path of ["src", "test", "bench", "sim"].flatMap((folder) => filesUnder(folder, /\.ts$/))) {
      const forTests = !path.startsWith("src") || path.endsWith(".test.ts");
      for (const name of packagesIn(textOf(path))) {
        const listed = name in manifest.dependencies || inClone.has(name);
        if (!listed && !(forTests && name in manifest.devDependencies)) wrong.push(`${path} imports ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** Packages a source imports, by the name they are installed under. */
function packagesIn(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const targets = [
    ...code.matchAll(/^\s*(?:import|export)\b[^"';]*?from\s+"([^"]+)"/gm),
    ...code.matchAll(/^\s*import\s+"([^"]+)"/gm),
    ...code.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g),
  ].map((match) => match[1] as string);
  return targets
    .filter((target) => !target.startsWith(".") && !target.startsWith("node:"))
    .map((target) =>
      target
        .split("/")
        .slice(0, target.startsWith("@") ? 2 : 1)
        .join("/"),
    );
}

describe("sources", () => {
  const sources = ["src", "test", "bench", "sim"].flatMap((folder) => filesUnder(folder, /\.ts$/));

  /** Longer than 400 lines, and why it stays so. */
  const LONG: Record<string, string> = {
    "src/apps/web/messages/en.ts": "a catalogue: one line a sentence",
    "src/apps/web/request-form.ts": "one form, a field a few lines; to be split by section",
    "src/adapters/log/verify.ts": "one argument in its order, read from top to bottom",
    "src/exchange/publish-log.ts": "one protocol in its order, read from top to bottom",
    "src/treaty/tested.ts": "written by a run of the tables of cases, not by hand",
    "src/treaty/hanoi/article-40.ts": "one paragraph after the other, and there are thirty-two",
    "src/treaty/uncac/article-46.ts": "one paragraph after the other, and there are thirty",
    "src/treaty/untoc/article-18.ts": "one paragraph after the other, and there are thirty",
    "src/apps/web/act-forms.ts": "one form of an act after the other",
  };

  test("no file of src is longer than 400 lines without a reason", () => {
    const long = sources
      .filter((path) => path.startsWith("src") && !path.endsWith(".test.ts"))
      .filter((path) => textOf(path).split("\n").length > 401);
    expect(long.filter((path) => !(path in LONG))).toEqual([]);
    expect(Object.keys(LONG).filter((path) => !existsSync(at(path)))).toEqual([]);
  });

  test("nothing is left to be done later by a mark in the text", () => {
    const mark = new RegExp(`\\b(${["TO", "DO"].join("")}|${["FIX", "ME"].join("")})\\b`);
    const prose = ["docs", "spec", "law"].flatMap((folder) => filesUnder(folder, /\.md$/));
    expect([...sources, ...prose].filter((path) => mark.test(textOf(path)))).toEqual([]);
  });
});

describe("pages", () => {
  const tops = readdirSync(root).filter((name) => name.endsWith(".md"));
  const pages = [...tops, ...["docs", "spec", "law"].flatMap((folder) => filesUnder(folder, /\.md$/))];

  test.each(pages)("%s: links and files it names are there", (page) => {
    const text = textOf(page);
    const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map((match) =>
      relative(root, resolve(at(dirname(page)), match[1] as string)),
    );
    const named = [...text.matchAll(/`((?:src|test|spec|docs|law|bench|sim)\/[A-Za-z0-9_./-]+)`/g)].map(
      (match) => match[1] as string,
    );
    expect([...links, ...named].filter((path) => !existsSync(at(path)))).toEqual([]);
  });

  test("every problem code of src/exchange stands in spec/exchange.md", () => {
    const spec = textOf("spec/exchange.md");
    const codes = filesUnder("src/exchange", /\.ts$/)
      .filter((path) => !path.endsWith(".test.ts"))
      .flatMap((path) => [...textOf(path).matchAll(/new Problem\(\s*"([a-z-]+\/[a-z-]+)"/g)])
      .map((match) => match[1] as string);
    expect(codes.length).toBeGreaterThan(40);
    expect([...new Set(codes)].filter((code) => !spec.includes(`\`${code}\``)).sort()).toEqual([]);
  });

  test("every vector of the exchange is of a code or a party that spec/exchange.md names", () => {
    const spec = textOf("spec/exchange.md");
    const wanted = filesUnder("spec/vectors/exchange", /\.json$/)
      .filter((path) => !path.endsWith("keys.json"))
      .map((path) => (JSON.parse(textOf(path)) as { want: { code?: string | null } }).want.code)
      .filter((code): code is string => typeof code === "string" && !code.startsWith("log/"));
    expect(wanted.length).toBeGreaterThan(20);
    expect(wanted.filter((code) => !spec.includes(`\`${code}\``))).toEqual([]);
  });
});
