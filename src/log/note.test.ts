import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ed25519 } from "@noble/curves/ed25519.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase64, fromHex, toBase64, toHex, utf8 } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import {
  COSIGNER_KEY,
  LOG_KEY,
  cosignNote,
  formatVkey,
  joinNote,
  keyOfSeed,
  noteOfBytes,
  openNote,
  parseNote,
  parseVkey,
  signNote,
} from "./note.ts";
import { SAMPLE_LOG, SAMPLE_WITNESSES, sampleKey } from "./sample.ts";

const shared = resolve(import.meta.dirname, "../../../shared/vectors/log");
const absent = !existsSync(shared);
const NOTICE = absent ? " (SKIPPED: ../shared/vectors/log is not beside this clone)" : "";

function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(resolve(shared, name), "utf8")) as T;
}

/** The code of the Problem a function throws, or `none`. */
function codeOf(run: () => unknown): string {
  try {
    run();
    return "none";
  } catch (cause) {
    if (cause instanceof Problem) return cause.code;
    throw cause;
  }
}

const TEXT = "log.borvania.example\n3\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
const logLine = signNote(TEXT, SAMPLE_LOG.name, SAMPLE_LOG.seed);
const [w1, w2] = SAMPLE_WITNESSES as [(typeof SAMPLE_WITNESSES)[0], (typeof SAMPLE_WITNESSES)[0]];

describe("notes", () => {
  test("what is signed opens, with name, id and time", () => {
    const note = joinNote(TEXT, [logLine, cosignNote(TEXT, w1.name, w1.seed, 1_800_000_000)]);
    const opened = openNote(note, [SAMPLE_LOG.key, w1.key]);
    expect(opened.text).toBe(TEXT);
    expect(opened.verified.map((each) => [each.key.name, each.time])).toEqual([
      [SAMPLE_LOG.name, undefined],
      [w1.name, 1_800_000_000],
    ]);
  });

  test("the text may have empty lines; signatures follow the last one", () => {
    const text = "one\n\ntwo\n";
    const note = joinNote(text, [signNote(text, SAMPLE_LOG.name, SAMPLE_LOG.seed)]);
    expect(openNote(note, [SAMPLE_LOG.key]).text).toBe(text);
  });

  test("64 signatures are read, 101 are not", () => {
    const others = (count: number): string[] =>
      Array.from({ length: count }, (_, i) => signNote(TEXT, `k${i}.example`, w1.seed));
    expect(openNote(joinNote(TEXT, [...others(63), logLine]), [SAMPLE_LOG.key]).unknown.length).toBe(63);
    expect(codeOf(() => parseNote(joinNote(TEXT, others(101))))).toBe("log/note-malformed");
  });

  test("a stranger with the same name, or a line with the same id, is ignored", () => {
    const stranger = signNote(TEXT, SAMPLE_LOG.name, w2.seed);
    const sameId = signNote(TEXT, SAMPLE_LOG.name, SAMPLE_LOG.seed).replace(SAMPLE_LOG.name, "other.example");
    const opened = openNote(joinNote(TEXT, [stranger, sameId, logLine]), [SAMPLE_LOG.key]);
    expect(opened.verified.length).toBe(1);
    expect(opened.unknown.length).toBe(2);
  });

  test("a known key whose line does not hold rejects the whole note", () => {
    const other = signNote(`${TEXT}x\n`, SAMPLE_LOG.name, SAMPLE_LOG.seed);
    const note = joinNote(TEXT, [other, cosignNote(TEXT, w1.name, w1.seed, 5)]);
    expect(codeOf(() => openNote(note, [SAMPLE_LOG.key, w1.key]))).toBe("log/bad-signature");
  });

  test("a cosignature is bound to its time, and must have one", () => {
    const line = cosignNote(TEXT, w1.name, w1.seed, 1_800_000_000);
    const bytes = fromBase64(line.trim().split(" ")[2] as string);
    const altered = (at: number, value: number): string =>
      joinNote(TEXT, [`— ${w1.name} ${toBase64(bytes.map((byte, i) => (i === at ? value : byte)))}\n`]);
    expect(codeOf(() => openNote(altered(11, 1), [w1.key]))).toBe("log/bad-signature");
    expect(codeOf(() => openNote(altered(4, 255), [w1.key]))).toBe("log/bad-signature");
    expect(() => cosignNote(TEXT, w1.name, w1.seed, 0)).toThrow(RangeError);
    expect(() => cosignNote(TEXT, w1.name, w1.seed, 1.5)).toThrow(RangeError);
  });

  test("another spelling of the same base64 does not hold, nor does it spoil the note for others", () => {
    const respelled = logLine.replace(/(.)=\n$/, (_, last: string) => {
      const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      return `${alphabet[alphabet.indexOf(last) + 1]}=\n`;
    });
    const note = joinNote(TEXT, [respelled, cosignNote(TEXT, w1.name, w1.seed, 5)]);
    expect(codeOf(() => openNote(note, [SAMPLE_LOG.key, w1.key]))).toBe("log/bad-signature");
    expect(openNote(note, [w1.key]).unknown.length).toBe(1);
  });

  test("a log signature does not pass for a cosignature by the same key, nor the other way round", () => {
    const both = sampleKey("both.example", "witness");
    const asLog = keyOfSeed(both.name, LOG_KEY, both.seed);
    expect(both.key.id).not.toBe(asLog.id);
    expect(codeOf(() => openNote(joinNote(TEXT, [signNote(TEXT, both.name, both.seed)]), [both.key]))).toBe(
      "log/no-signature",
    );
  });

  test("no single changed bit of a signed note is taken for the same statement", () => {
    const note = utf8(joinNote(TEXT, [logLine]));
    fc.assert(
      fc.property(fc.nat(note.length * 8 - 1), (bit) => {
        const changed = note.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(codeOf(() => openNote(noteOfBytes(changed), [SAMPLE_LOG.key]))).not.toBe("none");
      }),
      { numRuns: 400 },
    );
  });
});

