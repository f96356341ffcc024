import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { credentialOf, officerNamed } from "../../../../test/accounts/desk.ts";
import { softPasskey } from "../../../../test/accounts/soft-authenticator.ts";
import { Problem } from "../../../base/problem.ts";
import { MANDATES } from "../../../party/directory.ts";
import { type Html, problemPage, signedInPage } from "../pages/page.ts";
import { codePage, enrolPage, enrolledPage, signInPage } from "../pages/passkey-pages.ts";
import { rolesPage } from "../pages/sandbox-page.ts";
import { type Key, type Say, sayIn } from "../say.ts";
import { signActField } from "../sign-element.ts";
import { en } from "./en.ts";

const folder = join(import.meta.dirname, "..");
const code = (readdirSync(folder, { recursive: true }) as string[])
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.startsWith("messages"))
  .map((name) => readFileSync(join(folder, name), "utf8"))
  .join("\n");

const key = credentialOf(softPasskey());
const officer = { ...officerNamed("1", [key]), name: "1", role: "1", mandates: [...MANDATES] };
const page = { challenge: "1", confirm: "1", ticket: "1", user: "1", officer };
const enrolled = { officer: "1", credential: key, digest: "sha256:1", synced: false, at: "1" };
const none = () => "" as const;

/** Every page, with the words of a given speaker. */
const PAGES: [name: string, render: (say: Say) => Html][] = [
  ["problem", (say) => problemPage(say, new Problem("1", "1", "1", "1"))],
  ["signed in", (say) => signedInPage(say, officer, "1", true)],
  ["roles", (say) => rolesPage(say, "1", [officer, { ...officer, mandates: [] }], "1")],
  ["sign-in", (say) => signInPage(say, page, "1", "1", none)],
  ["code", (say) => codePage(say, "1")],
  ["enrol", (say) => enrolPage(say, page, "1", "1", none)],
  ["enrolled", (say) => enrolledPage(say, enrolled)],
  ["enrolled and synced", (say) => enrolledPage(say, { ...enrolled, synced: true })],
  ["signing", (say) => signActField(officer, "1", say)],
];

describe("the words of the sign-in pages", () => {
  test("have no key that nothing uses", () => {
    const used = new Set<string>();
    const say: Say = (asked) => (used.add(asked), "§");
    for (const [, render] of PAGES) void String(render(say));
    const unused = Object.keys(en).filter((each) => !used.has(each) && !code.includes(`"${each}"`));
    expect(unused).toEqual([]);
  });

  test.each(PAGES)("are all in the catalogue: %s", (_, render) => {
    const text = String(render(() => "§"))
      .replace(/<code[^>]*>[^<]*<\/code>/g, "")
      .replace(/<[^>]*>/g, " ")
      // Intl joins a list in the language of the page.
      .replace(", and ", " ");
    expect(text).toContain("§");
    expect(text).not.toMatch(/\p{L}/u);
  });

  test.each(Object.keys(en) as Key[])("can be said: %s", (each) => {
    const args = Object.fromEntries([...en[each].matchAll(/\{(\w+)/g)].map((match) => [match[1], "X"]));
    expect(sayIn()(each, args)).not.toMatch(/[{}]/);
  });
});
