import { IntlMessageFormat } from "intl-messageformat";
import { en } from "./messages/en.ts";

/** The words of the provider's desk: ICU MessageFormat, by key. English now; another language is another catalogue. */
export type Key = keyof typeof en;

/** What the desk says in one language. Plain text: the template that takes it escapes it. */
export interface Words {
  /** BCP 47 tag. */
  tag: string;
  say(key: Key, args?: Record<string, string | number>): string;
  /** The message for a code that arrives as data; the code itself where the catalogue does not know it. */
  sayOr(prefix: Prefix, code: string): string;
}

/** Families of keys whose last part is data. */
export type Prefix = "what." | "selector.";

/** Words from a catalogue. */
export function wordsIn(messages: Readonly<Record<Key, string>> = en, tag = "en"): Words {
  const formats = new Map<Key, IntlMessageFormat>();
  const say: Words["say"] = (key, args) => {
    const format =
      formats.get(key) ?? new IntlMessageFormat(messages[key], tag, undefined, { ignoreTag: true });
    formats.set(key, format);
    return String(format.format(args));
  };
  return {
    tag,
    say,
    sayOr: (prefix, code) => {
      const key = `${prefix}${code}`;
      return Object.hasOwn(messages, key) ? say(key as Key) : code;
    },
  };
}
