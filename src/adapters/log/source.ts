import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { Problem } from "../../base/problem.ts";
import { hasCode, isTemporary } from "./durable.ts";
import { readIfThere } from "./file-log.ts";
import { readLimited } from "./http-read.ts";

/** Where a log is read from: a folder, or the prefix of a file server. */
export interface LogSource {
  /** Bytes below the prefix; undefined where there are none. Throws Problem `log/source-unreachable`. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** All paths below the prefix, where they can be listed (a folder), without temporary files. */
  list?(): Promise<string[]>;
}

/** Longest resource of a log, in bytes: a bundle of 256 entries of 65,535 bytes with their lengths. */
const MAX_RESOURCE = 256 * 65_537;

/** Opens a folder or an http(s) URL as a log. */
export function openSource(place: string, timeoutMs = 20_000): LogSource {
  return /^https?:\/\//.test(place) ? httpSource(place, timeoutMs) : folderSource(place);
}

function folderSource(folder: string): LogSource {
  return {
    read: async (path) => {
      try {
        return await readIfThere(join(folder, path));
      } catch {
        throw unreachable(path);
      }
    },
    list: async () => {
      try {
        const found = await readdir(folder, { recursive: true, withFileTypes: true });
        return found
          .filter((each) => each.isFile() && !isTemporary(each.name))
          .map((each) => relative(folder, join(each.parentPath, each.name)).replaceAll(sep, "/"));
      } catch (cause) {
        if (hasCode(cause, "ENOENT")) return [];
        throw unreachable(folder);
      }
    },
  };
}

function httpSource(prefix: string, timeoutMs: number): LogSource {
  return {
    read: async (path) => {
      try {
        const response = await fetch(`${prefix.replace(/\/+$/, "")}/${path}`, {
          redirect: "error",
          signal: AbortSignal.timeout(timeoutMs),
        });
        if (response.status === 404) return undefined;
        if (response.status !== 200) throw new Error(`status ${response.status}`);
        return await readLimited(response, MAX_RESOURCE);
      } catch {
        throw unreachable(path);
      }
    },
  };
}

function unreachable(where: string): Problem {
  return new Problem(
    "log/source-unreachable",
    "The log cannot be read here.",
    where,
    "Check the folder or the address, and try again.",
  );
}
