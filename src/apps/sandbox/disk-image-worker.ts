import { closeSync, openSync, readSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path/posix";
import { parentPort, workerData } from "node:worker_threads";
import * as fat from "js-fatfs";
import { STRUCK } from "./case-facts.ts";
import type { ImageFile, WorkerNews } from "./disk-image.ts";
import { seeded } from "./seeded.ts";
import { type ServerFile, lootFiles, serverFiles } from "./server-files.ts";

const SECTOR = 512;
const MEBIBYTE = 1_048_576;
/** Bytes handed to the library at a time. */
const PIECE = MEBIBYTE;

const { path, megabytes, seed } = workerData as { path: string; megabytes: number; seed: string };
const clock = { now: STRUCK };
stopTheClock();
main(await open(`${path}.part`, megabytes));

/**
 * The library stamps files with the clock of its thread in the zone of the machine. Here the clock stands where we put
 * it and the zone is UTC, so that the same seed gives the same bytes; nothing else runs in this thread.
 */
function stopTheClock(): void {
  const Real = Date;
  globalThis.Date = class extends Real {
    static override now(): number {
      return clock.now;
    }
    override getFullYear(): number {
      return this.getUTCFullYear();
    }
    override getMonth(): number {
      return this.getUTCMonth();
    }
    override getDate(): number {
      return this.getUTCDate();
    }
    override getDay(): number {
      return this.getUTCDay();
    }
    override getHours(): number {
      return this.getUTCHours();
    }
    override getMinutes(): number {
      return this.getUTCMinutes();
    }
    override getSeconds(): number {
      return this.getUTCSeconds();
    }
    override getTimezoneOffset(): number {
      return 0;
    }
  } as DateConstructor;
}

interface Volume {
  ff: fat.FatFs;
  /** A file object and a transfer buffer in the library's memory. */
  file: number;
  buffer: number;
  close(): void;
}

async function open(image: string, size: number): Promise<Volume> {
  const handle = openSync(image, "w+");
  fill(handle, size);
  const ff = await fat.create({ diskio: diskOver(handle, (size * MEBIBYTE) / SECTOR) });
  const work = ff.malloc(PIECE);
  // FAT16 without a partition table, two copies of the table, cluster size as the library sees fit for the size.
  demand(
    ff.f_mkfs("", { fmt: fat.FM_FAT | fat.FM_SFD, n_fat: 2, align: 1, n_root: 512, au_size: 0 }, work, PIECE),
  );
  demand(ff.f_mount(ff.malloc(fat.sizeof_FATFS), "", 1));
  const close = (): void => {
    demand(ff.f_unmount(""));
    closeSync(handle);
    // Only a whole image ever has the name that was asked for.
    renameSync(`${path}.part`, path);
  };
  return { ff, file: ff.malloc(fat.sizeof_FIL), buffer: work, close };
}

/** Free space of a used disk is not empty: each byte of the image is written before the file system is. */
function fill(handle: number, size: number): void {
  const chance = seeded(seed, "free space");
  for (let at = 0; at < size; at++) writeSync(handle, chance.bytes(MEBIBYTE), 0, MEBIBYTE, at * MEBIBYTE);
}

function diskOver(handle: number, sectors: number): fat.DiskIO {
  const span = (ff: fat.FatFs, at: number, count: number) => ff.HEAPU8.subarray(at, at + count * SECTOR);
  return {
    initialize: () => 0,
    status: () => 0,
    read(ff, _drive, buffer, sector, count) {
      readSync(handle, span(ff, buffer, count), 0, count * SECTOR, sector * SECTOR);
      return fat.RES_OK;
    },
    write(ff, _drive, buffer, sector, count) {
      writeSync(handle, span(ff, buffer, count), 0, count * SECTOR, sector * SECTOR);
      return fat.RES_OK;
    },
    ioctl(ff, _drive, command, buffer) {
      if (command === fat.GET_SECTOR_COUNT) ff.setValue(buffer, sectors, "i32");
      else if (command === fat.GET_SECTOR_SIZE) ff.setValue(buffer, SECTOR, "i16");
      else if (command === fat.GET_BLOCK_SIZE) ff.setValue(buffer, 1, "i32");
      else if (command !== fat.CTRL_SYNC) return fat.RES_ERROR;
      return fat.RES_OK;
    },
  };
}

function main(volume: Volume): void {
  const files = [...serverFiles(seed), ...lootFiles(seed, megabytes)];
  const total = files.reduce((sum, each) => sum + each.content.length, 0);
  const made: ImageFile[] = [];
  let done = 0;
  for (const each of files) {
    clock.now = each.modified;
    makeFolders(volume, dirname(each.path));
    writeFile(volume, each);
    done += each.content.length;
    made.push({ path: each.path, size: each.content.length });
    tell({ kind: "progress", done, total });
  }
  volume.close();
  tell({ kind: "files", files: made });
}

function makeFolders({ ff }: Volume, folder: string): void {
  const parts = folder.split("/").filter(Boolean);
  parts.forEach((_, index) => {
    const code = ff.f_mkdir(`/${parts.slice(0, index + 1).join("/")}`);
    if (code !== fat.FR_EXIST) demand(code);
  });
}

function writeFile({ ff, file, buffer }: Volume, { path: name, content }: ServerFile): void {
  demand(ff.f_open(file, name, fat.FA_WRITE | fat.FA_CREATE_NEW));
  const written = ff.malloc(4);
  for (let at = 0; at < content.length; at += PIECE) {
    const piece = content.subarray(at, at + PIECE);
    ff.HEAPU8.set(piece, buffer);
    demand(ff.f_write(file, buffer, piece.length, written));
    if (ff.getValue(written, "i32") !== piece.length) throw new Error("the disk image is full");
  }
  ff.free(written);
  demand(ff.f_close(file));
}

function demand(code: number): void {
  if (code !== fat.FR_OK) throw new Error(`the file system library answered ${code}`);
}

function tell(news: WorkerNews): void {
  parentPort?.postMessage(news);
}
