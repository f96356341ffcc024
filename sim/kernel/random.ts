/**
 * Chance from a seed: sfc32 (Chris Doty-Humphrey's small fast counter generator), integers only, so that a seed means
 * the same on every version of Node. Each part of the simulated world forks a stream of its own: one more draw in the
 * network never shifts what the officers do.
 */
export interface Random {
  /** An integer from 0 up to and without 2^32. */
  next(): number;
  /** An integer from 0 up to and without `n`. */
  below(n: number): number;
  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True in `perMillion` of a million draws. Draws once, whatever the answer. */
  chance(perMillion: number): boolean;
  /** One of these. */
  pick<T>(choices: readonly T[]): T;
  bytes(length: number): Uint8Array;
  /** A stream of its own, the same for the same label and the same parent. */
  fork(label: string): Random;
}

export function randomOf(seed: number, label = ""): Random {
  return streamOf(mix(`${seed}/${label}`));
}

function streamOf(state: Uint32Array): Random {
  const [s0, s1, s2] = [state[0] as number, state[1] as number, state[2] as number];
  let [a, b, c, counter] = [s0, s1, s2, 1];
  const next = (): number => {
    const out = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + out;
    c |= 0;
    return out >>> 0;
  };
  for (let i = 0; i < 15; i++) next();
  const below = (n: number): number => next() % n;
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (perMillion) => below(1_000_000) < perMillion,
    pick: (choices) => choices[below(choices.length)] as (typeof choices)[number],
    bytes: (length) => {
      const bytes = new Uint8Array(length);
      for (let i = 0; i < length; i += 4) {
        const word = next();
        for (let k = 0; k < 4 && i + k < length; k++) bytes[i + k] = word >>> (8 * k);
      }
      return bytes;
    },
    fork: (label) => streamOf(mix(`${s0}/${s1}/${s2}/${label}`)),
  };
}

/** Three words from a text: FNV-1a with three offsets. Only to tell streams apart, never for secrets. */
function mix(text: string): Uint32Array {
  const words = new Uint32Array([0x811c9dc5, 0x01000193, 0x9e3779b9]);
  for (let i = 0; i < text.length; i++) {
    for (let w = 0; w < 3; w++)
      words[w] = Math.imul(((words[w] as number) ^ (text.charCodeAt(i) + w * 977)) >>> 0, 0x01000193);
  }
  return words;
}
