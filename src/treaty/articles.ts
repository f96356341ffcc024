import { provisions as budapest25 } from "./budapest/article-25.ts";
import { provisions as budapest27 } from "./budapest/article-27.ts";
import { provisions as budapest29 } from "./budapest/article-29.ts";
import { provisions as budapest30 } from "./budapest/article-30.ts";
import { provisions as budapest31 } from "./budapest/article-31.ts";
import { provisions as budapest33 } from "./budapest/article-33.ts";
import { provisions as budapest34 } from "./budapest/article-34.ts";
import { provisions as budapest35 } from "./budapest/article-35.ts";
import { provisions as hanoi02 } from "./hanoi/article-02.ts";
import { provisions as hanoi06 } from "./hanoi/article-06.ts";
import { provisions as hanoi07 } from "./hanoi/article-07.ts";
import { provisions as hanoi08 } from "./hanoi/article-08.ts";
import { provisions as hanoi09 } from "./hanoi/article-09.ts";
import { provisions as hanoi10 } from "./hanoi/article-10.ts";
import { provisions as hanoi12 } from "./hanoi/article-12.ts";
import { provisions as hanoi13 } from "./hanoi/article-13.ts";
import { provisions as hanoi14 } from "./hanoi/article-14.ts";
import { provisions as hanoi15 } from "./hanoi/article-15.ts";
import { provisions as hanoi24 } from "./hanoi/article-24.ts";
import { provisions as hanoi25 } from "./hanoi/article-25.ts";
import { provisions as hanoi35 } from "./hanoi/article-35.ts";
import { provisions as hanoi36 } from "./hanoi/article-36.ts";
import { provisions as hanoi37 } from "./hanoi/article-37.ts";
import { provisions as hanoi40 } from "./hanoi/article-40.ts";
import { provisions as hanoi41 } from "./hanoi/article-41.ts";
import { provisions as hanoi42 } from "./hanoi/article-42.ts";
import { provisions as hanoi43 } from "./hanoi/article-43.ts";
import { provisions as hanoi44 } from "./hanoi/article-44.ts";
import { provisions as hanoi45 } from "./hanoi/article-45.ts";
import { provisions as hanoi46 } from "./hanoi/article-46.ts";
import { provisions as hanoi65 } from "./hanoi/article-65.ts";
import type { InstrumentId, Measure } from "./opinion-types.ts";
import type { Provision } from "./provision.ts";

/** Every provision the opinion knows, by instrument and in the order of the articles. UNTOC and UNCAC are candidates only. */
export const PROVISIONS: Readonly<Record<InstrumentId, readonly Provision[]>> = {
  hanoi: [
    ...hanoi02,
    ...hanoi06,
    ...hanoi07,
    ...hanoi08,
    ...hanoi09,
    ...hanoi10,
    ...hanoi12,
    ...hanoi13,
    ...hanoi14,
    ...hanoi15,
    ...hanoi24,
    ...hanoi25,
    ...hanoi35,
    ...hanoi36,
    ...hanoi37,
    ...hanoi40,
    ...hanoi41,
    ...hanoi42,
    ...hanoi43,
    ...hanoi44,
    ...hanoi45,
    ...hanoi46,
    ...hanoi65,
  ],
  budapest: [
    ...budapest25,
    ...budapest27,
    ...budapest29,
    ...budapest30,
    ...budapest31,
    ...budapest33,
    ...budapest34,
    ...budapest35,
  ],
  untoc: [],
  uncac: [],
};

const byId = new Map(Object.values(PROVISIONS).flatMap((list) => list.map((each) => [each.id, each])));

/** One provision by its id. Throws RangeError for an id that is not in the articles: a mistake in our own code. */
export function provisionOf(id: string): Provision {
  const found = byId.get(id);
  if (!found) throw new RangeError(`no provision ${id}`);
  return found;
}

/** The provisions of an instrument that speak to a measure. */
export function provisionsFor(instrument: InstrumentId | null, measure: Measure): readonly Provision[] {
  return instrument ? PROVISIONS[instrument].filter((each) => each.appliesTo.includes(measure)) : [];
}
