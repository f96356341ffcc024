import { IntlMessageFormat } from "intl-messageformat";
import { en } from "./messages/en.ts";

/** Words come from catalogues in ICU MessageFormat: pages name a key, and the language of the page decides. */

type Catalogue = typeof en;
export type Key = keyof Catalogue;

/** The arguments a message names, read from its own text, so that a call with others does not type-check. */
type Names<Message> = Message extends `${string}{${infer Inner}}${infer Rest}`
  ? Clean<Inner> | Names<Rest>
  : never;
type Clean<Name> = Name extends `${infer Head},${string}` ? Word<Head> : Word<Name>;
type Word<Name> = Name extends `${string}${" " | "#"}${string}` ? never : Name;
type Rest<K extends Key> = [Names<Catalogue[K]>] extends [never]
  ? []
  : [Record<Names<Catalogue[K]>, string | number>];

/** A message by key, in the language of the page. Plain text: the template that takes it escapes it. */
export type Say = <K extends Key>(key: K, ...args: Rest<K>) => string;

/** A language the pages can be read in. */
export interface Language {
  /** BCP 47 tag, for `lang`. */
  tag: string;
  /** The tag dates and numbers are written by. */
  dates: string;
  dir: "ltr" | "rtl";
  say: Say;
  /** The message for a code that arrives as data; the fallback where the catalogue does not know it. */
  sayOr(prefix: Prefix, code: string, fallback: string): string;
}

/** Families of keys whose last part is data: a status, a timeline code, a problem code. */
export type Prefix =
  | "timeline."
  | "fact."
  | "problem."
  | "act."
  | "topic."
  | "clock."
  | "authorises."
  | "custody.step."
  | "message.";

/** Catalogues by language. The other languages of the United Nations join here: ar (rtl), es, fr, ru, zh. */
const CATALOGUES: Readonly<
  Record<string, { dir: "ltr" | "rtl"; dates: string; messages: Readonly<Record<Key, string>> }>
> = {
  en: { dir: "ltr", dates: "en-GB", messages: en },
};

const languages = new Map<string, Language>();

/** The language that suits an Accept-Language header best; English where none does. */
export function languageFor(header: string | undefined): Language {
  const asked = (header ?? "").split(",").map((each) => each.split(/[-;]/)[0]?.trim().toLowerCase() ?? "");
  const tag = asked.find((each) => Object.hasOwn(CATALOGUES, each)) ?? "en";
  const known = languages.get(tag) ?? loadLanguage(tag);
  languages.set(tag, known);
  return known;
}

function loadLanguage(tag: string): Language {
  const { dir, dates, messages } = CATALOGUES[tag] ?? { dir: "ltr", dates: "en-GB", messages: en };
  const formats = new Map<string, IntlMessageFormat>();
  const say = (key: Key, args?: Record<string, string | number>): string => {
    const format =
      formats.get(key) ?? new IntlMessageFormat(messages[key], tag, undefined, { ignoreTag: true });
    formats.set(key, format);
    return String(format.format(args));
  };
  const sayOr = (prefix: Prefix, code: string, fallback: string): string => {
    const key = `${prefix}${code}`;
    return Object.hasOwn(messages, key) ? say(key as Key) : fallback;
  };
  return { tag, dir, dates, say: say as Say, sayOr };
}
