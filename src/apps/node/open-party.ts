import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { officerVerifier } from "../../adapters/accounts/verifier.ts";
import { type News, withNews } from "../../adapters/news.ts";
import { keepWorking } from "../../adapters/background.ts";
import { noteFault } from "../../adapters/faults.ts";
import { fileBlobs } from "../../adapters/blobs/file-blobs.ts";
import { clockFromEnv, instants } from "../../adapters/clock.ts";
import { type OpenStore, openStore } from "../../adapters/database/open.ts";
import { readDirectory } from "../../adapters/directory/directory-files.ts";
import { httpWire } from "../../adapters/hop/wire.ts";
import {
  type KeyFile,
  hopKeysOf,
  identitiesOf,
  logKeyOf,
  readKeyring,
  signerOf,
} from "../../adapters/keyring/keyring.ts";
import { readLaw } from "../../adapters/law-files.ts";
import { fileLock, filePublication, fileTiles, publishPolicy } from "../../adapters/log/file-log.ts";
import { httpWitness } from "../../adapters/log/http-witness.ts";
import { openBytes, sealBytes } from "../../adapters/sealing/messages.ts";
import type { Instant } from "../../base/time.ts";
import type { Config } from "../../exchange/config.ts";
import { type Engine, createEngine } from "../../exchange/engine.ts";
import type { LogPorts } from "../../exchange/publish-log.ts";
import { leavesOf } from "../../exchange/own-log.ts";
import { parseVkey, signNote } from "../../log/note.ts";
import { parsePolicy } from "../../log/policy.ts";
import { partyOf, stateOf } from "../../party/directory.ts";
import { testOwnKeys } from "./self-test.ts";
import { type Settings, readSettings, within } from "./settings.ts";

/** A party's engine on its real adapters: a node of a State, or a provider's desk. */
export interface OpenParty {
  folder: string;
  settings: Settings;
  keys: KeyFile;
  /** The signed State lists as texts, for evidence folders. */
  lists: string[];
  store: OpenStore;
  engine: Engine;
  /** News of cases and orders. */
  news: News;
  wire: ReturnType<typeof httpWire>;
  now(): Instant;
  work: ReturnType<typeof keepWorking>;
  close(): Promise<void>;
}

/** Opens everything in a party's folder and starts its background work. Any doubt about durability stops it here. */
export async function openParty(
  folder: string,
  env: Record<string, string | undefined>,
  say: (line: object) => void,
): Promise<OpenParty> {
  const settings = readSettings(folder);
  const keys = readKeyring(join(folder, "keys"));
  const now = instants(clockFromEnv(env));
  const { directory, lists } = await readDirectory(within(folder, settings.directory));
  const url = env["COMITY_DATABASE_URL"];
  const { store, news } = withNews(
    await openStore({
      folder,
      node: settings.self,
      ...(url ? { url } : {}),
      ...(settings.template ? { template: within(folder, settings.template) } : {}),
      log: (line) => say({ level: "warn", code: "store/note", line }),
    }),
    ["case", "order"],
  );
  const config: Config = {
    self: settings.self,
    kind: settings.self.startsWith("node.") ? "node" : "provider",
    state: settings.state,
    directory,
    law: readLaw(),
    freshSeconds: settings.freshSeconds,
    sandbox: settings.mode === "sandbox",
  };
  const wire = httpWire({ directory, keys: hopKeysOf(keys), now });
  const engine = createEngine(
    {
      store,
      now,
      entropy: (length) => new Uint8Array(randomBytes(length)),
      sign: signerOf(keys),
      seal: sealBytes,
      open: (sealed) => openBytes(sealed, identitiesOf(keys)),
      officers: officerVerifier(),
      wire,
      blobs: await fileBlobs(join(folder, "blobs")),
      log: config.kind === "node" ? await openLog(folder, config, keys, store, now) : null,
    },
    config,
  );
  await testOwnKeys(engine.ports, partyOf(directory, settings.self));
  await engine.openLog();
  const work = keepWorking(engine, (error) => noteFault(error, "work"));
  return {
    folder,
    settings,
    keys,
    lists,
    store,
    engine,
    news,
    wire,
    now,
    work,
    async close() {
      await work.stop();
      wire.close();
      await store.close();
    },
  };
}

async function openLog(
  folder: string,
  config: Config,
  keys: KeyFile,
  store: OpenStore,
  now: () => Instant,
): Promise<LogPorts> {
  const published = join(folder, "log");
  const own = stateOf(config.directory, config.state).node.log;
  const policy = parsePolicy(own.policy);
  await publishPolicy(published, own.policy);
  const { name } = parseVkey(own.vkey);
  const { seed } = logKeyOf(keys);
  return {
    ...leavesOf(store),
    tiles: fileTiles(published),
    lock: fileLock(join(folder, "log-lock")),
    ...filePublication(published),
    sign: async (text) => signNote(text, name, seed),
    witnesses: policy.witnesses
      .filter((witness) => witness.url)
      .map((witness) => httpWitness({ name: witness.name, url: witness.url as string, timeoutMs: 3000 })),
    now: () => Date.parse(now()),
  };
}
