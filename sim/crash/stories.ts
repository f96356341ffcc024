import { requestOne, requestTwo } from "../../src/apps/sandbox/case-1.ts";
import type { Draft } from "../../src/exchange/rows.ts";
import type { Case } from "../../src/request/case.ts";
import { type RequestContent, contentDigest } from "../../src/request/content.ts";
import type { Random } from "../kernel/random.ts";
import type { Order } from "./book.ts";
import type { Offices } from "./offices.ts";
import { pause } from "./processes.ts";

/**
 * One request from its first draft to its end, by officers who do again what was not answered, as people do. Whatever is
 * killed meanwhile, a story ends as it was meant to end.
 */
export interface Story {
  number: number;
  kind: StoryKind;
  /** References of the requests that were approved. The last one is what the story is about. */
  refs: string[];
  draft: string | null;
  over: boolean;
  /** Code of the last refusal, or what else the last try met. */
  trouble: string;
}

export type StoryKind = "draft" | "preservation" | "production" | "withdrawn";

/** The parties of a story. */
const [ASKING, ASKED, PROVIDER] = ["node.bo", "node.al", "nordrack"] as const;

/** Runs one story to its end; `going` ends it early where the whole run was given up. */
export async function tellStory(
  story: Story,
  offices: Offices,
  random: Random,
  going: () => boolean,
): Promise<void> {
  const teller = tellerOf(offices, going, (trouble) => void (story.trouble = trouble));
  const write = async (content: RequestContent): Promise<Draft> => {
    const draft = await teller.draft(content);
    story.draft = draft.id;
    await teller.submit(draft);
    return draft;
  };
  const send = async (content: RequestContent): Promise<string> => {
    const ref = await teller.approve(await write(content));
    story.refs.push(ref);
    return ref;
  };
  const first = named(story, requestOne());
  if (story.kind === "draft") await write(first);
  else if (story.kind === "withdrawn") await teller.withdraw(await send(first), random.below(4));
  else {
    const preserved = await send(first);
    await teller.preserve(preserved);
    if (story.kind === "production") await teller.produce(await send(named(story, requestTwo(preserved))));
  }
  story.over = true;
}

/** Nobody else writes under this subject: whoever got no answer finds it again. */
function named({ number }: Story, content: RequestContent): RequestContent {
  return { ...content, subject: `Story ${number}: ${content.subject}`, fileNumber: `BO-PO-2027-${number}` };
}

function tellerOf(offices: Offices, going: () => boolean, met: (trouble: string) => void) {
  /** Tries until something is so. Each try does, if there is something to do, what brings it about. */
  async function until<T>(
    look: () => Promise<T | null>,
    bring: () => Promise<unknown> = async () => {},
  ): Promise<T> {
    for (let waited = 30; going(); waited = Math.min(400, waited * 1.3)) {
      const found = await look().catch(() => null);
      if (found !== null) return found;
      await bring().catch((error: Error) => met(error.message));
      await pause(waited);
    }
    throw new GivenUp();
  }
  const caseWhen = (node: string) => (ref: string, so: (each: Case) => boolean) => async () => {
    const found = await offices.caseOf(node, ref);
    return found && so(found) ? found : null;
  };
  const [hereWhen, thereWhen] = [caseWhen(ASKING), caseWhen(ASKED)];
  const orderFor = (ref: string, measure: string) => async (): Promise<Order | null> =>
    (await offices.orders(PROVIDER)).find((each) => each.ref === ref && each.body.measure === measure) ??
    null;

  async function preserve(ref: string): Promise<void> {
    const { digest } = await until(orderFor(ref, "preserve"));
    await until(
      hereWhen(ref, (each) => each.preservation?.state === "confirmed"),
      () => offices.answer(PROVIDER, digest, "preserve", { providerReference: `P-${ref}` }),
    );
  }
  async function grant(ref: string): Promise<void> {
    await until(
      thereWhen(ref, (each) => each.status !== "registered"),
      () => offices.act(ASKED, "al-03", "open-case", ref),
    );
    await until(
      thereWhen(ref, (each) => each.decision !== null),
      () =>
        offices.act(ASKED, "al-02", "decide-request", ref, {
          outcome: "granted",
          grounds: [],
          reasons: "No ground to refuse is seen.",
          conditions: [],
        }),
    );
  }
  return {
    /** A draft has no name before it is saved: whoever got no answer looks for the subject. */
    draft: (content: RequestContent): Promise<Draft> =>
      until(
        async () =>
          (await offices.drafts(ASKING)).find((each) => each.content.subject === content.subject) ?? null,
        () => offices.saveDraft(ASKING, "bo-01", content),
      ),
    async submit({ id, content }: Draft): Promise<void> {
      const says = { contentDigest: contentDigest(content) };
      const submitted = async () =>
        (await offices.drafts(ASKING)).find((each) => each.id === id && each.state !== "editing") ?? null;
      await until(submitted, () => offices.act(ASKING, "bo-01", "submit-request", id, says));
    },
    async approve({ id, content }: Draft): Promise<string> {
      const says = { contentDigest: contentDigest(content) };
      const sent = async () => (await offices.cases(ASKING)).find((each) => each.draft === id) ?? null;
      return (await until(sent, () => offices.act(ASKING, "bo-02", "approve-request", id, says))).ref;
    },
    preserve,
    async produce(ref: string): Promise<void> {
      await grant(ref);
      await until(
        thereWhen(ref, (each) => each.authority !== null),
        () => offices.act(ASKED, "al-04", "authorise-measure", ref, AUTHORITY),
      );
      const { digest } = await until(orderFor(ref, "produce"));
      const held = await until(
        thereWhen(ref, (each) => each.item !== null && each.status === "held"),
        () => offices.answer(PROVIDER, digest, "produce", { files: "sandbox" }),
      );
      const says = { item: held.item?.id ?? "", sealed: held.item?.sealed.digest ?? "" };
      await until(
        thereWhen(ref, (each) => each.status !== "held"),
        () => offices.act(ASKED, "al-05", "release-evidence", ref, { ...says, addresses: [] }),
      );
      await until(hereWhen(ref, (each) => each.item?.state === "received" || each.item?.state === "opened"));
      await until(
        hereWhen(ref, (each) => each.item?.state === "opened"),
        () => offices.open(ASKING, "bo-01", ref, says),
      );
    },
    /** A preservation that is withdrawn: at once, or after so many steps on the other side. */
    async withdraw(ref: string, after: number): Promise<void> {
      if (after >= 1) await until(thereWhen(ref, () => true));
      if (after >= 2) await until(orderFor(ref, "preserve"));
      if (after >= 3) await preserve(ref);
      await until(
        hereWhen(ref, (each) => each.status === "withdrawn"),
        () =>
          offices.act(ASKING, "bo-02", "withdraw-request", ref, { reason: "The investigation was closed." }),
      );
    },
  };
}

/** The run was ended before the story was over. */
export class GivenUp extends Error {}

const AUTHORITY = {
  issuer: "Court of Investigations of Alderia",
  kind: "judge",
  number: "CI-2027-1",
  date: "2027-07-04",
  scope: "The server at 203.0.113.77, for the period named.",
  digest: `sha256:${"0".repeat(64)}`,
};
