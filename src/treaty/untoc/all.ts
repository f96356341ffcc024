import type { Provision } from "../provision.ts";
import { provisions as art02 } from "./article-02.ts";
import { provisions as art03 } from "./article-03.ts";
import { provisions as art05 } from "./article-05.ts";
import { provisions as art06 } from "./article-06.ts";
import { provisions as art08 } from "./article-08.ts";
import { provisions as art16 } from "./article-16.ts";
import { provisions as art18 } from "./article-18.ts";
import { provisions as art23 } from "./article-23.ts";
import { provisions as art35 } from "./article-35.ts";
import { provisions as art38 } from "./article-38.ts";
import { provisions as art40 } from "./article-40.ts";

/** Every record of the instrument, in the order of its articles. */
export const UNTOC: readonly Provision[] = [
  ...art02,
  ...art03,
  ...art05,
  ...art06,
  ...art08,
  ...art16,
  ...art18,
  ...art23,
  ...art35,
  ...art38,
  ...art40,
];
