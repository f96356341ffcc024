import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { PluginBuild } from "esbuild";
import { islands as accountIslands } from "../account/islands.ts";
import { islands as providerIslands } from "../provider/islands.ts";

/**
 * The desk's style sheet and its islands: small custom elements that make a page livelier and that no page needs.
 * Each is one file with the hash of its bytes in its name's query and in the page's `integrity`.
 */

export interface Asset {
  body: string;
  type: string;
  /** `sha256-…` as the integrity attribute has it. */
  integrity: string;
  /** Path with the start of the hash, so that it can be cached for ever. */
  path: string;
}

export type Assets = ReadonlyMap<string, Asset>;

const HERE = import.meta.dirname;
const ROOT = join(HERE, "../../..");
/** Bundles made before: by the build beside the compiled program, or by a sandbox once for all its processes. */
const READY = process.env["COMITY_ISLANDS"] ?? join(ROOT, "islands");

/** Every island by name: the desk's own, those of sign-in, those of a provider's desk. */
const ISLANDS = [
  { name: "live-opinion", path: join(HERE, "islands", "live-opinion.ts") },
  { name: "verify-record", path: join(HERE, "islands", "verify-record.ts") },
  ...accountIslands,
  ...providerIslands,
] as const;

/** Loads the style sheet and bundles the islands. */
export async function loadAssets(): Promise<Assets> {
  const assets = new Map<string, Asset>();
  const add = (name: string, body: string, type: string) => {
    const hash = createHash("sha256").update(body).digest();
    const short = hash.toString("hex").slice(0, 12);
    const integrity = `sha256-${hash.toString("base64")}`;
    assets.set(name, { body, type, integrity, path: `/assets/${name}?v=${short}` });
  };
  add("style.css", readFileSync(join(HERE, "style.css"), "utf8"), "text/css; charset=utf-8");
  for (const [name, { js }] of await buildIslands()) add(`${name}.js`, js, "text/javascript; charset=utf-8");
  return assets;
}

/** Bundles the islands, or takes those that the build put beside the compiled program, each with its integrity value. */
export async function buildIslands(): Promise<Map<string, { js: string; integrity: string }>> {
  const built = new Map<string, { js: string; integrity: string }>();
  for (const { name, path } of ISLANDS) {
    const ready = join(READY, `${name}.js`);
    const js = existsSync(ready) ? readFileSync(ready, "utf8") : await bundle(path);
    const integrity = `sha256-${createHash("sha256").update(js).digest("base64")}`;
    built.set(name, { js, integrity });
  }
  return built;
}

/** One island as one file; the crypto of the server is exchanged for the crypto of browsers, same functions. */
async function bundle(path: string): Promise<string> {
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    // The passkey library writes what it was given to the console.
    drop: ["console"],
    plugins: [{ name: "crypto-of-browsers", setup: exchangeCrypto }],
  });
  return result.outputFiles[0]?.text ?? "";
}

function exchangeCrypto(build: PluginBuild): void {
  const inBrowser = join(ROOT, "src/crypto/browser");
  build.onResolve({ filter: /crypto\/(hash|ed25519)\.ts$/ }, ({ path }) => ({
    path: join(inBrowser, path.endsWith("hash.ts") ? "hash.ts" : "ed25519.ts"),
  }));
}
