import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { Problem } from "../../base/problem.ts";

/** What a party's folder says about how to start it: `node.json`. No secret stands in it. */
export const Settings = z.strictObject({
  format: z.literal("comity/settings/v1"),
  /** Party id: `node.al`, or a provider's id. */
  self: z.string().min(3),
  state: z.string().regex(/^[A-Z]{2}$/),
  host: z.string().default("127.0.0.1"),
  port: z.number().int().min(0).max(65535),
  /** Folder of the directory (signed lists and pins), relative to this folder. */
  directory: z.string(),
  mode: z.enum(["sandbox", "production"]),
  /** Outside a sandbox: the site officers sign in at, for passkeys. */
  site: z.strictObject({ rpId: z.string(), origin: z.string() }).optional(),
  /** How old a witnessed proof may be when a message arrives, in seconds. */
  freshSeconds: z.number().int().positive().default(86_400),
  /** Where a prepared database is kept for fast first starts, relative to this folder. */
  template: z.string().optional(),
});
export type Settings = z.infer<typeof Settings>;

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** Reads a folder's settings. Throws Problem `settings/missing`, `settings/invalid`, `settings/sandbox-not-loopback`. */
export function readSettings(folder: string): Settings {
  const path = join(folder, "node.json");
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new Problem(
      "settings/missing",
      "There is no readable node.json in this folder.",
      path,
      "Give the folder of a node, or make one with `comity start --sandbox`.",
    );
  }
  const parsed = Settings.safeParse(json);
  if (!parsed.success)
    throw new Problem(
      "settings/invalid",
      `node.json has a fault at ${parsed.error.issues[0]?.path.join(".") || "its root"}.`,
      path,
      "Compare it with docs/operating.md.",
    );
  if (parsed.data.mode === "sandbox" && !LOOPBACK.has(parsed.data.host)) {
    throw new Problem(
      "settings/sandbox-not-loopback",
      "A sandbox listens on this computer only.",
      "host",
      "Set host to 127.0.0.1, or set mode to production and enrol real accounts.",
    );
  }
  if (parsed.data.mode === "production" && !parsed.data.site)
    throw new Problem(
      "settings/no-site",
      "Outside a sandbox officers sign in with passkeys, which are bound to a site.",
      "site",
      "Set site.rpId and site.origin.",
    );
  return parsed.data;
}

export function writeSettings(folder: string, settings: Settings): void {
  writeFileSync(join(folder, "node.json"), `${JSON.stringify(settings, null, 2)}\n`);
}

/** A path in settings, resolved against its folder. */
export function within(folder: string, path: string): string {
  return resolve(folder, path);
}
