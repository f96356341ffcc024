import type { Provision } from "../provision.ts";
import { provisions as art01 } from "./article-01.ts";
import { provisions as art02 } from "./article-02.ts";
import { provisions as art03 } from "./article-03.ts";
import { provisions as art04 } from "./article-04.ts";
import { provisions as art05 } from "./article-05.ts";
import { provisions as art06 } from "./article-06.ts";
import { provisions as art07 } from "./article-07.ts";
import { provisions as art08 } from "./article-08.ts";
import { provisions as art09 } from "./article-09.ts";
import { provisions as art10 } from "./article-10.ts";
import { provisions as art11 } from "./article-11.ts";
import { provisions as art12 } from "./article-12.ts";
import { provisions as art13 } from "./article-13.ts";
import { provisions as art14 } from "./article-14.ts";
import { provisions as art15 } from "./article-15.ts";
import { provisions as art16 } from "./article-16.ts";
import { provisions as art17 } from "./article-17.ts";
import { provisions as art18 } from "./article-18.ts";
import { provisions as art19 } from "./article-19.ts";
import { provisions as art20 } from "./article-20.ts";
import { provisions as art21 } from "./article-21.ts";
import { provisions as art22 } from "./article-22.ts";
import { provisions as art23 } from "./article-23.ts";
import { provisions as art24 } from "./article-24.ts";
import { provisions as art25 } from "./article-25.ts";
import { provisions as art26 } from "./article-26.ts";
import { provisions as art27 } from "./article-27.ts";
import { provisions as art28 } from "./article-28.ts";
import { provisions as art29 } from "./article-29.ts";
import { provisions as art30 } from "./article-30.ts";
import { provisions as art31 } from "./article-31.ts";
import { provisions as art32 } from "./article-32.ts";
import { provisions as art33 } from "./article-33.ts";
import { provisions as art34 } from "./article-34.ts";
import { provisions as art35 } from "./article-35.ts";
import { provisions as art36 } from "./article-36.ts";
import { provisions as art37 } from "./article-37.ts";
import { provisions as art38 } from "./article-38.ts";
import { provisions as art39 } from "./article-39.ts";
import { provisions as art40 } from "./article-40.ts";
import { provisions as art42 } from "./article-42.ts";
import { provisions as art43 } from "./article-43.ts";
import { provisions as art47 } from "./article-47.ts";

/** Every record of the instrument, in the order of its articles. */
export const BUDAPEST: readonly Provision[] = [
  ...art01,
  ...art02,
  ...art03,
  ...art04,
  ...art05,
  ...art06,
  ...art07,
  ...art08,
  ...art09,
  ...art10,
  ...art11,
  ...art12,
  ...art13,
  ...art14,
  ...art15,
  ...art16,
  ...art17,
  ...art18,
  ...art19,
  ...art20,
  ...art21,
  ...art22,
  ...art23,
  ...art24,
  ...art25,
  ...art26,
  ...art27,
  ...art28,
  ...art29,
  ...art30,
  ...art31,
  ...art32,
  ...art33,
  ...art34,
  ...art35,
  ...art36,
  ...art37,
  ...art38,
  ...art39,
  ...art40,
  ...art42,
  ...art43,
  ...art47,
];
