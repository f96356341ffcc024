import type { Provision } from "../provision.ts";
import { provisions as art03 } from "./article-03.ts";
import { provisions as art04 } from "./article-04.ts";
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
import { provisions as art43 } from "./article-43.ts";
import { provisions as art44 } from "./article-44.ts";
import { provisions as art46 } from "./article-46.ts";
import { provisions as art68 } from "./article-68.ts";
import { provisions as art70 } from "./article-70.ts";

/** Every record of the instrument, in the order of its articles. */
export const UNCAC: readonly Provision[] = [
  ...art03,
  ...art04,
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
  ...art43,
  ...art44,
  ...art46,
  ...art68,
  ...art70,
];
