import { IntlMessageFormat } from "intl-messageformat";
import type { Mandate } from "../../party/directory.ts";
import { en } from "./messages/en.ts";

/** The words of the sign-in pages: ICU MessageFormat, by key. English now; another language is another catalogue. */
export type Catalogue = Readonly<Record<keyof typeof en, string>>;
export type Key = keyof typeof en;

/** A message by key, with what it names. Plain text: the template that takes it escapes it. */
export type Say = (key: Key, args?: Record<string, string | number>) => string;

/** Words from a catalogue, in the language of its BCP 47 tag. */
export function sayIn(messages: Catalogue = en, tag = "en"): Say {
  const formats = new Map<Key, IntlMessageFormat>();
  return (key, args) => {
    const format =
      formats.get(key) ?? new IntlMessageFormat(messages[key], tag, undefined, { ignoreTag: true });
    formats.set(key, format);
    return String(format.format(args));
  };
}

/** What an officer may do, in words. */
export function mandateWords(say: Say, mandates: readonly Mandate[], tag = "en"): string {
  if (mandates.length === 0) return say("mandate.none");
  return new Intl.ListFormat(tag, { type: "conjunction" }).format(
    mandates.map((mandate) => say(`mandate.${mandate}`)),
  );
}
