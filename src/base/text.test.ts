import { describe, expect, test } from "vitest";
import { hasInvisible, showInvisible } from "./text.ts";

describe("what a reader would not see", () => {
  test.each([
    ["plain text", "St Mark Hospital", "St Mark Hospital"],
    ["a zero-width space", "Moha\u200bmmed", "Moha⟨U+200B⟩mmed"],
    ["a right-to-left override", "abc\u202efdp.exe", "abc⟨U+202E⟩fdp.exe"],
    ["a control character", "a\u0007b", "a⟨U+0007⟩b"],
    ["line feeds and tabs stay", "a\n\tb", "a\n\tb"],
    ["Arabic stays", "محمد", "محمد"],
  ])("%s", (_name, text, shown) => {
    expect(showInvisible(text)).toBe(shown);
    expect(hasInvisible(text)).toBe(text !== shown);
    // The same answer when asked again: a global expression keeps no place between calls.
    expect(hasInvisible(text)).toBe(text !== shown);
  });
});
