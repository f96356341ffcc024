import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

// Shelves from bottom to top (docs/architecture.md). A folder imports only from itself and from lower shelves.
const SHELVES: Record<string, number> = {
  base: 1,
  crypto: 1.5,
  log: 2,
  seal: 2,
  party: 2,
  treaty: 2,
  custody: 3,
  request: 3,
  exchange: 4,
  adapters: 5,
  doors: 5.5,
  apps: 6,
};
// What shelves 1 to 4 may import from outside: pure libraries only. Clock, chance, network and disk are handed in.
const PURE = new Set([
  "canonicalize",
  "zod",
  "temporal-polyfill",
  "temporal-polyfill/full",
  "jose",
  "vitest",
  "fast-check",
]);
const DOOR_ONLY: Record<string, Set<string>> = {
  crypto: new Set([
    "node:crypto",
    "@noble/curves/ed25519.js",
    "@noble/hashes/sha2.js",
    "@noble/hashes/hkdf.js",
  ]),
};
const IMPURE = [
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bMath\.random\b/,
  /\bsetTimeout\b/,
  /\bsetInterval\b/,
  /\bqueueMicrotask\b/,
  /\brandomUUID\b/,
  /\brandomBytes\b/,
  /\bgetRandomValues\b/,
  /\bgenerateKeyPair/,
  /\bprocess\./,
  /\bfetch\(/,
  /\bTemporal\.Now\b/,
];

const root = resolve(import.meta.dirname, "../src");

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesUnder(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

function importsOf(text: string): string[] {
  // At the start of a line, so that a sentence in a string is not taken for an import; or a dynamic import anywhere.
  const found = [
    ...text.matchAll(/^(?:import|export)\b[^"\n]*\bfrom "([^"]+)";$/gm),
    ...text.matchAll(/^\} from "([^"]+)";$/gm),
    ...text.matchAll(/^import "([^"]+)";$/gm),
    ...text.matchAll(/\bimport\(\s*"([^"]+)"/g),
  ];
  return found.map((match) => match[1] as string);
}

const files = filesUnder(root).map((path) => ({
  path,
  name: relative(root, path),
  folder: relative(root, path).split("/")[0] as string,
  text: readFileSync(path, "utf8"),
  isTest: path.endsWith(".test.ts"),
}));

describe("shelves", () => {
  test("every folder of src stands on a shelf", () => {
    expect([...new Set(files.map((file) => file.folder))].filter((folder) => !(folder in SHELVES))).toEqual(
      [],
    );
  });

  test("imports point to the own folder or to a lower shelf", () => {
    const wrong: string[] = [];
    for (const file of files) {
      for (const target of importsOf(file.text).filter((name) => name.startsWith("."))) {
        const folder = relative(root, resolve(dirname(file.path), target)).split("/")[0] as string;
        const own = SHELVES[file.folder] ?? 0;
        const other = SHELVES[folder];
        if (folder === file.folder || folder === "..") continue;
        if (other === undefined || other >= own)
          wrong.push(`${file.name} imports ${target}: move what both need to a lower shelf`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("nothing of src imports the simulator, whose cryptography is false and whose bugs are planted", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file.text)
        .filter((target) => /(^|\/)sim\//.test(target))
        .map((target) => `${file.name} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("shelves 1 to 4 take nothing impure from outside", () => {
    const wrong: string[] = [];
    for (const file of files.filter((each) => (SHELVES[each.folder] ?? 9) < 5 && !each.isTest)) {
      for (const target of importsOf(file.text).filter((name) => !name.startsWith("."))) {
        const allowed = PURE.has(target) || DOOR_ONLY[file.folder]?.has(target);
        if (!allowed) wrong.push(`${file.name} imports ${target}: hand it in through exchange/ports.ts`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test("shelves 1 to 4 have no clock, no chance, no network, no disk", () => {
    const wrong: string[] = [];
    for (const file of files.filter((each) => (SHELVES[each.folder] ?? 9) < 5 && !each.isTest)) {
      const code = file.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      for (const pattern of IMPURE) if (pattern.test(code)) wrong.push(`${file.name} uses ${pattern.source}`);
    }
    expect(wrong).toEqual([]);
  });
});
