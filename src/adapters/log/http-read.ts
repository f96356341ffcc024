import { concat } from "../../base/bytes.ts";

/** The body of a response. Rejects, and stops reading, where it is longer than `limit` bytes. */
export async function readLimited(response: Response, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > limit) throw new RangeError(`the answer is longer than ${limit} bytes`);
    parts.push(part);
  }
  return concat(...parts);
}
