/**
 * Free text that people write stays text. It is never markup, and characters that hide or turn the reading
 * direction are shown, not obeyed (Trojan Source, CWE-1007).
 */

// Bidirectional controls, zero-width characters, other format characters, and C0/C1 controls but tab and line feed.
const INVISIBLE = new RegExp(
  "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f" +
    "\\u202a-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb]",
  "gu",
);

/** Whether a text has characters a reader would not see. */
export function hasInvisible(text: string): boolean {
  return text.search(INVISIBLE) >= 0;
}

/** The text with each invisible character written out as its code point, for example `⟨U+202E⟩`. */
export function showInvisible(text: string): string {
  return text.replace(
    INVISIBLE,
    (char) => `⟨U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}
