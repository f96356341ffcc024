import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { randomFillSync } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { exportJWK, generateKeyPair } from "jose";
import { signAct } from "../src/crypto/acts.ts";
import { newSealingKey } from "../src/adapters/sealing/header.ts";
import { openEvidence } from "../src/adapters/sealing/open-evidence.ts";
import { sealEvidence } from "../src/adapters/sealing/seal-evidence.ts";
import type { SealedFile } from "../src/adapters/sealing/seal-thread.ts";
import type { Bench, BenchOptions, BenchRow } from "./bench.ts";

const MEBI = 1 << 20;
const AT = "2027-07-05T09:00:00.000Z";
/** Peak memory of a command, in KiB; without it, tools people would use instead are measured by time alone. */
const TIME = "/usr/bin/time";

/** The whole act, as whole processes: hash, seal, hash. */
export const bench: Bench = {
  name: "seal",
  about:
    "How long does it take to hash a disk image, seal it and hash what was sealed, beside openssl and age?",
  async run(options: BenchOptions): Promise<BenchRow[]> {
    const folder = mkdtempSync(join(tmpdir(), "comity-bench-"));
    try {
      const rows: BenchRow[] = [];
      for (const size of options.quick ? [16] : [256, 1024])
        rows.push(...(await runSize(folder, size, options)));
      return rows;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function runSize(folder: string, mebibytes: number, options: BenchOptions): Promise<BenchRow[]> {
  const image = join(folder, "image");
  makeImage(image, mebibytes);
  const rows: BenchRow[] = [];
  for (const contender of await contenders(folder, image)) {
    if (!contender) continue;
    options.log(`${mebibytes} MiB: ${contender.what} …`);
    const runs = Array.from({ length: options.quick ? 1 : 3 }, () => measure(contender.command));
    const best = runs.reduce((a, b) => (a.seconds < b.seconds ? a : b));
    const what = `${mebibytes} MiB: ${contender.what}`;
    rows.push({ what, value: best.seconds, unit: "s", note: contender.note });
    const peak = Math.max(...runs.map((run) => run.mebibytes));
    if (peak > 0) rows.push({ what: `${what}, peak memory`, value: peak, unit: "MiB" });
  }
  return rows;
}

interface Contender {
  what: string;
  note: string;
  command: string[];
}

async function contenders(folder: string, image: string): Promise<(Contender | null)[]> {
  const key = await newSealingKey();
  writeFileSync(join(folder, "key"), key.identity);
  const x25519 = await identityToRecipient(await generateX25519Identity());
  const sealed = join(folder, "sealed.age");
  const self = (verb: string): string[] => [
    process.execPath,
    import.meta.filename,
    verb,
    folder,
    key.recipient,
  ];
  const chain = (hash: string): string[] => {
    return ["sh", "-c", `${hash} "$0" && age -r "$1" -o "$2" "$0" && ${hash} "$2"`, image, x25519, sealed];
  };
  const theirs = "hashed with SHA-256 twice, to an X25519 recipient";
  return [
    {
      what: "comity, pack and seal (ours)",
      note: "also SHA-512, slices, a signed bag; post-quantum recipient",
      command: self("seal"),
    },
    { what: "comity, open and verify (ours)", note: "every file checked and written", command: self("open") },
    has("openssl") && has("age")
      ? { what: "openssl dgst; age; openssl dgst", note: theirs, command: chain("openssl dgst -sha256") }
      : null,
    has("sha256sum") && has("age")
      ? { what: "sha256sum; age; sha256sum", note: theirs, command: chain("sha256sum") }
      : null,
  ];
}

function has(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

function measure(command: readonly string[]): { seconds: number; mebibytes: number } {
  const timed = existsSync(TIME) ? [TIME, "-f", "peak %M", ...command] : [...command];
  const begun = performance.now();
  const run = spawnSync(timed[0] as string, timed.slice(1), { encoding: "utf8" });
  const seconds = (performance.now() - begun) / 1000;
  demandSuccess(run, command);
  const peak = /^peak (\d+)$/m.exec(run.stderr)?.[1];
  return { seconds, mebibytes: Number(peak ?? 0) / 1024 };
}

function demandSuccess(run: SpawnSyncReturns<string>, command: readonly string[]): void {
  if (run.status !== 0) throw new Error(`${command.slice(0, 3).join(" ")} failed: ${run.stderr}`);
}

/** Random bytes, so that nothing on the way can make them smaller. */
function makeImage(path: string, mebibytes: number): void {
  const piece = new Uint8Array(MEBI);
  const file = openSync(path, "w");
  for (let written = 0; written < mebibytes; written++) writeSync(file, randomFillSync(piece));
  closeSync(file);
}

// ---- One act in a process of its own, as a person would run it. ----

async function sealOnce(folder: string, recipient: string): Promise<void> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const signing = [{ kid: "bench", alg: "ES256" as const, jwk: await exportJWK(privateKey) }];
  const result = await sealEvidence({
    files: [{ name: "image", path: join(folder, "image") }],
    info: {
      item: "item-1",
      ref: "BO-AL-2027-0001",
      sender: "nordrack",
      recipients: ["BO"],
      purpose: "bench",
    },
    sign: (payload) => signAct("comity-manifest", payload, signing, AT),
    recipients: [recipient],
    out: join(folder, "ours.age"),
    at: AT,
  });
  writeFileSync(join(folder, "sealed.json"), JSON.stringify(result.sealed));
}

async function openOnce(folder: string): Promise<void> {
  rmSync(join(folder, "opened"), { recursive: true, force: true });
  await openEvidence({
    sealed: join(folder, "ours.age"),
    identities: [readFileSync(join(folder, "key"), "utf8")],
    out: join(folder, "opened"),
    expected: JSON.parse(readFileSync(join(folder, "sealed.json"), "utf8")) as SealedFile,
  });
}

if (import.meta.main) {
  const [verb, folder = "", recipient = ""] = process.argv.slice(2);
  await (verb === "open" ? openOnce(folder) : sealOnce(folder, recipient));
}
