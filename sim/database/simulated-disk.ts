import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../src/adapters/database/open.ts";
import type { Store } from "../../src/exchange/store-port.ts";
import { type Random, randomOf } from "../kernel/random.ts";
import { MODELS, type Model, pageCache } from "../powerloss/page-cache.ts";
import { rebootLocks } from "../powerloss/reboot.ts";
import { type Recording, recordFolder } from "../powerloss/recorder.ts";

/**
 * A node's rows in the embedded database, by the real adapter, on a simulated disk: for the simulator's level
 * `database`. The database runs within this process, so a kill and a power cut are made with copies of its folder: what
 * the old one still does is done to a folder that nobody reads any more.
 */
export interface SimulatedDatabase {
  /** The store of the process that lives now. One that was cut or killed must not be used any more. */
  readonly store: Store;
  /**
   * Cuts the power now: unsynced writes and names are lost, kept or torn as `random` draws, by a model it draws too.
   * Resolves with the store that the real opening code gives on what is left; rejects with what that code throws.
   */
  cut(random?: Random, model?: Model): Promise<Store>;
  /** Kills the process now: everything that was written is there, whatever the process still held is gone. */
  kill(): Promise<Store>;
  /** Closes the store and removes the folder. */
  close(): Promise<void>;
}

export interface SimulatedDatabasePlan {
  /** Decides about cuts that are given no `random` of their own. */
  seed: number;
  /** A folder of this database alone, best in memory: it is emptied first. */
  folder: string;
  /** The party whose rows these are. */
  node: string;
  /** Cache of prepared databases: a start then takes a second instead of five. */
  template?: string;
}

interface Life {
  root: string;
  recording: Recording;
  store: Store;
}

/** Opens an empty database. */
export async function openSimulatedDatabase(plan: SimulatedDatabasePlan): Promise<SimulatedDatabase> {
  const chance = randomOf(plan.seed, `disk of ${plan.node}`);
  rmSync(plan.folder, { recursive: true, force: true });
  let lives = 0;
  const nextRoot = (): string => join(plan.folder, String(++lives));
  let life = await begin(plan, nextRoot());
  const goOn = async (root: string, lost: "boot" | "started"): Promise<Store> => {
    await forget(life);
    rebootLocks(homeIn(root), lost);
    life = await begin(plan, root);
    return life.store;
  };
  return {
    get store() {
      return life.store;
    },
    async cut(random = chance, model = random.pick(MODELS)) {
      const root = nextRoot();
      const cache = pageCache(life.recording.base);
      cache.take(life.recording.steps);
      cache.cut(root, model, random);
      return goOn(root, "boot");
    },
    async kill() {
      const root = nextRoot();
      cpSync(life.root, root, { recursive: true });
      return goOn(root, "started");
    },
    async close() {
      await forget(life);
      rmSync(plan.folder, { recursive: true, force: true });
    },
  };
}

const homeIn = (root: string): string => join(root, "node");

async function begin({ node, template }: SimulatedDatabasePlan, root: string): Promise<Life> {
  mkdirSync(root, { recursive: true });
  const recording = recordFolder(root);
  try {
    const store = await openStore({ folder: homeIn(root), node, ...(template ? { template } : {}) });
    return { root, recording, store };
  } catch (error) {
    recording.stop();
    throw error;
  }
}

/** Ends what was cut or killed long ago, as far as anybody can tell. */
async function forget({ recording, store, root }: Life): Promise<void> {
  recording.stop();
  await store.close();
  rmSync(root, { recursive: true, force: true });
}
