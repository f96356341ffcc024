import { fails, holds, type Provision, provision, unknown } from "../provision.ts";

/** The provision by which an article makes an offence: it holds where the requesting State's cited law enacts it. */
export function offenceArticle(
  id: string,
  article: string,
  grade: Provision["grade"],
  statement: string,
): Provision {
  return provision(id, "shall", grade, "both", [], statement, {
    test: ({ classification }) => {
      if (classification.articles.includes(article)) return holds("A cited offence enacts it.");
      return classification.kind === "unknown"
        ? unknown("No offence is known yet.", "offences")
        : fails("No cited offence enacts it.");
    },
  });
}
