import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { passing, writePieces } from "../../adapters/pieces.ts";
import { demandDigest, demandSignedDigest, verifyHop } from "../../adapters/hop/hop.ts";
import { Problem } from "../../base/problem.ts";
import { ENVELOPE_LIMIT } from "../../exchange/admit.ts";
import { custodianOf } from "../../exchange/receive-request.ts";
import { bodyOf, padded } from "../../exchange/rows.ts";
import { makeReceipt } from "../../log/prove.ts";
import { parseTilePath } from "../../log/tile.ts";
import { type Party, addressOf, partyOf } from "../../party/directory.ts";
import type { OpenParty } from "./open-party.ts";
import { problemResponse } from "./contract.ts";

/**
 * The doors other machines come in by. The hop signature is verified before a body is read, and a body is held only as
 * far as its door allows.
 */

type Env = { Bindings: HttpBindings };

/** The most bytes of one slice of sealed evidence. */
const SLICE_LIMIT = 16 * 1024 * 1024 + 65_536;

/** Messages between parties: `POST /peer/v1/messages`, answered with the signed receipt. */
export function messageDoor(party: OpenParty): Hono<Env> {
  const app = new Hono<Env>();
  app.post("/peer/v1/messages", (context) =>
    answering(async () => {
      const sender = await callerOf(party, context.req.raw, context.req.path);
      const body = await readLimited(context.env.incoming, ENVELOPE_LIMIT);
      demandDigest(context.req.raw.headers, body);
      const receipt = await party.engine.receive(sender.id, body);
      return new Response(receipt, { headers: { "content-type": "application/jose+json" } });
    }),
  );
  // What a party restored from an old copy asks for: what we said to it, and what we heard from it.
  app.get("/peer/v1/stream/:seq", (context) =>
    answering(async () => {
      const caller = await callerOf(party, context.req.raw, context.req.path);
      const sealed = await party.engine.said(caller.id, numberOf(context.req.param("seq")));
      return new Response(sealed as Uint8Array<ArrayBuffer>, {
        headers: { "content-type": "application/age" },
      });
    }),
  );
  app.get("/peer/v1/heard/:seq", (context) =>
    answering(async () => {
      const caller = await callerOf(party, context.req.raw, context.req.path);
      return Response.json(await party.engine.heard(caller.id, numberOf(context.req.param("seq"))));
    }),
  );
  return app;
}

/** A number of a stream in its one spelling; NaN for anything else, which no stream has. */
function numberOf(text: string): number {
  return /^[1-9]\d{0,11}$/.test(text) ? Number(text) : Number.NaN;
}

/** Slices of sealed evidence: a provider puts them, the requesting Party fetches what was released to it. */
export function sliceDoor(party: OpenParty): Hono<Env> {
  const app = new Hono<Env>();
  const { blobs } = party.engine.ports;
  app.get("/peer/v1/slices/:ref/:digest", (context) =>
    answering(async () => {
      const { ref, digest } = context.req.param();
      const sender = await callerOf(party, context.req.raw, context.req.path);
      await party.engine.demandStanding();
      await demandReleased(party, ref, digest, sender);
      return sendSlice(context.env.outgoing, await blobs.open(digest), await blobs.size(digest));
    }),
  );
  app.get("/provider/v1/slices/:digest", (context) =>
    answering(async () => {
      await demandServed(party, await callerOf(party, context.req.raw, context.req.path));
      return new Response(null, { status: (await blobs.has(context.req.param("digest"))) ? 200 : 404 });
    }),
  );
  app.put("/provider/v1/slices/:digest", (context) =>
    answering(async () => {
      await demandServed(party, await callerOf(party, context.req.raw, context.req.path));
      await party.engine.demandStanding();
      const { digest } = context.req.param();
      demandSignedDigest(context.req.raw.headers, digest);
      // The store hashes as it writes and keeps nothing that has another digest than the one that was signed.
      await blobs.put(limited(passing(context.env.incoming), SLICE_LIMIT), digest);
      return new Response(null, { status: 200 });
    }),
  );
  return app;
}

async function callerOf(party: OpenParty, request: Request, path: string): Promise<Party> {
  const base = addressOf(partyOf(party.engine.config.directory, party.engine.config.self));
  const target = request.url.slice(request.url.indexOf(path.split("/")[1] as string) - 1);
  return verifyHop(
    party.engine.config.directory,
    { method: request.method, url: `${base}${target}`, headers: request.headers },
    party.now(),
  );
}

