import { hasInvisible } from "../base/text.ts";
import { utf8 } from "../base/bytes.ts";

/**
 * Names of files inside a package. They are data that somebody else chose, and they become paths on a machine of a
 * court: so a name is refused if any system would read it as something else than a plain relative path.
 */

const LONGEST_NAME = 500;
const LONGEST_PART = 240;
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"|?*\\]/;
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Why a name is not safe, as a phrase; null where it is. */
export function nameFault(name: string): string | null {
  if (name === "" || utf8(name).length > LONGEST_NAME) return "is empty or too long";
  if (name.startsWith("/")) return "is an absolute path";
  if (FORBIDDEN.test(name)) return "has a character that some systems do not allow";
  if (hasInvisible(name)) return "has an invisible character";
  if (name.normalize("NFC") !== name) return "is not in Unicode form NFC";
  for (const part of name.split("/")) {
    if (part === "" || part === "." || part === "..") return "has an empty part, . or ..";
    if (utf8(part).length > LONGEST_PART) return "has a part that is too long";
    if (RESERVED.test(part)) return "is reserved on some systems";
    if (/[. ]$/.test(part)) return "has a part that ends with a dot or a space";
  }
  return null;
}

/**
 * The first name that some file system would confuse with an earlier one: by case, by Unicode form, or because one is
 * a folder of the other. Null where all stay apart.
 */
export function firstCollision(names: readonly string[]): string | null {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const name of names) {
    const key = folded(name);
    const parents = parentsOf(key);
    if (files.has(key) || folders.has(key) || parents.some((each) => files.has(each))) return name;
    files.add(key);
    for (const each of parents) folders.add(each);
  }
  return null;
}

function folded(name: string): string {
  // Upper case first: it joins letters that have more than one lower-case form.
  return name.normalize("NFKC").toUpperCase().toLowerCase().normalize("NFC");
}

function parentsOf(name: string): string[] {
  const parts = name.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
