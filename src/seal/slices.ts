import { utf8 } from "../base/bytes.ts";
import { Problem } from "../base/problem.ts";
import { type Digest, digestOf, runningHash } from "../crypto/hash.ts";

/**
 * A sealed file travels in slices, each under its own digest; the digest of the whole is that of the list of its slices
 * (spec/evidence-package.md, section 1). Whoever has the list and each slice under its digest has the whole, and no
 * station has to read it once more to be sure.
 */

/** Bytes of our slices; the last one has what is left. */
export const SLICE = 16 << 20;

export interface Slice {
  /** `sha256:…` of its bytes. */
  digest: string;
  /** Bytes, at least one. */
  size: number;
}

/** The list as text: a line for each slice, in order, with digest, a space, size and a newline. */
export function formatSlices(slices: readonly Slice[]): string {
  return slices.map(({ digest, size }) => `${digest} ${size}\n`).join("");
}

const LINE = /^(sha256:[0-9a-f]{64}) ([1-9]\d{0,14})$/;

/** Reads what `formatSlices` writes. Throws Problem `seal/slices-malformed`. */
export function parseSlices(text: string): Slice[] {
  const lines = text.endsWith("\n") ? text.slice(0, -1).split("\n") : [];
  const slices = lines.map((line) => LINE.exec(line));
  if (slices.length === 0 || slices.includes(null))
    throw new Problem(
      "seal/slices-malformed",
      "This is no list of slices.",
      "slices",
      "Compare it with spec/evidence-package.md, section 1.",
    );
  return slices.map((line) => ({ digest: line?.[1] ?? "", size: Number(line?.[2]) }));
}

/** The digest of a sealed file: SHA-256 of the list of its slices. */
export function sealedDigest(slices: readonly Slice[]): Digest {
  return digestOf(utf8(formatSlices(slices)));
}

/** Slices of a file whose bytes pass in pieces. */
export interface RunningSlices {
  update(piece: Uint8Array): void;
  /** The slices of all that passed; call once. */
  end(): Slice[];
}

/** Cuts as a list does, and in slices of ours where there is no list, or after its end. */
export function runningSlices(list: readonly { size: number }[] = []): RunningSlices {
  const slices: Slice[] = [];
  let hash = runningHash("sha256");
  let size = 0;
  const end = (): void => {
    slices.push({ digest: `sha256:${hash.hex()}`, size });
    hash = runningHash("sha256");
    size = 0;
  };
  return {
    update(piece) {
      for (let at = 0; at < piece.length;) {
        const wanted = list[slices.length]?.size ?? SLICE;
        const part = piece.subarray(at, at + wanted - size);
        hash.update(part);
        size += part.length;
        at += part.length;
        if (size === wanted) end();
      }
    },
    end() {
      if (size > 0) end();
      return slices;
    },
  };
}
