import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fromUtf8, utf8 } from "../../base/bytes.ts";
import { isProblem } from "../../base/problem.ts";
import { isTemporary } from "./durable.ts";
import { fileLock, filePublication, fileTiles, publishPolicy } from "./file-log.ts";

const folder = (): string => mkdtempSync(join(tmpdir(), "comity-log-"));

describe("tiles in files", () => {
  test("what is written is read, and writing it again is fine", async () => {
    const tiles = fileTiles(folder());
    expect(await tiles.read("tile/0/000.p/3")).toBeUndefined();
    await tiles.write("tile/0/000.p/3", utf8("abc"));
    await tiles.write("tile/0/000.p/3", utf8("abc"));
    await tiles.write("tile/0/000", utf8("full"));
    expect(fromUtf8((await tiles.read("tile/0/000.p/3")) as Uint8Array)).toBe("abc");
    expect(fromUtf8((await tiles.read("tile/0/000")) as Uint8Array)).toBe("full");
  });

  test("other bytes under a known path are refused, and the old ones stay", async () => {
    const tiles = fileTiles(folder());
    await tiles.write("tile/1/x001/234", utf8("one"));
    const cause: unknown = await tiles
      .write("tile/1/x001/234", utf8("two"))
      .catch((thrown: unknown) => thrown);
    expect(isProblem(cause, "log/tile-conflict") && cause.where).toBe("tile/1/x001/234");
    expect(fromUtf8((await tiles.read("tile/1/x001/234")) as Uint8Array)).toBe("one");
  });

  test.each(["../x", "checkpoint", "tile/0/../../x", "staging/../x", "staging/"])(
    "%s is no path",
    async (path) => {
      await expect(fileTiles(folder()).write(path, utf8("x"))).rejects.toThrow(RangeError);
    },
  );

  test("staging can be removed, tiles cannot", async () => {
    const tiles = fileTiles(folder());
    await tiles.write("staging/7", utf8("x"));
    await tiles.write("tile/0/000", utf8("y"));
    await tiles.remove?.("staging/7");
    await tiles.remove?.("staging/7");
    await tiles.remove?.("tile/0/000");
    expect(await tiles.read("staging/7")).toBeUndefined();
    expect(await tiles.read("tile/0/000")).toBeDefined();
  });

  test("no temporary file is left", async () => {
    const place = folder();
    await fileTiles(place).write("tile/0/000", utf8("x"));
    await filePublication(place).publish("c");
    await publishPolicy(place, "p");
    const names = readdirSync(place, { recursive: true, encoding: "utf8" });
    expect(names.filter((name) => isTemporary(name.split("/").at(-1) as string))).toEqual([]);
    expect(names.sort()).toEqual(["checkpoint", "policy", "tile", "tile/0", "tile/0/000"]);
  });
});

describe("the published checkpoint", () => {
  test("is replaced whole", async () => {
    const place = folder();
    const { publish, published } = filePublication(place);
    expect(await published()).toBeUndefined();
    await publish("one\n");
    await publish("two\n");
    expect(await published()).toBe("two\n");
    expect(readFileSync(join(place, "checkpoint"), "utf8")).toBe("two\n");
  });
});

describe("the lock", () => {
  test("swaps only from what it holds, and remembers over a restart", async () => {
    const place = join(folder(), "deep/lock");
    const lock = fileLock(place);
    expect(await lock.load()).toBeUndefined();
    expect(await lock.swap("x", "a")).toBe(false);
    expect(await lock.swap(undefined, "a")).toBe(true);
    expect(await lock.swap(undefined, "b")).toBe(false);
    expect(await lock.swap("a", "b")).toBe(true);
    expect(await lock.swap("a", "c")).toBe(false);
    expect(await fileLock(place).load()).toBe("b");
  });

  test("of many that swap at once from one state, one wins each round", async () => {
    const place = folder();
    const locks = Array.from({ length: 8 }, () => fileLock(place));
    let now: string | undefined;
    for (let round = 0; round < 10; round++) {
      const expected = now;
      const won = await Promise.all(locks.map((lock, i) => lock.swap(expected, `${round}.${i}`)));
      expect(won.filter(Boolean).length).toBe(1);
      now = `${round}.${won.indexOf(true)}`;
      expect(await fileLock(place).load()).toBe(now);
    }
    expect(readdirSync(place).length).toBe(2);
  });

  test("bytes that are no text are not taken for an empty lock", async () => {
    const place = folder();
    writeFileSync(join(place, "0000000000000001"), Uint8Array.of(255));
    expect(await fileLock(place).load()).toBe("");
    expect(await fileLock(place).swap(undefined, "a")).toBe(false);
  });
});
