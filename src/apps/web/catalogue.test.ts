import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { en } from "./messages/en.ts";

const HERE = import.meta.dirname;
const sources = readdirSync(HERE)
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => ({ name, text: readFileSync(join(HERE, name), "utf8") }));
const all = sources.map((each) => each.text).join("\n");

/** The fixed parts of each html template, with a mark where a value is put in. */
function templatesOf(text: string): string[] {
  const found: string[] = [];
  const read = (from: number): number => {
    let fixed = "";
    let at = from;
    while (text[at] !== "`") {
      if (text[at] === "\\") at += 2;
      else if (text.startsWith("${", at)) {
        at = skipCode(at + 2);
        fixed += "\u0001";
      } else fixed += text[at++];
    }
    found.push(fixed);
    return at + 1;
  };
  const skipCode = (from: number): number => {
    let at = from;
    for (let depth = 1; depth > 0;) {
      const char = text[at];
      if (char === "`") at = text.slice(at - 4, at) === "html" ? read(at + 1) : skipPlain(at + 1);
      else if (char === '"') at = text.indexOf('"', at + 1) + 1;
      else {
        if (char === "{") depth++;
        if (char === "}") depth--;
        at++;
      }
    }
    return at;
  };
  const skipPlain = (from: number): number => {
    let at = from;
    while (text[at] !== "`") at = text.startsWith("${", at) ? skipCode(at + 2) : at + 1;
    return at + 1;
  };
  for (let at = text.indexOf("html`"); at >= 0; at = text.indexOf("html`", at)) at = read(at + 5);
  return found;
}

/** What a reader would see of a template that did not come from the catalogue. */
function wordsIn(template: string): string[] {
  // A template that is only attributes, to be put into a tag.
  if (/^([a-z-]+(="[^"]*")?\s*)+$/.test(template)) return [];
  const text = template.replace(/<!doctype html>/i, "").replaceAll(/<(code)>[^<]*<\/\1>/g, "");
  const attributes = [...text.matchAll(/\b(?:title|alt|aria-label|placeholder|label)="([^"]*)"/g)].map(
    (match) => match[1] ?? "",
  );
  const nodes = text.replaceAll(/<[^>]*>/g, "\u0001").split("\u0001");
  return [...nodes, ...attributes]
    .map((each) => each.replaceAll("&amp;", "").trim())
    .filter((each) => /\p{L}{2,}/u.test(each) && each !== "2027-07-04T01:40:00");
}

describe("the catalogue", () => {
  test.each(Object.entries(en))("%s is well formed", (_key, text) => {
    expect(() => new IntlMessageFormat(text, "en", undefined, { ignoreTag: true })).not.toThrow();
  });

  test("every key is used", () => {
    const families = [...all.matchAll(/(?:sayOr\(\s*"|say\(\s*`)([a-z-]+\.(?:[a-z]+\.)?)/g)].map(
      (match) => match[1] ?? "",
    );
    const unused = Object.keys(en).filter(
      (key) => !all.includes(`"${key}"`) && !families.some((family) => key.startsWith(family)),
    );
    expect(unused).toEqual([]);
  });

  test("every key that is named exists", () => {
    const named = [...all.matchAll(/\bsay\(\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(named.filter((key) => !Object.hasOwn(en, key))).toEqual([]);
    expect(named.length).toBeGreaterThan(200);
  });

  test("every timeline code the engine writes has words", () => {
    const exchange = join(HERE, "../../exchange");
    const text = readdirSync(exchange)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(join(exchange, name), "utf8"))
      .join("\n");
    const codes = [
      ...text.matchAll(
        /"((?:request|preservation|evidence|order|case|decision|measure|hold|message)\.[a-z-]+)"/g,
      ),
    ].map((match) => `timeline.${match[1]}`);
    expect(codes.length).toBeGreaterThan(10);
    expect([...new Set(codes)].filter((key) => !Object.hasOwn(en, key))).toEqual([]);
  });
});

describe("templates", () => {
  test("the scanner finds text, attributes and nested templates", () => {
    const text = 'html`<p title="Hello there">${ui.say("x")} ${a ? html`Inner words` : `${b}`}</p>`';
    expect(templatesOf(text).flatMap(wordsIn)).toEqual(["Inner words", "Hello there"]);
  });

  test.each(sources.map((each) => [each.name, each.text] as const))(
    "%s has no words of its own",
    (_name, text) => {
      expect(templatesOf(text).flatMap(wordsIn)).toEqual([]);
    },
  );
});
