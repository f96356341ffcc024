/**
 * The States of the simulated world. The first three are those of the invented world, with their own law; the others are
 * generated, up to as many as have joined the United Nations, and keep the law of Alderia or of Borvania.
 */
export interface InventedState {
  code: string;
  name: string;
  /** Whose sheet and treaty status it has. */
  lawOf: "AL" | "BO" | "CA";
  /** Its provider with a desk, and the addresses that provider announced: out of 240.0.0.0/4, which is reserved. */
  provider: string;
  range: string;
}

/** Most States a simulated world can have. */
export const MOST_STATES = 193;

/** Pairs of letters that name no country: first letter, then second letters. */
const NOBODYS: readonly [string, string][] = [
  ["Q", "BCDEFGHIJKLMNPQRSTUVWXYZ"],
  ["O", "ABCDEFGHIJKLNOPQRSTUVWXYZ"],
  ["W", "ABCDEGHIJKLMNOPQRTUVWXYZ"],
  ["J", "ABCDFGHIJKLNQRSTUVWXYZ"],
  ["Y", "ABCFGHIJKLMNOPQRSVWXYZ"],
  ["R", "ABCDFGIJKLMNPQRTVXYZ"],
  ["H", "ABCDEFGHIJLOPQSWXYZ"],
  ["F", "ABCDFGHLNPQSTUVWYZ"],
  ["V", "BFHJKLMOPQRSTVWXYZ"],
];

const ENDINGS = ["oria", "avia", "undia", "esia", "imar", "olm"] as const;

/** The first so many States. Throws RangeError for fewer than 1 or more than 193. */
export function inventedStates(count: number): InventedState[] {
  if (!Number.isInteger(count) || count < 1 || count > MOST_STATES)
    throw new RangeError(`a simulated world has 1 to ${MOST_STATES} States`);
  const first = [
    { code: "AL", name: "Alderia", lawOf: "AL" as const },
    { code: "BO", name: "Borvania", lawOf: "BO" as const },
    { code: "CA", name: "Cardova", lawOf: "CA" as const },
  ];
  const generated = NOBODYS.flatMap(([one, others]) => [...others].map((other) => one + other)).map(
    (code, index) => ({
      code,
      name: `${code.charAt(0)}${code.charAt(1).toLowerCase()}${ENDINGS[index % ENDINGS.length]}`,
      lawOf: index % 2 === 0 ? ("AL" as const) : ("BO" as const),
    }),
  );
  return [...first, ...generated].slice(0, count).map((state, index) => ({
    ...state,
    provider: `host-${state.code.toLowerCase()}`,
    range: `240.0.${index}.0/24`,
  }));
}

/** An address that the State's provider announced; `host` is 1 to 254. */
export function addressIn(state: Pick<InventedState, "range">, host: number): string {
  return state.range.replace("0/24", String(host));
}
