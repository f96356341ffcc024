import {
  Agent,
  type AgentOptions,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from "node:http";
import { request as httpsRequest, Agent as HttpsAgent } from "node:https";
import { type TcpNetConnectOpts, connect } from "node:net";
import { Problem } from "../../base/problem.ts";
import type { Instant } from "../../base/time.ts";
import type { Wire } from "../../exchange/ports.ts";
import { type Directory, addressOf, partyOf } from "../../party/directory.ts";
import { passing, writePieces } from "../pieces.ts";
import { type HopKey, contentDigest, contentDigestOf, signHop } from "./hop.ts";

/**
 * Reaching other parties: only at the address their State's list names, never at one from a message; no redirects, no
 * proxies from the environment, answers capped. Every request carries both hop signatures.
 */

const ANSWER_LIMIT = 1_000_000;
/** A message that is told again: a sealed envelope, in base64 where it stands in JSON. */
const RETOLD_LIMIT = 12_000_000;
const TIMEOUT = 30_000;

export interface WireOptions {
  directory: Directory;
  keys: readonly HopKey[];
  now(): Instant;
}

/** The wire of a party, and the upload of a provider. */
export function httpWire(options: WireOptions): Wire & {
  /** Sends one slice to a node (a provider does). Sending it again is harmless. */
  upload(to: string, digest: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  close(): void;
} {
  const agents = {
    http: plainAgent({ keepAlive: true, maxSockets: 8 }),
    https: new HttpsAgent({ keepAlive: true, maxSockets: 8, minVersion: "TLSv1.3" }),
  };
  const call = (method: string, to: string, path: string, body?: Outgoing) =>
    send(options, agents, method, to, path, body);
  const ask = async (of: string, path: string) => {
    const answer = await call("GET", of, path);
    return { status: answer.status, body: await collect(answer.body, RETOLD_LIMIT) };
  };
  return {
    async deliver(to, sealed) {
      const answer = await call("POST", to, "/peer/v1/messages", { type: "application/age", bytes: sealed });
      return { status: answer.status, body: await collect(answer.body) };
    },
    message: (from, seq) => ask(from, `/peer/v1/stream/${seq}`),
    heard: (to, seq) => ask(to, `/peer/v1/heard/${seq}`),
    async slice(from, ref, digest) {
      const answer = await call(
        "GET",
        from,
        `/peer/v1/slices/${encodeURIComponent(ref)}/${encodeURIComponent(digest)}`,
      );
      if (answer.status !== 200) {
        answer.body.resume();
        throw new Problem(
          "wire/slice-refused",
          "The other side did not give the slice.",
          from,
          "The node asks again by itself; look at the other side if it stays.",
        );
      }
      return passing(answer.body);
    },
    async upload(to, digest, bytes) {
      const path = `/provider/v1/slices/${encodeURIComponent(digest)}`;
      const answer = await call("PUT", to, path, {
        type: "application/octet-stream",
        stream: bytes,
        digest: contentDigestOf(digest),
      });
      answer.body.resume();
      if (answer.status !== 200)
        throw new Problem(
          "wire/upload-refused",
          "The node did not take the slice.",
          to,
          "Try again; look at the order if it stays.",
        );
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/**
 * Connections without TLS (a sandbox, or a proxy on the same machine) that read into one buffer each. Node makes a new
 * one for every 64 KiB otherwise, which for evidence costs more than hashing it. The parser copies what it keeps.
 */
function plainAgent(options: AgentOptions): Agent {
  const agent = new Agent(options);
  agent.createConnection = (to) => {
    const take = (length: number, buffer: Uint8Array): boolean => {
      socket.emit("data", buffer.subarray(0, length));
      return true;
    };
    const onread = { buffer: Buffer.allocUnsafeSlow(65_536), callback: take };
    const socket = connect({ ...to, onread } as TcpNetConnectOpts);
    return socket;
  };
  return agent;
}

/** A body: bytes, or a stream whose Content-Digest is known before (the receiver checks it anyway). */
type Outgoing =
  | { type: string; bytes: Uint8Array }
  | { type: string; stream: AsyncIterable<Uint8Array>; digest: string };

async function send(
  options: WireOptions,
  agents: { http: Agent; https: HttpsAgent },
  method: string,
  to: string,
  path: string,
  body?: Outgoing,
): Promise<{ status: number; body: IncomingMessage }> {
  const base = addressOf(partyOf(options.directory, to));
  if (!base)
    throw new Problem(
      "wire/no-address",
      "The directory names no address for this party.",
      to,
      "Reach it by another way, or ask its State to list one.",
    );
  const url = `${base}${path}`;
  const headers = new Headers(
    body ? { "content-type": body.type, "content-digest": digestOfBody(body) } : {},
  );
  const signed = await signHop(options.keys, { method, url, headers }, options.now());
  const secure = url.startsWith("https:");
  return new Promise((resolve, reject) => {
    const request = (secure ? httpsRequest : httpRequest)(
      url,
      {
        method,
        agent: secure ? agents.https : agents.http,
        timeout: TIMEOUT,
        headers: {
          ...Object.fromEntries(signed),
          ...(body && "bytes" in body ? { "content-length": body.bytes.length } : {}),
        },
      },
      (response) => resolve({ status: response.statusCode ?? 0, body: response }),
    );
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", reject);
    if (body && "stream" in body) writeBody(request, body.stream).catch(reject);
    else request.end(body?.bytes);
  });
}

/** A body that breaks off ends the connection: the receiver must not take a part for the whole. */
async function writeBody(request: ClientRequest, stream: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    await writePieces(request, stream);
    request.end();
  } catch (error) {
    request.destroy();
    throw error;
  }
}

function digestOfBody(body: Outgoing): string {
  return "bytes" in body ? contentDigest(body.bytes) : body.digest;
}

async function collect(body: AsyncIterable<Uint8Array>, limit = ANSWER_LIMIT): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > limit)
      throw new Problem(
        "wire/answer-too-large",
        "The answer is larger than any that is expected here.",
        "answer",
        "Look at the other side's version.",
      );
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
