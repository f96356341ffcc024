import type { OpinionInput } from "./opinion-types.ts";
import { fails, type Finding, unknown } from "./provision.ts";

/**
 * A scope condition that no fact of a file settles, for instance whether an organized criminal group is involved: a
 * person answers, beginning `yes:` or `no:`. A yes is asserted and stays for a lawyer to judge; a no takes the offence out.
 */
export function answered(input: Pick<OpinionInput, "answers">, questions: readonly string[]): Finding {
  const given = questions.map((each) => (input.answers?.[each] ?? "").trim());
  const denied = given.find((each) => /^no\b/i.test(each));
  if (denied !== undefined) return fails(`Answered so: ${denied}`);
  return given.every((each) => each !== "")
    ? unknown("Its condition is asserted, and a lawyer judges it.")
    : unknown("Its condition is not known yet.");
}