/** Released to exactly this party, and a slice of exactly this item; otherwise it is as if there were none. */
async function demandReleased(party: OpenParty, ref: string, digest: string, sender: Party): Promise<void> {
  const row = await party.engine.ports.store.read("case", ref);
  const current = row ? bodyOf("case", row) : null;
  const open =
    current?.peer === sender.id &&
    current.side === "requested" &&
    current.item !== null &&
    current.item.state === "released";
  if (!open || !current?.item?.sealed.slices.some((slice) => slice.digest === digest)) {
    throw new Problem(
      "blob/missing",
      "There is nothing here for this party under that name.",
      "slice",
      "Ask the other side's authority.",
    );
  }
}

/** A provider may upload only while an order to produce waits for it. */
async function demandServed(party: OpenParty, sender: Party): Promise<void> {
  if (sender.kind === "provider") {
    const served = await party.engine.ports.store.query({ kind: "case", status: "served", limit: 1000 });
    if (served.some((row) => custodianOf(party.engine.config, bodyOf("case", row).content) === sender.id))
      return;
  }
  throw new Problem(
    "evidence/nothing-ordered",
    "No order to produce waits for this party.",
    sender.id,
    "Answer the order before uploading, or ask the authority.",
  );
}

/** The public log as static, immutable files, and one receipt as an example for visitors. */
export function logDoor(party: OpenParty): Hono<Env> {
  const app = new Hono<Env>();
  const folder = join(party.folder, "log");
  app.get("/log/checkpoint", () => file(join(folder, "checkpoint"), "text/plain; charset=utf-8", "no-cache"));
  app.get("/log/policy", () => file(join(folder, "policy"), "text/plain; charset=utf-8", "no-cache"));
  app.get("/log/example.json", () => answering(async () => Response.json(await exampleReceipt(party))));
  app.get("/log/tile/*", (context) => {
    const path = context.req.path.slice("/log/".length);
    return parseTilePath(path)
      ? file(join(folder, path), "application/octet-stream", "public, max-age=31536000, immutable")
      : new Response("not found\n", { status: 404 });
  });
  return app;
}

/** The newest published leaf with its proof. It shows nothing: the leaf is a salted commitment. */
async function exampleReceipt(party: OpenParty): Promise<object> {
  const { store, log } = party.engine.ports;
  const published = await store.read("published", "head");
  if (!published || !log)
    throw new Problem(
      "log/empty",
      "Nothing has been published yet.",
      "log",
      "Come back when the first request has been logged.",
    );
  const { size, checkpoint } = bodyOf("published", published);
  const leaf = await store.read("leaf", padded(size - 1));
  if (!leaf) throw new Problem("log/empty", "Nothing has been published yet.", "log", "Come back later.");
  return { leaf: bodyOf("leaf", leaf).leaf, proof: await makeReceipt(log.tiles.read, checkpoint, size - 1) };
}

async function file(path: string, type: string, cache: string): Promise<Response> {
  try {
    return new Response(new Uint8Array(await readFile(path)), {
      headers: {
        "content-type": type,
        "cache-control": cache,
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
      },
    });
  } catch {
    return new Response("not found\n", { status: 404 });
  }
}

async function answering(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    return problemResponse(error);
  }
}

async function* limited(body: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > limit) throw tooLarge();
    yield part;
  }
}

function tooLarge(): Problem {
  return new Problem(
    "message/too-large",
    "The body is larger than this door allows.",
    "body",
    "Send evidence in slices, not in the message.",
  );
}

async function readLimited(body: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > limit) throw tooLarge();
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts, size));
}

/** Writes straight to the socket: a web stream in between costs more than the hashing. */
async function sendSlice(
  outgoing: HttpBindings["outgoing"],
  pieces: AsyncIterable<Uint8Array>,
  size: number | null,
): Promise<Response> {
  outgoing.writeHead(200, {
    "content-type": "application/octet-stream",
    ...(size === null ? {} : { "content-length": size }),
  });
  try {
    await writePieces(outgoing, pieces);
    outgoing.end();
  } catch {
    // The other side went, or the disk failed: a cut answer says so, and the rest is fetched later.
    outgoing.destroy();
  }
  return RESPONSE_ALREADY_SENT;
}
