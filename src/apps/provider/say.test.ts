import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "node:path";
import { describe, expect, test } from "vitest";
import { en } from "./messages/en.ts";
import { wordsIn } from "./say.ts";

const code = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
  .map((name) => ({ name: parse(name).name, text: readFileSync(join(import.meta.dirname, name), "utf8") }));
const whole = code.map((file) => file.text).join("\n");
/** Families whose last part is data: `say(`state.${…}`)` and `sayOr("what.", …)`. */
const families = [...whole.matchAll(/`([a-z]+\.)\$\{/g), ...whole.matchAll(/sayOr\("([a-z]+\.)"/g)].map(
  (match) => match[1] as string,
);

describe("the catalogue", () => {
  test("has every key that is asked for", () => {
    const asked = [...whole.matchAll(/\bsay\(\s*"([^"]+)"/g)].map((match) => match[1] as string);
    expect(asked.length).toBeGreaterThan(60);
    expect(asked.filter((key) => !(key in en))).toEqual([]);
  });

  test("has no key that nobody asks for", () => {
    const unused = Object.keys(en).filter(
      (key) => !whole.includes(`"${key}"`) && !families.some((family) => key.startsWith(family)),
    );
    expect(unused).toEqual([]);
  });

  test("is well-formed ICU MessageFormat", () => {
    const { say } = wordsIn();
    const values = new Proxy({}, { get: () => 1, has: () => true }) as Record<string, number>;
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect(say(key, values)).not.toBe("");
  });

  test("shows a code it does not know as it is", () => {
    expect(wordsIn().sayOr("what.", "moon-dust")).toBe("moon-dust");
  });
});
