import { createHmac, timingSafeEqual } from "node:crypto";
import { SignJWT, errors, jwtVerify } from "jose";
import { z } from "zod";
import { toBase64Url, utf8 } from "../../base/bytes.ts";
import { type Instant, addHours, toMillis } from "../../base/time.ts";
import { hkdf } from "../../crypto/hash.ts";

/** What the sign-in desk derives from the one secret it is handed; each purpose has a key of its own. */
export interface Secrets {
  /** HMAC-SHA-256 (RFC 2104) over a text for a purpose, base64url. */
  mac(purpose: string, text: string): string;
  /** A ticket a page carries back: what it was made for, signed, for a visit, until it expires. */
  ticket(contents: TicketContents, now: Instant): Promise<string>;
  /** What a ticket says; null where it is forged, expired, for another visit or another purpose. */
  readTicket(ticket: string, purpose: TicketPurpose, visit: string, now: Instant): Promise<Ticket | null>;
}

export type TicketPurpose = "sign-in" | "enrol";

const Ticket = z.strictObject({
  /** Challenge for the assertion, or for the registration and then the confirmation; base64url. */
  challenges: z.array(z.string()).min(1).max(2),
  /** Whom and by which code: enrolment only. */
  officer: z.string().optional(),
  code: z.string().optional(),
  sub: z.string(),
  aud: z.string(),
  exp: z.number(),
});
export type Ticket = z.infer<typeof Ticket>;

export interface TicketContents {
  purpose: TicketPurpose;
  visit: string;
  challenges: string[];
  officer?: string;
  code?: string;
}

/** How long a page with a ticket may stay open, in hours. */
export const TICKET_HOURS = 10 / 60;

/** Derives the keys. `secret` is at least 32 bytes that only this node's processes know; else throws RangeError. */
export function secretsOf(secret: Uint8Array): Secrets {
  if (secret.length < 32) throw new RangeError("the account secret has at least 32 bytes");
  const macKey = hkdf(secret, "comity/account/mac");
  const ticketKey = hkdf(secret, "comity/account/ticket");
  return {
    mac: (purpose, text) =>
      toBase64Url(
        new Uint8Array(
          createHmac("sha256", macKey)
            .update(JSON.stringify([purpose, text]))
            .digest(),
        ),
      ),
    ticket: ({ purpose, visit, ...rest }, now) =>
      new SignJWT({ ...rest })
        .setProtectedHeader({ alg: "HS256" })
        .setSubject(visit)
        .setAudience(purpose)
        .setExpirationTime(Math.floor(toMillis(addHours(now, TICKET_HOURS)) / 1000))
        .sign(ticketKey),
    readTicket: (ticket, purpose, visit, now) => readTicket(ticket, ticketKey, purpose, visit, now),
  };
}

async function readTicket(
  ticket: string,
  key: Uint8Array,
  purpose: TicketPurpose,
  visit: string,
  now: Instant,
): Promise<Ticket | null> {
  try {
    const { payload } = await jwtVerify(ticket, key, {
      algorithms: ["HS256"],
      audience: purpose,
      subject: visit,
      currentDate: new Date(toMillis(now)),
    });
    return Ticket.parse(payload);
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** Whether two texts are equal, in time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [utf8(a), utf8(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