describe("verifier keys", () => {
  test("writing and reading are inverse", () => {
    for (const { key } of [SAMPLE_LOG, w1]) expect(parseVkey(formatVkey(key))).toEqual(key);
  });

  test("every encoding of the eight points of small order is refused", () => {
    const refused = smallOrderEncodings();
    expect(refused.length).toBe(14);
    for (const encoding of refused) {
      expect(ed25519.Point.fromBytes(fromHex(encoding), true).isSmallOrder()).toBe(true);
      const vkey = formatVkey({ name: "weak.example", type: COSIGNER_KEY, publicKey: fromHex(encoding) });
      expect(
        codeOf(() => parseVkey(vkey)),
        encoding,
      ).toBe("log/vkey-weak");
    }
  });
});

/** All 32-byte strings that decode to a point of small order: y and y + p where that fits in 255 bits, either sign. */
function smallOrderEncodings(): string[] {
  const p = 2n ** 255n - 19n;
  const torsion = ed25519.Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  const ys = new Set(
    Array.from({ length: 8 }, (_, k) => (k === 0 ? 1n : torsion.multiplyUnsafe(BigInt(k)).toAffine().y)),
  );
  const all = [...ys].flatMap((y) => (y + p < 2n ** 255n ? [y, y + p] : [y]));
  return all.flatMap((y) => [y, y + 2n ** 255n]).map((n) => toHex(littleEndian(n)));
}

function littleEndian(n: bigint): Uint8Array {
  return fromHex(n.toString(16).padStart(64, "0")).reverse();
}

