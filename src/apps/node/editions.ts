import { z } from "zod";
import { type News, PATIENCE } from "../../adapters/news.ts";

/** The query of a list that can be waited for: the edition of the answer the caller has. */
export const Edition = z.strictObject({
  edition: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

/** Waits until there is something newer than what the caller has, but not long; the edition that is read next. */
export async function newEdition(news: News | undefined, known: string | undefined): Promise<number> {
  if (!news) return 0;
  if (known !== undefined) await news.after(Number(known), PATIENCE);
  return news.edition();
}
