import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CASE } from "./case-facts.ts";
import { type ImageFile, makeDiskImage } from "./disk-image.ts";

const MEBIBYTE = 1_048_576;
const here = mkdtempSync(join(tmpdir(), "disk-image-"));
const image = join(here, "server.img");
const has = (tool: string): boolean => spawnSync(tool, ["--version"]).error === undefined;
const fsck = ["fsck.fat", "/usr/sbin/fsck.fat"].find(has);
const mtools = has("mtype");

let files: ImageFile[];
const progress: [number, number][] = [];

beforeAll(async () => {
  const made = await makeDiskImage({
    path: image,
    megabytes: 16,
    seed: "case 1",
    onProgress: (done, total) => void progress.push([done, total]),
  });
  files = made.files;
});
afterAll(() => rmSync(here, { recursive: true }));

const digest = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

describe("the disk image of the control server", () => {
  test("has the size that was asked for, without holes, under its final name only", () => {
    expect(statSync(image).size).toBe(16 * MEBIBYTE);
    const bytes = readFileSync(image);
    const empty = Array.from({ length: 256 }, (_, part) =>
      bytes.subarray(part * 65_536, (part + 1) * 65_536),
    );
    expect(empty.filter((part) => part.every((byte) => byte === 0)).length).toBe(0);
    expect(readdirSync(here)).toEqual(["server.img"]);
  });

  test("names its files and reports each one as it is written", () => {
    expect(files.map((file) => file.path)).toContain("/etc/nginx/conf.d/payment-page.conf");
    const total = files.reduce((sum, file) => sum + file.size, 0);
    expect(progress.length).toBe(files.length);
    expect(progress.at(-1)).toEqual([total, total]);
  });

  test("is the same from the same seed, in another zone too, and another from another seed", async () => {
    const zone = process.env["TZ"];
    process.env["TZ"] = "Pacific/Apia";
    const again = join(here, "again.img");
    try {
      await makeDiskImage({ path: again, megabytes: 16, seed: "case 1" });
      expect(digest(again)).toBe(digest(image));
      await makeDiskImage({ path: again, megabytes: 16, seed: "case 2" });
      expect(digest(again)).not.toBe(digest(image));
    } finally {
      rmSync(again);
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  test("a place that cannot be written is an error, not silence", async () => {
    await expect(
      makeDiskImage({ path: join(here, "no/such/folder"), megabytes: 16, seed: "x" }),
    ).rejects.toThrow("ENOENT");
    expect(existsSync(join(here, "no"))).toBe(false);
  });

  test.skipIf(!fsck)(`fsck.fat finds no fault${fsck ? "" : " (skipped: fsck.fat is not installed)"}`, () => {
    const { status, stdout } = spawnSync(fsck as string, ["-n", image], { encoding: "utf8" });
    // 22 files and 10 folders.
    expect(stdout).toContain(`${files.length + 10} files`);
    expect(status).toBe(0);
  });

  test.skipIf(!mtools)(
    `an examiner finds the address behind the payment page${mtools ? "" : " (skipped: mtools is not installed)"}`,
    () => {
      const read = (path: string) =>
        spawnSync("mtype", ["-i", image, `::${path}`], { encoding: "utf8", maxBuffer: 8 * MEBIBYTE }).stdout;
      expect(read("/etc/nginx/conf.d/payment-page.conf")).toContain(
        `server ${CASE.payment.address}:${CASE.payment.port};`,
      );
      expect(read("/srv/panel/note-template.txt")).toContain("machines=412 amount=60");
      const connections = read("/var/log/control/connections.log").trim().split("\n");
      expect(connections.length).toBe(412);
      expect(connections.filter((line) => !line.includes(" 203.0.113.77:443 <- 192.0.2."))).toEqual([]);
      expect(connections[0]?.slice(0, 16)).toBe("2027-07-03T23:38");
      expect(read("/var/log/nginx/access.log").trim().split("\n").length).toBe(20_000);
      expect(read("/var/log/auth.log").trim().split("\n").length).toBe(600);
    },
  );
});
