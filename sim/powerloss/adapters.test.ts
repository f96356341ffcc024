import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fileBlobs } from "../../src/adapters/blobs/file-blobs.ts";
import { takeFolderLock } from "../../src/adapters/database/folder-lock.ts";
import { fileLock, filePublication, fileTiles } from "../../src/adapters/log/file-log.ts";
import { utf8 } from "../../src/base/bytes.ts";
import { digestOf } from "../../src/crypto/hash.ts";
import { randomOf } from "../kernel/random.ts";
import { MODELS, pageCache } from "./page-cache.ts";
import { rebootLocks } from "./reboot.ts";
import { recordFolder } from "./recorder.ts";
import { memoryFolder } from "./memory-folder.ts";

// The small adapters under a cut after each single step, many times over.

const folder = mkdtempSync(join(memoryFolder(), "comity-adapters-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** Runs `work` on an empty recorded folder and holds what each cut leaves to `check`, with the steps done until then. */
async function atEachStep<T>(
  work: (at: string, step: () => number) => Promise<T>,
  check: (image: string, step: number, noted: T) => Promise<void>,
): Promise<void> {
  const at = join(folder, String(++count));
  mkdirSync(at);
  const recording = recordFolder(at);
  const noted = await work(at, () => recording.steps.length);
  const { base, steps } = recording;
  recording.stop();
  for (const model of MODELS) {
    const cache = pageCache(base);
    for (let step = 0; step <= steps.length; step++) {
      for (let seed = 0; seed < 6; seed++) {
        const image = `${at}-image`;
        cache.cut(image, model, randomOf(seed, `${step}`));
        await check(image, step, noted);
      }
      cache.take(steps.slice(step, step + 1));
    }
  }
}

test("the lock of a folder is whole or not there: no cut keeps a node from starting", async () => {
  await atEachStep(
    async (at) => takeFolderLock(join(at, "database.lock"))(),
    async (image) => {
      rebootLocks(image);
      takeFolderLock(join(image, "database.lock"))();
    },
  );
});

describe("blobs", () => {
  /** Two that lie on one shelf, because their digests begin alike. */
  const pair = ((): Uint8Array[] => {
    const shelves = new Map<string, Uint8Array>();
    for (let n = 0; ; n++) {
      const bytes = utf8(`blob ${n}`);
      const shelf = digestOf(bytes).slice(7, 9);
      const other = shelves.get(shelf);
      if (other) return [other, bytes];
      shelves.set(shelf, bytes);
    }
  })();

  const check = async (
    image: string,
    step: number,
    put: { digest: string; step: number }[],
  ): Promise<void> => {
    const blobs = await fileBlobs(join(image, "blobs"));
    for (const each of put) if (each.step <= step) expect(await blobs.has(each.digest)).toBe(true);
  };

  test(
    "that are put at the same time are both there once each is acknowledged",
    { timeout: 60_000 },
    async () => {
      await atEachStep(async (at, step) => {
        const blobs = await fileBlobs(join(at, "blobs"));
        return Promise.all(
          pair.map(async (bytes) => {
            const digest = digestOf(bytes);
            await blobs.put(bytes, digest);
            return { digest, step: step() };
          }),
        );
      }, check);
    },
  );

  test("that are put twice, or asked for while they come, are acknowledged when they are durable", async () => {
    const [bytes] = pair as [Uint8Array];
    const digest = digestOf(bytes);
    await atEachStep(async (at, step) => {
      const blobs = await fileBlobs(join(at, "blobs"));
      const seen: { digest: string; step: number }[] = [];
      const note = () => void seen.push({ digest, step: step() });
      const puts = [blobs.put(bytes, digest).then(note), blobs.put(bytes, digest).then(note)];
      let over = false;
      const done = Promise.all(puts).then(() => (over = true));
      while (!over) if (await blobs.has(digest)) note();
      await done;
      return seen;
    }, check);
  });

  test("that a killed process had named are durable when the next one says so", async () => {
    const [bytes] = pair as [Uint8Array];
    const digest = digestOf(bytes);
    await atEachStep(async (at, step) => {
      // As far as a put comes before it syncs what the names lie in.
      const shelf = join(at, "blobs", digest.slice(7, 9));
      mkdirSync(shelf, { recursive: true });
      writeFileSync(join(at, "blobs", "incoming"), bytes, { flush: true });
      renameSync(join(at, "blobs", "incoming"), join(shelf, digest.slice(7)));
      const again = await fileBlobs(join(at, "blobs"));
      expect(await again.has(digest)).toBe(true);
      return [{ digest, step: step() }];
    }, check);
  });
});

describe("log", () => {
  test("lock, tiles and publication are there once they are acknowledged", { timeout: 60_000 }, async () => {
    await atEachStep(
      async (at, step) => {
        const noted: { what: "lock" | "published" | "tile"; text: string; step: number }[] = [];
        const lock = fileLock(join(at, "log-lock"));
        const tiles = fileTiles(join(at, "log"));
        const publication = filePublication(join(at, "log"));
        for (let n = 1; n <= 3; n++) {
          await lock.swap(n === 1 ? undefined : `lock ${n - 1}`, `lock ${n}`);
          noted.push({ what: "lock", text: `lock ${n}`, step: step() });
          await tiles.write(`tile/0/000.p/${n}`, new Uint8Array(32 * n));
          noted.push({ what: "tile", text: `tile/0/000.p/${n}`, step: step() });
          await publication.publish(`checkpoint ${n}`);
          noted.push({ what: "published", text: `checkpoint ${n}`, step: step() });
        }
        return noted;
      },
      async (image, step, noted) => {
        const now = {
          lock: await fileLock(join(image, "log-lock")).load(),
          published: await filePublication(join(image, "log")).published(),
        };
        for (const each of noted.filter((one) => one.step <= step)) {
          if (each.what === "tile") expect(await fileTiles(join(image, "log")).read(each.text)).toBeDefined();
          else expect((now[each.what] ?? "") >= each.text).toBe(true);
        }
      },
    );
  });
});