describe("checkpoints", () => {
  test("writing and reading are inverse", () => {
    const checkpoint = { origin: "log.example", size: 2 ** 40, root: new Uint8Array(32).fill(7) };
    expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual({ ...checkpoint, extensions: [] });
  });

  test.each([
    ["two lines", "a\n1\n"],
    ["empty origin", "\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"],
    ["leading zero", TEXT.replace("\n3\n", "\n03\n")],
    ["size of 2^53", TEXT.replace("\n3\n", "\n9007199254740992\n")],
    ["root of 31 bytes", `a\n1\n${toBase64(new Uint8Array(31))}\n`],
    ["empty extension line", `${TEXT}\n`],
    ["no last newline", TEXT.slice(0, -1)],
  ])("%s is refused", (_, text) => {
    expect(codeOf(() => parseCheckpoint(text))).toBe("log/checkpoint-malformed");
  });

  test("a checkpoint needs its own log's signature", () => {
    const keys = [SAMPLE_LOG.key, w1.key];
    const cosigned = joinNote(TEXT, [cosignNote(TEXT, w1.name, w1.seed, 5)]);
    expect(codeOf(() => openCheckpoint(cosigned, keys))).toBe("log/no-signature");
    expect(codeOf(() => openCheckpoint(joinNote(TEXT, [logLine]), [w1.key]))).toBe("log/unknown-origin");
    expect(openCheckpoint(joinNote(TEXT, [logLine]), keys).size).toBe(3);
  });

  test("one log cannot sign for another that is also known", () => {
    const other = sampleKey("log.alderia.example", "log");
    const note = joinNote(TEXT, [signNote(TEXT, other.name, other.seed)]);
    expect(codeOf(() => openCheckpoint(note, [SAMPLE_LOG.key, other.key]))).toBe("log/no-signature");
  });
});

describe(`vectors by golang.org/x/mod${NOTICE}`, () => {
  interface Open {
    name: string;
    note?: string;
    noteHex?: string;
    vkeys: string[];
    want: string;
    text: string;
    verified: string[];
    unverified: string[];
  }
  test.skipIf(absent)("opening notes", () => {
    const { open } = vectors<{ open: Open[] }>("golang-mod/note.json");
    expect(open.length).toBe(16);
    for (const each of open) {
      const run = (): ReturnType<typeof openNote> =>
        openNote(each.note ?? noteOfBytes(fromHex(each.noteHex as string)), each.vkeys.map(parseVkey));
      expect(codeOf(run) === "none", each.name).toBe(each.want === "ok");
      if (each.want !== "ok") continue;
      const { text, verified, unknown } = run();
      expect(text).toBe(each.text);
      expect(verified.map((one) => one.key.name)).toEqual(each.verified);
      // Upstream lists identical lines by unknown keys once; for us they are lines, as they stand.
      const distinct = new Map(unknown.map((one) => [one.line, one.name]));
      expect([...distinct.values()]).toEqual(each.unverified);
    }
  });

  test.skipIf(absent)("bad verifier keys: every substring and every raised byte", () => {
    const { badVerifierKeys } = vectors<{ badVerifierKeys: { base: string; keys: { key: string }[] } }>(
      "golang-mod/note.json",
    );
    const { base, keys } = badVerifierKeys;
    expect(codeOf(() => parseVkey(base))).toBe("none");
    const bad = keys.map((each) => each.key);
    for (let i = 0; i < base.length; i++) {
      bad.push(base.slice(0, i), base.slice(i + 1));
      bad.push(base.slice(0, i) + String.fromCharCode(base.charCodeAt(i) + 1) + base.slice(i + 1));
    }
    for (const key of bad)
      expect(
        codeOf(() => parseVkey(key)),
        key,
      ).not.toBe("none");
  });

  test.skipIf(absent)("tree heads", () => {
    const { treeHead } = vectors<{ treeHead: { encoded: string; size: string; badEncodings: string[] } }>(
      "golang-mod/tlog.json",
    );
    expect(String(parseCheckpoint(treeHead.encoded).size)).toBe(treeHead.size);
    const [, ...bad] = treeHead.badEncodings;
    for (const text of bad) expect(codeOf(() => parseCheckpoint(text))).toBe("log/checkpoint-malformed");
  });
});

