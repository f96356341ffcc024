import { leavesOf } from "../../src/exchange/own-log.ts";
import type { LogPorts } from "../../src/exchange/publish-log.ts";
import type { Store } from "../../src/exchange/store-port.ts";
import type { Life } from "../kernel/agenda.ts";
import type { SimWitness } from "./witnesses.ts";

/**
 * Where a node's public log lies: tiles, the published checkpoint, and the lock on ground of its own that no backup
 * ever brings back. What is written is durable; each write can fail before or after it was made.
 */
export interface LogDisk {
  portsFor(life: Life, store: Store): LogPorts;
  readonly tiles: ReadonlyMap<string, Uint8Array>;
  readonly published: string | undefined;
}

export interface LogWorld {
  /** Fails this write, if that fault strikes: `before` it was made, or after (the answer is lost). */
  fails(): "before" | "after" | null;
  /** Lets the machine die between two steps, if that fault strikes. */
  pause(life: Life): Promise<void>;
  sign(text: string): Promise<string>;
  witnesses: readonly SimWitness[];
  now(): number;
}

export function logDisk(world: LogWorld): LogDisk {
  const tiles = new Map<string, Uint8Array>();
  let lock: string | undefined;
  let published: string | undefined;

  async function write(life: Life, make: () => void): Promise<void> {
    await world.pause(life);
    const failure = world.fails();
    if (failure !== "before") make();
    if (failure) throw new Error("log disk: input/output error");
    await world.pause(life);
  }

  return {
    get tiles() {
      return tiles;
    },
    get published() {
      return published;
    },
    portsFor: (life, store) => ({
      ...leavesOf(store),
      tiles: {
        read: async (path) => tiles.get(path),
        write: (path, bytes) => write(life, () => keep(tiles, path, bytes)),
        remove: (path) => write(life, () => void tiles.delete(path)),
      },
      lock: {
        load: async () => lock,
        async swap(expected, next) {
          let swapped = false;
          await write(life, () => {
            swapped = lock === expected;
            if (swapped) lock = next;
          });
          return swapped;
        },
      },
      publish: (checkpoint) => write(life, () => void (published = checkpoint)),
      published: async () => published,
      sign: (text) => world.sign(text),
      witnesses: world.witnesses.map((witness, index) => ({
        name: `w${index + 1}`,
        add: (old, proof, checkpoint) => witness.add(life, old, proof, checkpoint),
      })),
      now: () => world.now(),
    }),
  };
}

/** Tiles are immutable: the same bytes again are fine, others are refused. Staging bundles may be replaced. */
function keep(tiles: Map<string, Uint8Array>, path: string, bytes: Uint8Array): void {
  const there = tiles.get(path);
  if (there && !path.startsWith("staging/") && Buffer.compare(there, bytes) !== 0)
    throw new Error("a tile is immutable");
  tiles.set(path, bytes.slice());
}
