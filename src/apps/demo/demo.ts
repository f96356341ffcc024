import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { readLaw } from "../../adapters/law-files.ts";
import { verifyFolder } from "../../adapters/evidence-folder/verify.ts";
import { verifyLog } from "../../adapters/log/verify.ts";
import { Problem } from "../../base/problem.ts";
import { parseVkey } from "../../log/note.ts";
import type { Case } from "../../request/case.ts";
import { opinionOf } from "../../request/opinion-of.ts";
import { preservationOf } from "../../request/prefill.ts";
import type { Terminal } from "../cli/terminal.ts";
import { requestOne, requestThree, requestTwo } from "../sandbox/case-1.ts";
import { SANDBOX_BEGINS, type SandboxFile, openSandbox, portsFrom } from "../sandbox/make.ts";
import { type Federation, startFederation } from "../sandbox/supervise.ts";
import { type Desk, callApi, deskAt, waitFor } from "./client.ts";

/**
 * `comity demo`: case 1 without a person, over the same HTTP doors that persons use, on real processes. Prints each
 * step as it happens, verifies everything it made with the commands a stranger would use, and leaves it behind.
 */
export interface DemoOptions {
  out: string;
  megabytes: number;
  port: number;
}

interface Play {
  out: Terminal;
  folder: string;
  federation: Federation;
  borvania: Desk;
  alderia: Desk;
  provider: string;
  began: number;
  /** Milliseconds spent starting processes: not part of the path. */
  steps: { step: string; seconds: number; facts: string }[];
  checks: { check: string; ok: boolean; facts: string }[];
}

export async function demoCommand(out: Terminal, options: DemoOptions): Promise<boolean> {
  const folder = resolve(options.out);
  if (existsSync(folder) && !existsSync(join(folder, ".comity-demo"))) {
    throw new Problem(
      "demo/folder-in-use",
      "This folder is not one that the demo made, so it is not emptied.",
      folder,
      "Give another folder with --out.",
    );
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, ".comity-demo"), "made by comity demo\n");
  const home = join(folder, "federation");
  out.say("Starting a federation of its own: three nodes, a provider's desk, three witnesses ...");
  const file = await openSandbox(home, portsFrom(options.port));
  process.env["COMITY_SANDBOX_IMAGE_MB"] = String(options.megabytes);
  const federation = await startFederation(home, file);
  try {
    return await play(out, folder, home, file, federation);
  } finally {
    await federation.stop();
  }
}

async function play(
  out: Terminal,
  folder: string,
  home: string,
  file: SandboxFile,
  federation: Federation,
): Promise<boolean> {
  const at = (id: string) => federation.urls[id] as string;
  const show: Play = {
    out,
    folder,
    federation,
    borvania: deskAt(at("node.bo")),
    alderia: deskAt(at("node.al")),
    provider: at("nordrack"),
    began: performance.now(),
    steps: [],
    checks: [],
  };
  out.say("\nCase 1: ransomware at St Mark Hospital in Borvania, a control server at NordRack in Alderia.\n");
  const r1 = await preserve(show);
  const r2 = await traffic(show, r1);
  const r3 = await image(show, r1);
  const pathSeconds = (performance.now() - show.began) / 1000;
  await followTheTrail(show, r2);
  await collect(show, home, { R2: r2, R3: r3 });
  await federation.stop();
  await verifyAll(show, home, file);
  const ok = show.checks.every((each) => each.ok);
  // The federation's own folders hold its keys and several copies of the image; they stay only when something failed.
  if (ok) rmSync(home, { recursive: true, force: true });
  out.say(
    `\nThe path took ${pathSeconds.toFixed(2)} s of machine time (the image sealed, moved and received; the remedy window skipped by the sandbox clock).`,
  );
  out.say(ok ? `Everything held. What the demo made is in ${folder}` : "Something did NOT hold: see above.");
  out.result({ ok, folder, pathSeconds, steps: show.steps, checks: show.checks });
  return ok;
}

function step(show: Play, name: string, facts: string): void {
  const seconds = (performance.now() - show.began) / 1000;
  show.steps.push({ step: name, seconds, facts });
  show.out.say(`${seconds.toFixed(2).padStart(6)} s  ${name.padEnd(44)} ${facts}`);
}

function check(show: Play, name: string, ok: boolean, facts: string): void {
  show.checks.push({ check: name, ok, facts });
  show.out.say(`  ${ok ? "ok    " : "FAILED"}  ${name.padEnd(44)} ${facts}`);
}