describe(`vectors by transparency-dev/formats${NOTICE}`, () => {
  test.skipIf(absent)("verifier keys: the two types in use are read, others are refused by name", () => {
    const file = vectors<{ valid: { type: string; key: string }[]; invalid: { key: string }[] }>(
      "td-formats/verifier-keys.json",
    );
    for (const { type, key } of file.valid) {
      const ours = type.startsWith("01") || type.startsWith("04");
      expect(
        codeOf(() => parseVkey(key)),
        key,
      ).toBe(ours ? "none" : "log/vkey-unsupported");
    }
    for (const { key } of file.invalid)
      expect(
        codeOf(() => parseVkey(key)),
        key,
      ).not.toBe("none");
  });

  test.skipIf(absent)("the time of a cosignature", () => {
    const [first] = vectors<{ cosignatureTimestamp: { sig: string; want: number }[] }>(
      "td-formats/verifier-keys.json",
    ).cosignatureTimestamp;
    const bytes = parseNote(`x\n\n— a ${first?.sig}\n`).signatures[0]?.bytes as Uint8Array;
    expect(bytes.length).toBe(72);
    expect(Number(new DataView(bytes.slice().buffer).getBigUint64(0))).toBe(first?.want);
  });

  interface NoteCase {
    name: string;
    note: string;
    want: string;
    expectOrigin: string;
    verifiedSignatures: number;
  }
  interface NoteFile {
    logKey: string;
    cosignerKeys: string[];
    cases: NoteCase[];
    real: { note: string; logKey: string; size: number };
  }
  test.skipIf(absent)("checkpoint notes: who signed", () => {
    const file = vectors<NoteFile>("td-formats/checkpoint-note.json");
    const keys = [file.logKey, ...file.cosignerKeys].map(parseVkey);
    for (const each of file.cases) {
      let verified = 0;
      const code = codeOf(() => (verified = openNote(each.note, keys).verified.length));
      expect(verified, each.name).toBe(each.verifiedSignatures);
      // Their bodies have roots of 6 bytes and origins that are not the key's name: as checkpoints we refuse them all.
      if (code === "none")
        expect(
          codeOf(() => openCheckpoint(each.note, keys)),
          each.name,
        ).not.toBe("none");
    }
    const { real } = file;
    expect(parseCheckpoint(openNote(real.note, [parseVkey(real.logKey)]).text).size).toBe(real.size);
  });

  test.skipIf(absent)("checkpoint bodies", () => {
    const file = vectors<{
      valid: { name: string; body: string; rest: string }[];
      invalid: { body: string }[];
    }>("td-formats/checkpoint-body.json");
    const root = toBase64(new Uint8Array(32));
    for (const { name, body, rest } of file.valid) {
      // Upstream allows roots of any length and empty extension lines; the specification allows neither.
      const lines = body.split("\n").map((line, i) => (i === 2 ? root : line));
      const code = codeOf(() => parseCheckpoint(lines.join("\n")));
      expect(code, name).toBe(rest.startsWith("\n") ? "log/checkpoint-malformed" : "none");
    }
    for (const { body } of file.invalid)
      expect(codeOf(() => parseCheckpoint(body))).toBe("log/checkpoint-malformed");
  });

  test.skipIf(absent)("foreign signature types are refused, not crashed on", () => {
    const { cases } = vectors<{ cases: { key: string; note: string }[] }>(
      "td-formats/foreign-signature-types.json",
    );
    for (const { key, note } of cases) {
      expect(codeOf(() => parseVkey(key))).toBe("log/vkey-unsupported");
      expect(codeOf(() => openNote(note, [SAMPLE_LOG.key]))).toBe("log/no-signature");
    }
  });
});
