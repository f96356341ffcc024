import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { loadLaw, opinion, readQuestion } from "./treaty.ts";

// The door that other programs open: it must not drag in a disk, a network or the rest of the system.

const root = resolve(import.meta.dirname, "../..");

function filesOf(world: string, kind: string): { name: string; json: unknown }[] {
  const folder = join(root, "law", world, kind);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, json: JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown }));
}

const LAW = {
  world: "invented" as const,
  instruments: filesOf("invented", "instruments"),
  sheets: filesOf("invented", "sheets"),
};
const QUESTION = JSON.parse(
  readFileSync(join(root, "spec/examples/question-insult.json"), "utf8"),
) as unknown;
const NOW = "2027-07-01T00:00:00.000Z";

const bundled = await build({
  entryPoints: [join(root, "src/doors/treaty.ts")],
  bundle: true,
  platform: "browser",
  format: "iife",
  globalName: "comity",
  metafile: true,
  write: false,
  logLevel: "silent",
});

describe("the door comity/treaty", () => {
  test("it bundles for a browser, from the shelves base and treaty alone", () => {
    const ours = Object.keys(bundled.metafile.inputs).filter((path) => !path.includes("node_modules"));
    const shelves = new Set(ours.map((path) => /src\/([a-z]+)\//.exec(path)?.[1]));
    expect(shelves).toEqual(new Set(["base", "doors", "treaty"]));
  });

  test("nothing of node is in it, and few libraries", () => {
    const inputs = Object.values(bundled.metafile.inputs).flatMap((each) => each.imports);
    expect(inputs.filter((each) => each.path.startsWith("node:"))).toEqual([]);
    const libraries = Object.keys(bundled.metafile.inputs).flatMap((path) => {
      const found = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
      return found ? [found] : [];
    });
    const known = ["canonicalize", "temporal-polyfill", "temporal-utils", "zod"];
    expect([...new Set(libraries)].filter((each) => !known.includes(each))).toEqual([]);
  });

  test("with nothing but what a browser has, it gives the answer that it gives here", () => {
    const bare = createContext({ TextEncoder, TextDecoder, URL, structuredClone });
    runInContext(bundled.outputFiles[0]?.text ?? "", bare);
    const script = `JSON.stringify((() => {
      const law = comity.loadLaw(${JSON.stringify(LAW)});
      const input = comity.readQuestion(${JSON.stringify(QUESTION)}, law, ${JSON.stringify(NOW)});
      return comity.opinion(input, law);
    })())`;
    const there: unknown = JSON.parse(String(runInContext(script, bare)));
    const law = loadLaw(LAW);
    expect(there).toEqual(opinion(readQuestion(QUESTION, law, NOW), law));
  });
});