/** R1: preservation, ordered at once because the law says shall. */
async function preserve(show: Play): Promise<string> {
  const { borvania, alderia } = show;
  const ref = await borvania.send("bo-01", "bo-02", requestOne());
  step(show, "R1 drafted, approved by a second officer", ref);
  const there = await alderia.until(ref, "Alderia registers R1", (each) => each.preservation !== null);
  step(show, "R1 registered in Alderia, preservation ordered", `ends ${there.preservation?.expires}`);
  const order = await orderFor(show, ref, "preserve");
  await callApi(`${show.provider}/api/orders/${encodeURIComponent(order)}/preserve`, "POST", "desk", {
    providerReference: "NR-2027-0704-77",
  });
  const here = await borvania.until(
    ref,
    "Borvania learns of the preservation",
    (each) => each.preservation?.state === "confirmed",
  );
  step(
    show,
    "NordRack confirms; both sides see the clock",
    `${here.preservation?.providerReference}, until ${here.preservation?.expires}`,
  );
  check(
    show,
    "preservation ends on 2027-09-02",
    here.preservation?.expires === "2027-09-02" && there.preservation?.expires === "2027-09-02",
    "60 days, Art 42(8)",
  );
  check(show, "one shared reference at both nodes", (await alderia.case(ref)).ref === ref, ref);
  return ref;
}

/** R2: enough traffic data to find other providers. It waits for a decision and a judge. */
async function traffic(show: Play, preservation: string): Promise<string> {
  const ref = await show.borvania.send("bo-01", "bo-02", requestTwo(preservation));
  step(show, "R2 sent: partial traffic data", ref);
  await grant(show, ref);
  const held = await produce(show, ref);
  await release(show, held, ["198.51.100.23"]);
  const here = await show.borvania.until(
    ref,
    "Borvania receives R2",
    (each) => each.item?.state === "received",
  );
  step(
    show,
    "R2 released, fetched, received",
    here.revealed.map((each) => `${each.address} at ${each.provider} in ${each.state}`).join(", "),
  );
  check(
    show,
    "R2 reveals a provider in Cardova",
    here.revealed.some((each) => each.state === "CA" && each.provider === "cloudveil"),
    "Art 43(1)",
  );
  return ref;
}

/** R3: the server's image, held for the remedy window before it is released. */
async function image(show: Play, preservation: string): Promise<string> {
  const ref = await show.borvania.send("bo-01", "bo-02", requestThree(preservation));
  step(show, "R3 sent: image of the server", `${ref}, linked to ${preservation}`);
  await grant(show, ref);
  const held = await produce(show, ref);
  const early = await release(show, held, []).then(
    () => "released",
    (error: Problem) => error.code,
  );
  check(
    show,
    "nothing is released inside the remedy window",
    early === "evidence/held",
    `refused with ${early}`,
  );
  await show.alderia.advance("al-05", 24.5);
  step(show, "sandbox clock moved past the remedy window", `held until ${held.item?.holdUntil}`);
  await release(show, held, []);
  const here = await show.borvania.until(
    ref,
    "Borvania receives R3",
    (each) => each.item?.state === "received",
  );
  step(
    show,
    "R3 released, fetched, received",
    `${here.item?.sealed.size} sealed bytes in ${here.item?.sealed.slices.length} slices`,
  );
  return ref;
}

async function grant(show: Play, ref: string): Promise<void> {
  const { alderia } = show;
  await alderia.until(ref, "Alderia registers the request", (each) => each.status === "registered");
  await alderia.act("al-03", "open-case", ref);
  await alderia.act("al-02", "decide-request", ref, {
    outcome: "granted",
    grounds: [],
    reasons: "Offences under Articles 7, 9 and 10; no ground to refuse is seen.",
    conditions: ["Use only in the investigation named in the request."],
  });
  await alderia.act("al-04", "authorise-measure", ref, {
    issuer: "Court of Investigations of Alderia",
    kind: "judge",
    number: `CI-2027-${ref.slice(-4)}`,
    date: "2027-07-04",
    scope: "The server at 203.0.113.77, for the period named.",
    digest: `sha256:${createHash("sha256").update(`order ${ref}`).digest("hex")}`,
  });
  step(show, "opened, granted with reasons, judge's reference", `order ${ref} leaves for NordRack`);
}

async function produce(show: Play, ref: string): Promise<Case> {
  const order = await orderFor(show, ref, "produce");
  await callApi(`${show.provider}/api/orders/${encodeURIComponent(order)}/produce`, "POST", "desk", {
    files: "sandbox",
  });
  const held = await show.alderia.until(ref, "the item is held in Alderia", (each) => each.status === "held");
  step(
    show,
    "NordRack produced, sealed and uploaded",
    `${held.item?.files.map((each) => `${each.name} ${each.size} bytes`).join(", ")}`,
  );
  return held;
}

async function release(show: Play, held: Case, addresses: string[]): Promise<void> {
  await show.alderia.act("al-05", "release-evidence", held.ref, {
    item: held.item?.id ?? "",
    sealed: held.item?.sealed.digest ?? "",
    addresses,
  });
}

