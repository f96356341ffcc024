import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { toHex } from "../../base/bytes.ts";
import { type Instant } from "../../base/time.ts";
import { writeClock } from "../../adapters/clock.ts";
import { pinsOf } from "../../adapters/directory/directory-files.ts";
import { writeKeyring } from "../../adapters/keyring/keyring.ts";
import { writeSettings } from "../node/settings.ts";
import { type World, type WorldPorts, makeWorld } from "./world.ts";

/**
 * The sandbox on disk: one folder per process, the signed lists with their pins, the clock. Made once; a sandbox that
 * is started again goes on where it was.
 */
export const SandboxFile = z.strictObject({
  format: z.literal("comity/sandbox/v1"),
  ports: z.strictObject({
    AL: z.number(),
    BO: z.number(),
    CA: z.number(),
    nordrack: z.number(),
    witnesses: z.tuple([z.number(), z.number(), z.number()]),
  }),
  witnesses: z.array(z.strictObject({ name: z.string(), folder: z.string(), port: z.number() })),
  parties: z.array(z.strictObject({ id: z.string(), folder: z.string(), port: z.number() })),
  logs: z.array(z.string()),
});
export type SandboxFile = z.infer<typeof SandboxFile>;

/** When the invented world begins: five minutes before Borvania's first request of case 1. */
export const SANDBOX_BEGINS: Instant = "2027-07-04T03:05:00.000Z";

/** The ports of a sandbox from a first one. */
export function portsFrom(first: number): WorldPorts {
  return {
    AL: first,
    BO: first + 1,
    CA: first + 2,
    nordrack: first + 3,
    witnesses: [first + 4, first + 5, first + 6],
  };
}

/** Opens the sandbox of a folder, making it first if there is none. */
export async function openSandbox(folder: string, ports: WorldPorts): Promise<SandboxFile> {
  const path = join(folder, "sandbox.json");
  if (existsSync(path)) return SandboxFile.parse(JSON.parse(readFileSync(path, "utf8")));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const world = await makeWorld(SANDBOX_BEGINS, ports, (length) => new Uint8Array(randomBytes(length)));
  writeDirectory(folder, world);
  const parties = [...world.keyrings.keys()].map((id) => writeParty(folder, world, id, ports));
  const witnesses = world.witnesses.map((witness) => writeWitness(folder, witness));
  writeClock(clockPath(folder), { began: world.began, real: Date.now(), ahead: 0 });
  const file: SandboxFile = {
    format: "comity/sandbox/v1",
    ports,
    witnesses,
    parties,
    logs: world.entries.map((entry) => entry.node.log.vkey),
  };
  // Written last: a sandbox whose making was cut short is made again.
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`);
  return file;
}

export function clockPath(folder: string): string {
  return join(folder, "clock.json");
}

function writeDirectory(folder: string, world: World): void {
  const at = join(folder, "directory");
  mkdirSync(at, { recursive: true });
  world.entries.forEach((entry, index) =>
    writeFileSync(join(at, `${entry.state}.json`), world.lists[index] as string),
  );
  writeFileSync(
    join(at, "pins.json"),
    `${JSON.stringify(Object.fromEntries(world.entries.map((entry) => [entry.state, pinsOf(entry)])), null, 2)}\n`,
  );
}

function writeParty(
  folder: string,
  world: World,
  id: string,
  ports: WorldPorts,
): SandboxFile["parties"][number] {
  const at = join(folder, id);
  const entry = world.entries.find(
    (each) => each.node.id === id || each.providers.some((provider) => provider.id === id),
  );
  if (!entry) throw new TypeError("a party without a State");
  const port = id === "nordrack" ? ports.nordrack : ports[entry.state as "AL" | "BO" | "CA"];
  writeKeyring(
    join(at, "keys"),
    world.keyrings.get(id) as NonNullable<ReturnType<typeof world.keyrings.get>>,
  );
  const officers = Object.fromEntries(
    [...world.officerKeys].filter(([officer]) => officer.startsWith(`${entry.state.toLowerCase()}-`)),
  );
  const officersPath = join(at, "keys", "officers.json");
  writeFileSync(officersPath, `${JSON.stringify(id.startsWith("node.") ? officers : {})}\n`, { mode: 0o600 });
  chmodSync(officersPath, 0o600);
  writeSettings(at, {
    format: "comity/settings/v1",
    self: id,
    state: entry.state,
    host: "127.0.0.1",
    port,
    directory: "../directory",
    mode: "sandbox",
    freshSeconds: 86_400,
    template: "../template",
  });
  return { id, folder: id, port };
}

function writeWitness(folder: string, witness: World["witnesses"][number]): SandboxFile["witnesses"][number] {
  const name = `witness-${witness.port}`;
  mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, name, "seed"), `${toHex(witness.seed)}\n`, { mode: 0o600 });
  return { name: witness.name, folder: name, port: witness.port };
}
