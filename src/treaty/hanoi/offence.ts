import { type Provision, provision } from "../provision.ts";

/** The provision by which an article makes an offence. A sheet's offence names the article it enacts; by that the classification finds it. */
export function offenceArticle(
  id: string,
  article: string,
  grade: Provision["grade"],
  statement: string,
): Provision {
  return provision(id, "shall", grade, "both", [], statement, { enactedAs: article });
}