async function orderFor(show: Play, ref: string, measure: string): Promise<string> {
  interface Order {
    digest: string;
    ref: string;
    body: { measure: string };
  }
  const what = "the order reaches the provider's desk";
  const found = await waitFor<Order, "orders">(
    `${show.provider}/api/orders`,
    "orders",
    "desk",
    ref,
    what,
    (orders) => orders.find((each) => each.ref === ref && each.body.measure === measure),
  );
  return found.digest;
}

/** What R2 revealed becomes a pre-filled request to Cardova's contact point: offered, not sent. */
async function followTheTrail(show: Play, r2: string): Promise<void> {
  const current = await show.borvania.case(r2);
  const [revealed] = current.revealed;
  const law = readLaw();
  const words = {
    subject: "Ransomware at a hospital: preserve the payment page",
    reason: `Traffic data of ${r2} lead to this address.`,
  };
  const content = revealed
    ? preservationOf(
        current,
        revealed.address,
        words,
        (each) =>
          opinionOf(each, SANDBOX_BEGINS, law).instrument.chosen ??
          opinionOf(each, SANDBOX_BEGINS, law).instrument.proposed,
      )
    : null;
  const ok =
    content?.requested === "CA" &&
    content.measure === "preservation" &&
    content.selectors[0]?.value === "198.51.100.23";
  check(
    show,
    "a request to Cardova's contact point is offered",
    ok,
    content ? `${content.measure} of ${content.selectors[0]?.value} at ${content.custodian}` : "nothing",
  );
}

/** Opens both items as Borvania's officer and gathers what a court and a stranger would be handed. */
async function collect(show: Play, home: string, refs: Record<string, string>): Promise<void> {
  const { borvania, folder } = show;
  mkdirSync(join(folder, "evidence"));
  for (const [name, ref] of Object.entries(refs)) {
    const { item } = await borvania.case(ref);
    const opened = await borvania.open("bo-01", ref, {
      item: item?.id ?? "",
      sealed: item?.sealed.digest ?? "",
    });
    await show.alderia.until(
      ref,
      "Alderia learns that it was opened",
      (each) => each.item?.custody.length === opened.item?.custody.length,
    );
    renameSync(await borvania.folder("bo-01", ref), join(folder, "evidence", name));
    step(
      show,
      `${name} opened in Borvania, every file checked`,
      `${opened.item?.files.length} files, ${opened.item?.custody.length} steps of custody`,
    );
  }
  cpSync(join(home, "directory"), join(folder, "directory"), { recursive: true });
}

/** Everything again from outside: what `comity verify` and `comity log verify` check, and the address in the image. */
async function verifyAll(show: Play, home: string, file: SandboxFile): Promise<void> {
  show.out.say("\nVerifying what was made, offline:");
  const trust = ["AL", "BO", "CA"].map((state) =>
    readFileSync(join(show.folder, "directory", `${state}.json`), "utf8"),
  );
  for (const name of ["R2", "R3"]) {
    const report = await verifyFolder(join(show.folder, "evidence", name), { trust });
    const failed = report.checks.filter((each) => !each.ok);
    check(
      show,
      `comity verify demo-out/evidence/${name}`,
      report.ok,
      report.ok
        ? `${report.checks.length} checks`
        : failed.map((each) => `${each.id} ${each.where}`).join("; "),
    );
  }
  for (const vkey of file.logs) {
    const state = parseVkey(vkey).name.split(".")[1] as string;
    const from = join(home, `node.${state}`, "log");
    if (!existsSync(join(from, "checkpoint"))) continue;
    const to = join(show.folder, "log", state.toUpperCase());
    cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith("staging") });
    const report = await verifyLog(to, { vkey, policyText: readFileSync(join(to, "policy"), "utf8") });
    check(
      show,
      `comity log verify demo-out/log/${state.toUpperCase()}`,
      report.ok,
      `${report.size} leaves, cosigned by ${report.cosigners.join(", ")}`,
    );
  }
  const found = await contains(join(show.folder, "evidence", "R3"), "198.51.100.23");
  check(show, "the address at CloudVeil stands in the image", found, "198.51.100.23");
}

/** Whether the image in an evidence folder has a text in it. */
async function contains(folder: string, text: string): Promise<boolean> {
  const needle = Buffer.from(text);
  const data = join(folder, "bag", "data");
  for (const name of readdirSync(data, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    let tail = Buffer.alloc(0);
    for await (const chunk of createReadStream(join(name.parentPath, name.name), {
      highWaterMark: 4 << 20,
    })) {
      const part = Buffer.concat([tail, chunk as Buffer]);
      if (part.includes(needle)) return true;
      tail = part.subarray(part.length - needle.length);
    }
  }
  return false;
}
