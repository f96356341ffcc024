import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

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
const ISLANDS = ["live-opinion", "verify-record", "passkey-sign"] as const;
export type IslandName = (typeof ISLANDS)[number];

/** Loads the style sheet and bundles the islands. */
export async function loadAssets(): Promise<Assets> {
  const assets = new Map<string, Asset>();
  const add = (name: string, body: string, type: string) => {
    const hash = createHash("sha256").update(body).digest("base64");
    const short = Buffer.from(hash, "base64").toString("hex").slice(0, 12);
    assets.set(name, { body, type, integrity: `sha256-${hash}`, path: `/assets/${name}?v=${short}` });
  };
  add("style.css", readFileSync(join(HERE, "style.css"), "utf8"), "text/css; charset=utf-8");
  for (const [name, { js }] of await buildIslands()) add(`${name}.js`, js, "text/javascript; charset=utf-8");
  return assets;
}

/** Bundles the desk's islands, or takes the bundles made before, each with its integrity value. */
export function buildIslands(): Promise<Map<string, { js: string; integrity: string }>> {
  return bundleAll(ISLANDS.map((name) => ({ name, path: join(HERE, "islands", `${name}.ts`) })));
}

/** Bundles islands (`dist/islands/NAME.js` where they were bundled before), each with its integrity value. */
export async function bundleAll(
  islands: readonly { name: string; path: string }[],
): Promise<Map<string, { js: string; integrity: string }>> {
  const built = new Map<string, { js: string; integrity: string }>();
  for (const { name, path } of islands) {
    const ready = join(ROOT, "islands", `${name}.js`);
    const js = existsSync(ready) ? readFileSync(ready, "utf8") : await bundle(path);
    const integrity = `sha256-${createHash("sha256").update(js).digest("base64")}`;
    built.set(name, { js, integrity });
  }
  return built;
}

/** One island as one file; the crypto of the server is exchanged for the crypto of browsers, same functions. */
async function bundle(path: string): Promise<string> {
  const { build } = await import("esbuild");
  const inBrowser = join(ROOT, "src/crypto/browser");
  const result = await build({
    entryPoints: [path],
    // The passkey library writes what it was given to the console.
    drop: ["console"],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    plugins: [
      {
        name: "crypto-of-browsers",
        setup(build) {
          build.onResolve({ filter: /crypto\/(hash|ed25519)\.ts$/ }, ({ path }) => ({
            path: join(inBrowser, path.endsWith("hash.ts") ? "hash.ts" : "ed25519.ts"),
          }));
        },
      },
    ],
  });
  return result.outputFiles[0]?.text ?? "";
}
