/**
 * What follows from one object of the law alone, such as a sheet or the ledgers, is found once and kept as long as the
 * object is. Everybody is handed the same, so nobody may change it; what goes into an opinion is frozen.
 */

/** Under more headings than this nothing is kept of an object: somebody asks about ever new pairs and days. */
const MOST_KEPT = 20_000;

/** A keeper: gives what it has of an object under a heading, or else what `find` gives. */
export function keeper<Of extends object, Found>(): (of: Of, heading: string, find: () => Found) => Found {
  const kept = new WeakMap<Of, Map<string, { is: Found }>>();
  return (of, heading, find) => {
    let own = kept.get(of);
    if (!own) kept.set(of, (own = new Map()));
    const known = own.get(heading);
    if (known) return known.is;
    const found = find();
    if (own.size >= MOST_KEPT) own.clear();
    own.set(heading, { is: found });
    return found;
  };
}

/** The value with all it is made of, frozen. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(value)) frozen(each);
  return Object.freeze(value);
}
