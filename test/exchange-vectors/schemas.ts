import { z } from "zod";
import {
  BODIES,
  Envelope,
  Heard,
  MessageHead,
  OfficerSignatureSchema,
  Receipt,
} from "../../src/exchange/messages.ts";
import { StateEntry } from "../../src/party/directory.ts";
import { RequestContent } from "../../src/request/content.ts";

/** The JSON Schemas of what travels, by file name, made from the schemas that validate. */
export function schemas(): Record<string, object> {
  const made = (title: string, schema: z.ZodType) => ({ title, ...z.toJSONSchema(schema, { io: "input" }) });
  const bodies = Object.entries(BODIES).map(([kind, schema]) => [
    `body-${kind}.schema.json`,
    made(`Comity message, version 1: body of kind ${kind}`, schema),
  ]);
  return {
    ...(Object.fromEntries(bodies) as Record<string, object>),
    "message.schema.json": made("Comity message, version 1: everything but the body", MessageHead),
    "envelope.schema.json": made("Comity envelope, version 1", Envelope),
    "heard.schema.json": made("Comity message heard, version 1", Heard),
    "receipt.schema.json": made("Comity receipt, version 1", Receipt),
    "officer-signature.schema.json": made("Comity officer's signature, version 1", OfficerSignatureSchema),
    "request-content.schema.json": made("Comity request contents, version 1", RequestContent),
    "state-list.schema.json": made("Comity State list, version 1", StateEntry),
  };
}
