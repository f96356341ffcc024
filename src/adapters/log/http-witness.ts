import { toBase64 } from "../../base/bytes.ts";
import type { WitnessPort } from "../../exchange/publish-log.ts";
import { formatAddCheckpoint } from "../../log/witness.ts";
import { readLimited } from "./http-read.ts";

/** Longest answer of a witness that we read, in bytes. */
const MAX_ANSWER = 65_536;

/**
 * A witness over HTTP (C2SP tlog-witness). `url` is its submission prefix. Rejects where the whole exchange takes longer
 * than `timeoutMs` (default 10 s), the witness cannot be reached, redirects, or answers at length.
 */
export function httpWitness(witness: { name: string; url: string; timeoutMs?: number }): WitnessPort {
  const address = `${witness.url.replace(/\/+$/, "")}/add-checkpoint`;
  return {
    name: witness.name,
    add: async (old, proof, checkpoint) => {
      const response = await fetch(address, {
        method: "POST",
        body: formatAddCheckpoint(old, proof.map(toBase64), checkpoint),
        headers: { "content-type": "text/plain; charset=utf-8" },
        redirect: "error",
        signal: AbortSignal.timeout(witness.timeoutMs ?? 10_000),
      });
      const bytes = await readLimited(response, MAX_ANSWER);
      return { status: response.status, body: new TextDecoder().decode(bytes) };
    },
  };
}
