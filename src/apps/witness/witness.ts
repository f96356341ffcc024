import { type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AddressInfo } from "node:net";
import { fromUtf8 } from "../../base/bytes.ts";
import { COSIGNER_KEY, LOG_KEY, type NoteKey, formatVkey, keyOfSeed, parseVkey } from "../../log/note.ts";
import {
  type AddCheckpoint,
  type WitnessAnswer,
  decideAddCheckpoint,
  parseAddCheckpoint,
} from "../../log/witness.ts";
import { isProblem, Problem } from "../../base/problem.ts";
import { type WitnessStore, openStore, originHash } from "./store.ts";

/** How to start a witness. */
export interface WitnessOptions {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Where it remembers what it cosigned; one process a folder. Losing it means losing the key: start a new witness. */
  folder: string;
  /** Key name: a schema-less URL. */
  name: string;
  /** 32-byte Ed25519 seed. */
  seed: Uint8Array;
  /** Verifier keys of the logs it watches; their names are the origins. */
  logs: readonly string[];
  /** Milliseconds since 1970. */
  now: () => number;
}

/** A witness that runs. */
export interface RunningWitness {
  /** Submission and monitoring prefix. */
  url: string;
  vkey: string;
  close(): Promise<void>;
}

/** Longest request we read, in bytes: 63 hashes and a checkpoint with many large signatures. */
const MAX_REQUEST = 131_072;

/**
 * Starts a witness (C2SP tlog-witness) and resolves when it answers. Throws Problem `witness/store-damaged`,
 * `log/vkey-…` or `witness/log-key` where a watched key is no log's.
 */
export async function startWitness(options: WitnessOptions): Promise<RunningWitness> {
  const logs = options.logs.map(readLogKey);
  const self = keyOfSeed(options.name, COSIGNER_KEY, options.seed);
  const store = await openStore(options.folder, logs, self);
  const app = witnessApp(options, logs, store, formatVkey(self));
  const server = await listen(app, options);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return { url: `http://${host}:${port}`, vkey: formatVkey(self), close: () => close(server) };
}

/** The witness's HTTP face without its port. */
export function witnessApp(
  options: Pick<WitnessOptions, "name" | "seed" | "now">,
  logs: readonly NoteKey[],
  store: WitnessStore,
  vkey: string,
): Hono {
  const app = new Hono();
  const inTurn = oneAtATime();
  const config = { name: options.name, seed: options.seed, logs };
  const limit = bodyLimit({ maxSize: MAX_REQUEST, onError: (c) => c.text("the request is too long\n", 413) });
  app.post("/add-checkpoint", limit, async (c) => {
    const request = readRequest(new Uint8Array(await c.req.arrayBuffer()));
    if (!request) return c.text("this is no add-checkpoint request\n", 400);
    // Only origins we watch get a turn, so that strangers cannot fill memory with names.
    const watched = logs.some((key) => key.name === request.origin);
    const decide = (): Promise<WitnessAnswer> => decideAndKeep(store, config, request, options.now);
    const answer = watched ? await inTurn(request.origin, decide) : await decide();
    return c.body(answer.body, answer.status, { "content-type": answer.contentType });
  });
  app.get("/vkey", (c) => c.text(`${vkey}\n`));
  app.get("/healthz", (c) => c.text("ok\n"));
  app.get("/:hash/checkpoint", async (c) => {
    const log = logs.find((key) => originHash(key.name) === c.req.param("hash"));
    const state = log && (await store.load(log.name));
    return state ? c.text(state.note) : c.text("no checkpoint of such a log\n", 404);
  });
  app.onError((cause, c) => c.text(`${isProblem(cause) ? cause.code : "the witness failed"}\n`, 500));
  return app;
}

/** Decides and, before the answer leaves, makes the new state durable. */
async function decideAndKeep(
  store: WitnessStore,
  config: Parameters<typeof decideAddCheckpoint>[0],
  request: AddCheckpoint,
  now: () => number,
): Promise<WitnessAnswer> {
  const state = config.logs.some((key) => key.name === request.origin)
    ? await store.load(request.origin)
    : undefined;
  const answer = decideAddCheckpoint(config, state, request, Math.floor(now() / 1000));
  if (answer.next) await store.save(request.origin, answer.next.note);
  return answer;
}

function readRequest(bytes: Uint8Array): AddCheckpoint | undefined {
  try {
    return parseAddCheckpoint(fromUtf8(bytes));
  } catch {
    return undefined;
  }
}

/** Runs tasks of one name one after the other, so that comparing and keeping are one step. */
function oneAtATime(): <T>(name: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (name, task) => {
    const next = (last.get(name) ?? Promise.resolve()).then(task, task);
    last.set(
      name,
      next.catch(() => undefined),
    );
    return next;
  };
}

function readLogKey(vkey: string): NoteKey {
  const key = parseVkey(vkey);
  if (key.type === LOG_KEY) return key;
  throw new Problem(
    "witness/log-key",
    "A watched key is a cosigner's, not a log's.",
    key.name,
    "Give the verifier key of the log (type 0x01).",
  );
}

function listen(app: Hono, { port, host }: WitnessOptions): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, () => resolve(server));
    server.once("error", reject);
  });
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
