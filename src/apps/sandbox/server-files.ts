import { utf8 } from "../../base/bytes.ts";
import { toInstant } from "../../base/time.ts";
import { CASE, STRUCK, hospitalAddress } from "./case-facts.ts";
import { type Seeded, seeded } from "./seeded.ts";

/** A file of the invented control server, with the time it was last written. */
export interface ServerFile {
  /** Absolute path on the server, names of at most 255 characters. */
  path: string;
  modified: number;
  content: Uint8Array;
}

/** What an examiner finds on the control server of case 1. Times in the logs are UTC. The same seed gives the same files. */
export function serverFiles(seed: string): ServerFile[] {
  const file = (path: string, minutes: number, text: string): ServerFile => ({
    path,
    modified: STRUCK + minutes * 60_000,
    content: utf8(text),
  });
  return [
    file("/etc/hostname", -40_000, "vps-77\n"),
    file("/etc/nginx/conf.d/payment-page.conf", -9_000, paymentPage()),
    file("/srv/panel/note-template.txt", -8_000, ransomNote()),
    file("/var/log/auth.log", 30, authLog(seeded(seed, "auth"))),
    file("/var/log/control/connections.log", 90, connectionLog(seeded(seed, "connections"))),
    file("/var/log/nginx/access.log", 120, accessLog(seeded(seed, "access"))),
  ];
}

/** Encrypted archives of what was taken: a quarter of the disk, bytes nobody can read. */
export function lootFiles(seed: string, megabytes: number): ServerFile[] {
  return Array.from({ length: 16 }, (_, index) => ({
    path: `/srv/archive/part-${String(index + 1).padStart(2, "0")}.locked`,
    modified: STRUCK - (16 - index) * 600_000,
    content: seeded(seed, `archive ${index}`).bytes(megabytes * 16_384),
  }));
}

function paymentPage(): string {
  const { payment } = CASE;
  return `# Payment page: handed on to ${payment.provider}, ${payment.state}
upstream payment_page {
    server ${payment.address}:${payment.port};
}

server {
    listen 8443 ssl;
    server_name pay.stmark.example;
    location / {
        proxy_pass https://payment_page;
        proxy_set_header X-Victim $arg_id;
    }
}
`;
}

function ransomNote(): string {
  return `Your files are encrypted.

{{victim}} has {{machines}} machines that no longer start. The price of the key is {{amount}} BTC.
Open https://pay.stmark.example/?id={{id}} within 72 hours.

# values used last: victim="${CASE.hospital}" machines=${CASE.machines} amount=${CASE.demandBtc}
`;
}

/** The log in time order: each entry is made with its own time, then sorted. */
function inOrder(count: number, entry: (index: number) => { at: number; line: string }): string {
  const entries = Array.from({ length: count }, (_, index) => entry(index));
  return entries
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => `${line}\n`)
    .join("");
}

function connectionLog(chance: Seeded): string {
  const { control, machines } = CASE;
  return inOrder(machines, (index) => {
    const at = STRUCK - 120_000 + chance.below(600_000);
    const from = `${hospitalAddress(index)}:${49_152 + chance.below(16_000)}`;
    const host = `STM-${String(index + 1).padStart(4, "0")}`;
    return {
      at,
      line: `${toInstant(at)} ${control.address}:${control.port} <- ${from} host=${host} state=encrypted`,
    };
  });
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Day, month, year and time of day in UTC, as the two log formats put them together. */
function parts(at: number): { year: string; month: string; day: string; time: string } {
  const [date = "", time = ""] = toInstant(at).split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  return { year, month: MONTHS[Number(month) - 1] ?? "", day, time: time.slice(0, 8) };
}

function authLog(chance: Seeded): string {
  return inOrder(600, () => {
    const at = STRUCK - 86_400_000 + chance.below(88_000_000);
    const { month, day, time } = parts(at);
    const who = `198.18.${chance.below(256)}.${1 + chance.below(254)} port ${32_768 + chance.below(28_000)}`;
    const what = chance.pick([
      `Failed password for root from ${who} ssh2`,
      `Failed password for invalid user admin from ${who} ssh2`,
      `Accepted publickey for operator from ${who} ssh2: ED25519`,
      `Connection closed by authenticating user root ${who} [preauth]`,
    ]);
    return { at, line: `${month} ${day} ${time} vps-77 sshd[${1_000 + chance.below(30_000)}]: ${what}` };
  });
}

function accessLog(chance: Seeded): string {
  return inOrder(20_000, (index) => {
    const at = STRUCK - 43_200_000 + chance.below(50_000_000);
    const { year, month, day, time } = parts(at);
    const line = chance.pick([
      `"POST /beacon HTTP/1.1" 200 ${chance.below(900)}`,
      `"GET /key/${chance.below(1_000_000)} HTTP/1.1" 404 153`,
      `"GET /?id=${chance.below(1_000_000)} HTTP/1.1" 302 0`,
      `"PUT /inventory HTTP/1.1" 201 ${chance.below(50_000)}`,
    ]);
    return {
      at,
      line: `${hospitalAddress(index)} - - [${day}/${month}/${year}:${time} +0000] ${line} "-" "agent/2.1"`,
    };
  });
}
