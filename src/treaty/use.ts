import { provisionOf } from "./articles.ts";
import type { Opinion, Use, UseAnswer } from "./opinion-types.ts";
import type { Facts } from "./provision.ts";

/** What may be done with what was received: another State, another case, or an accused it clears. */

type Step = UseAnswer["steps"][number];

/** The answer where the question is one of use, otherwise null. */
export function useOf({ input, instrument }: Facts): Opinion["use"] {
  const { use } = input;
  if (!use) return null;
  const answer = answerTo(use);
  if (instrument === "hanoi") return answer;
  const why =
    "The Convention is not the basis here; the limits of the basis and of the law it came under apply.";
  return { ...answer, status: "unknown", why, steps: [] };
}

function answerTo(use: Use): UseAnswer {
  switch (use.kind) {
    case "onward-transfer":
      return byConsent(use, "hanoi/36(3)", "authorization", [
        step("shall", "Art. 36(3)", "Notify the State it came from and ask for its authorization."),
        step("may", "Art. 36(3)", "That State can require the authorization to be in writing."),
      ]);
    case "other-proceedings":
      return otherProceedings(use);
    case "exculpatory-disclosure":
      return exculpatory(use);
  }
}

function otherProceedings(use: Use): UseAnswer {
  if (!use.spontaneous)
    return byConsent(use, "hanoi/40(19)", "consent", [
      step(
        "shall",
        "Art. 40(19)",
        "Ask for consent before it is used for anything the request did not state.",
      ),
    ]);
  if (use.restricted)
    return byConsent(use, "hanoi/40(5)", "consent", [
      step("shall", "Art. 40(5)", "Keep to the secrecy and the limits the sender asked for."),
    ]);
  const why = "It came unasked and the sender set no limit.";
  const open = "It came unasked; whether the sender set a limit is not known.";
  return use.restricted === false
    ? answer("hanoi/40(5)", "allowed", why, [])
    : answer("hanoi/40(5)", "unknown", open, []);
}

// Neither paragraph lets secrecy or a limit on use keep from an accused what clears them.
function exculpatory(use: Use): UseAnswer {
  const id = use.spontaneous ? "hanoi/40(5)" : "hanoi/40(19)";
  const { pinpoint } = provisionOf(id);
  const why =
    "Secrecy and limits on use do not prevent disclosing to an accused, in proceedings, what clears them. Consent is not needed.";
  return answer(id, "allowed", why, [
    step("shall", pinpoint, "Notify the State it came from before the disclosure."),
    step("shall", pinpoint, "Consult it if it asks."),
    step("shall", pinpoint, "Where notice before is exceptionally impossible, inform it without delay."),
  ]);
}

function byConsent({ consent }: Use, id: string, word: string, steps: Step[]): UseAnswer {
  switch (consent) {
    case "given":
      return answer(id, "allowed", `The ${word} was given.`, []);
    case "refused":
      return answer(id, "not-allowed", `The ${word} was refused.`, []);
    default:
      return answer(id, "with-consent", `Only with ${word} of the State it came from.`, steps);
  }
}

function answer(id: string, status: UseAnswer["status"], why: string, steps: Step[]): UseAnswer {
  const { pinpoint, grade } = provisionOf(id);
  return { status, why, provision: id, pinpoint, grade, steps };
}

function step(effect: Step["effect"], pinpoint: string, text: string): Step {
  return { effect, pinpoint, text };
}
