import type { Provision } from "../provision.ts";
import { provisions as art04 } from "./article-04.ts";
import { provisions as art06 } from "./article-06.ts";
import { provisions as art07 } from "./article-07.ts";
import { provisions as art08 } from "./article-08.ts";
import { provisions as art09 } from "./article-09.ts";
import { provisions as art10 } from "./article-10.ts";
import { provisions as art11 } from "./article-11.ts";
import { provisions as art12 } from "./article-12.ts";
import { provisions as art13 } from "./article-13.ts";
import { provisions as art15 } from "./article-15.ts";
import { provisions as art16 } from "./article-16.ts";
import { provisions as art17 } from "./article-17.ts";
import { provisions as art18 } from "./article-18.ts";
import { provisions as art19 } from "./article-19.ts";
import { provisions as art20 } from "./article-20.ts";
import { provisions as art23 } from "./article-23.ts";
import { provisions as art24 } from "./article-24.ts";
import { provisions as art25 } from "./article-25.ts";
import { provisions as art26 } from "./article-26.ts";
import { provisions as art28 } from "./article-28.ts";
import { provisions as art30 } from "./article-30.ts";
import { provisions as art31 } from "./article-31.ts";
import { provisions as art33 } from "./article-33.ts";
import { provisions as art34 } from "./article-34.ts";

/** Every record of the instrument, in the order of its articles. */
export const COE_MLA_PROTOCOL_2: readonly Provision[] = [
  ...art04,
  ...art06,
  ...art07,
  ...art08,
  ...art09,
  ...art10,
  ...art11,
  ...art12,
  ...art13,
  ...art15,
  ...art16,
  ...art17,
  ...art18,
  ...art19,
  ...art20,
  ...art23,
  ...art24,
  ...art25,
  ...art26,
  ...art28,
  ...art30,
  ...art31,
  ...art33,
  ...art34,
];
