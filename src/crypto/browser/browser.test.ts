import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toHex, utf8 } from "../../base/bytes.ts";
import * as nodeEd25519 from "../ed25519.ts";
import * as nodeHash from "../hash.ts";
import * as browserEd25519 from "./ed25519.ts";
import * as browserHash from "./hash.ts";

const bytes = fc.uint8Array({ maxLength: 300 });
const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
const cctv = resolve(import.meta.dirname, "../../../../shared/vectors/log/cctv-ed25519/ed25519vectors.json");
const absent = !existsSync(cctv);

describe("the browser's crypto is the server's", () => {
  test("both files export the same names", () => {
    expect(Object.keys(browserHash).sort()).toEqual(Object.keys(nodeHash).sort());
    expect(Object.keys(browserEd25519).sort()).toEqual(Object.keys(nodeEd25519).sort());
  });

  test("hashes, running hashes and HKDF give the same bytes", () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (a, b, salt) => {
        expect(browserHash.digestOf(a)).toBe(nodeHash.digestOf(a));
        for (const algorithm of ["sha256", "sha512"] as const) {
          const pair = [browserHash, nodeHash].map(({ runningHash }) => {
            const hash = runningHash(algorithm);
            hash.update(a);
            hash.update(b);
            return hash.hex();
          });
          expect(pair[0]).toBe(pair[1]);
        }
        expect(toHex(browserHash.hkdf(a, "label", 77, salt))).toBe(
          toHex(nodeHash.hkdf(a, "label", 77, salt)),
        );
      }),
    );
  });

  test("keys and signatures are the same; a changed bit is refused by both", () => {
    fc.assert(
      fc.property(seed, bytes, fc.nat(511), (secret, message, bit) => {
        const key = nodeEd25519.publicKeyOfSeed(secret);
        const signature = nodeEd25519.signEd25519(secret, message);
        expect(toHex(browserEd25519.publicKeyOfSeed(secret))).toBe(toHex(key));
        expect(toHex(browserEd25519.signEd25519(secret, message))).toBe(toHex(signature));
        const flipped = signature.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        for (const { verifyEd25519 } of [nodeEd25519, browserEd25519]) {
          expect(verifyEd25519(key, message, signature)).toBe(true);
          expect(verifyEd25519(key, message, flipped)).toBe(false);
        }
      }),
      { numRuns: 25 },
    );
  });

  const notice = absent ? " (SKIPPED: ../shared/vectors/log is not beside this clone)" : "";
  test.skipIf(absent)(`edge cases: the browser refuses nothing the server takes${notice}`, () => {
    interface Edge {
      key: string;
      sig: string;
      msg: string;
      flags: string[] | null;
    }
    const edges = JSON.parse(readFileSync(cctv, "utf8")) as Edge[];
    let both = 0;
    for (const { key, sig, msg, flags } of edges) {
      const [server, browser] = [nodeEd25519, browserEd25519].map(({ verifyEd25519 }) =>
        verifyEd25519(fromHex(key), utf8(msg), fromHex(sig)),
      );
      if (server) expect(browser).toBe(true);
      // Keys of small order are refused by both. What the browser takes beyond the server was made on purpose, by the
      // key's own holder, with points of small order in key or signature.
      if (flags?.includes("low_order_A")) expect(browser).toBe(false);
      if (browser && !server) expect(flags?.some((flag) => flag.startsWith("low_order"))).toBe(true);
      if (server && browser) both++;
    }
    expect(both).toBe(43);
  });
});

describe("a bundle for browsers", () => {
  test("src/log builds without node: imports and verifies there", async () => {
    const root = resolve(import.meta.dirname, "../../..");
    const { outputFiles } = await build({
      stdin: {
        contents: `export { verifyInBrowser } from "./src/log/verify-in-browser.ts"; export * from "./src/log/sample.ts";`,
        resolveDir: root,
        loader: "ts",
      },
      bundle: true,
      write: false,
      format: "iife",
      globalName: "comity",
      platform: "browser",
      plugins: [
        {
          name: "browser crypto",
          setup: (plugin) => {
            plugin.onResolve({ filter: /\/crypto\/(hash|ed25519)\.ts$/ }, ({ path }) => ({
              path: resolve(root, "src/crypto/browser", path.split("/").at(-1) as string),
            }));
          },
        },
      ],
    });
    const code = outputFiles[0]?.text as string;
    expect(code).not.toContain("node:");
    const world = { TextEncoder, TextDecoder, Uint8Array, DataView, BigInt, atob, btoa, console };
    const text = runInNewContext(
      `${code}; (async () => {
        const leaves = comity.sampleLeaves(40);
        const tiles = comity.sampleTiles(leaves);
        const note = comity.sampleNote(await comity.sampleCheckpoint(tiles, 40), ["w1", "w2"], 1800000000);
        const proofText = await comity.sampleReceipt(leaves, 7, ["w1", "w3"], 1800000000);
        const record = { policyText: comity.samplePolicy(), checkpointText: note, proofText, leaf: leaves[7] };
        return JSON.stringify([comity.verifyInBrowser(record).ok, comity.verifyInBrowser({ ...record, leaf: leaves[8] }).ok]);
      })()`,
      world,
    ) as Promise<string>;
    expect(await text).toBe("[true,false]");
  });
});
