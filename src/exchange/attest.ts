import { Problem } from "../base/problem.ts";
import { addHours } from "../base/time.ts";
import { nextStepPayload, nextStepTime } from "../custody/chain.ts";
import { sealedDigest } from "../seal/slices.ts";
import type { Config } from "./config.ts";
import type { EvidenceItem, MessageOf } from "./messages.ts";
import type { Ports } from "./ports.ts";
import { holdHours } from "./provider-orders.ts";
import { bodyOf } from "./rows.ts";

/** This node's own steps in a chain of custody: made over the head of the chain, signed as the node. */

export const TOOL = { name: "comity", version: "0.1.0" };

interface StepFields {
  step: "received" | "held" | "released" | "opened";
  why: string;
  officer: string | null;
  until: string | null;
}

/**
 * One signed custody act that follows `chain`, dated by this node's clock and never before the last step. Throws Problem
 * `custody/from-future` where that lies more than an hour ahead.
 */
export async function attestStep(
  ports: Ports,
  config: Config,
  item: Pick<EvidenceItem, "id" | "sealed" | "manifest">,
  ref: string,
  chain: readonly string[],
  fields: StepFields,
): Promise<string> {
  const at = nextStepTime(chain, ports.now());
  const payload = nextStepPayload(chain, {
    item: item.id,
    ref,
    at,
    by: { state: config.state, provider: null, officer: fields.officer },
    step: fields.step,
    sealed: { digest: item.sealed.digest, size: item.sealed.size },
    manifest: item.manifest,
    ...(fields.until ? { until: fields.until } : {}),
    why: fields.why,
    tool: TOOL,
  });
  return ports.sign("comity-custody", payload, at);
}

/** This node's custody acts for an item that came, and the end of its remedy window; null when that is not known. */
export interface Arrived {
  acts: string[];
  holdUntil: string | null;
}

/** An item came from a provider: all its slices are here and make the file that was signed for; "received", then "held". */
export async function attestArrival(
  ports: Ports,
  config: Config,
  message: MessageOf<"reply">,
): Promise<Arrived> {
  if (message.body.kind !== "produced") return { acts: [], holdUntil: null };
  const { item } = message.body;
  await demandWhole(ports, item);
  const row = await ports.store.read("case", message.ref);
  const hours = row ? holdHours(config, bodyOf("case", row)) : null;
  const received = await attestStep(ports, config, item, message.ref, item.custody, {
    step: "received",
    why: `produced by ${message.from}`,
    officer: null,
    until: null,
  });
  const until = hours === null ? null : addHours(ports.now(), hours);
  const held = await attestStep(ports, config, item, message.ref, [...item.custody, received], {
    step: "held",
    why: until ? "remedy window" : "remedy window not known: waits for a written answer",
    officer: null,
    until,
  });
  return { acts: [received, held], holdUntil: until };
}

/**
 * Throws Problem `evidence/slices-missing` or `evidence/digest-differs` unless the sealed file is here whole. A store has
 * nothing but what its digest names, so the list of slices, whose digest is the whole's, says it all.
 */
export async function demandWhole(ports: Ports, item: Pick<EvidenceItem, "id" | "sealed">): Promise<void> {
  const { slices, digest, size } = item.sealed;
  let [missing, here] = [0, 0];
  let same = sealedDigest(slices) === digest;
  for (const slice of slices) {
    const found = await ports.blobs.size(slice.digest);
    if (found === null) missing++;
    same &&= found === null || found === slice.size;
    here += found ?? 0;
  }
  if (missing)
    throw new Problem(
      "evidence/slices-missing",
      `${missing} of ${slices.length} slices of the sealed file are not here yet.`,
      item.id,
      "Upload the missing slices, then send the reply again.",
    );
  if (!same || here !== size) {
    throw new Problem(
      "evidence/digest-differs",
      "The slices together are not the sealed file that was signed for.",
      item.id,
      "Seal the evidence again and send a new item.",
    );
  }
}
