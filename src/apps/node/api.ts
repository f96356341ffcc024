import { z } from "zod";
import { canonicalBytes } from "../../base/canonical.ts";
import { fromUtf8 } from "../../base/bytes.ts";
import { Problem } from "../../base/problem.ts";
import { OfficerSignatureSchema } from "../../exchange/messages.ts";
import { VERBS, actDigest } from "../../exchange/officer-act.ts";
import { bodyOf } from "../../exchange/rows.ts";
import { RequestContent, contentDigest, readContent } from "../../request/content.ts";
import { opinionOf } from "../../request/opinion-of.ts";
import { caseNow } from "../../exchange/engine.ts";
import { Opinion } from "../../treaty/opinion-types.ts";
import type { DeskDeps } from "../web/deps.ts";
import { type Route, route } from "./contract.ts";
import { Edition, newEdition } from "./editions.ts";
import { lawRoutes } from "./law-api.ts";

/** The node's API for a State's own systems. What officers sign here is what they sign on the desk. */

const SignedAct = z.strictObject({ act: z.string().max(100_000), signature: OfficerSignatureSchema });
const AnyCase = z.looseObject({ ref: z.string(), status: z.string() });
const AnyDraft = z.looseObject({ id: z.string(), state: z.string() });
const none = z.strictObject({});

/** All routes of the officers' API. */
export function apiRoutes(deps: DeskDeps): Route[] {
  return [
    ...reading(deps),
    ...writing(deps),
    ...evidence(deps),
    ...lawRoutes(deps.now),
    ...(deps.sandbox ? sandbox(deps) : []),
  ];
}

function reading({ engine, now, report, news, sandbox: sandboxControls }: DeskDeps): Route[] {
  const { store } = engine.ports;
  return [
    route({
      method: "get",
      path: "/api/v1/about",
      summary: "Which node this is, and how its log stands.",
      open: true,
      input: none,
      output: z.strictObject({
        node: z.string(),
        state: z.string(),
        sandbox: z.boolean(),
        now: z.string(),
        log: z.strictObject({
          committed: z.number(),
          published: z.number(),
          waiting: z.unknown(),
          halted: z.string().nullable(),
        }),
        unheard: z.array(z.string()),
      }),
      handle: async () => {
        const committed = (await store.read("log", "head"))?.body as { size: number } | undefined;
        const published = (await store.read("published", "head"))?.body as { size: number } | undefined;
        return {
          node: engine.config.self,
          state: engine.config.state,
          sandbox: sandboxControls !== null,
          now: now(),
          log: {
            committed: committed?.size ?? 0,
            published: published?.size ?? 0,
            waiting: report().waiting,
            halted: report().halted,
          },
          unheard: report().unheard,
        };
      },
    }),
    route({
      method: "get",
      path: "/api/v1/cases",
      summary:
        "All cases of this node, by reference. With the edition of an earlier answer it waits up to five seconds for a newer one.",
      input: Edition,
      output: z.strictObject({ edition: z.number(), cases: z.array(AnyCase) }),
      handle: async ({ edition }) => ({
        edition: await newEdition(news, edition),
        cases: (await store.query({ kind: "case", limit: 1000 })).map(
          (row) => bodyOf("case", row) as unknown as z.infer<typeof AnyCase>,
        ),
      }),
    }),
    route({
      method: "get",
      path: "/api/v1/cases/{ref}",
      summary: "One case with its timeline, clocks, receipts, item and chain of custody.",
      input: none,
      output: AnyCase,
      handle: async (_input, { params, officer }) => {
        const current = await caseNow(engine, params["ref"] ?? "");
        await engine.noteReading(officer, current.ref, "api");
        return current as unknown as z.infer<typeof AnyCase>;
      },
    }),
    route({
      method: "get",
      path: "/api/v1/drafts",
      summary: "Drafts that are being written or wait for approval.",
      input: none,
      output: z.strictObject({ drafts: z.array(AnyDraft) }),
      handle: async () => ({
        drafts: (await store.query({ kind: "draft", limit: 1000 })).map(
          (row) => bodyOf("draft", row) as unknown as z.infer<typeof AnyDraft>,
        ),
      }),
    }),
  ];
}

function writing({ engine, now, accounts }: DeskDeps): Route[] {
  return [
    route({
      method: "post",
      path: "/api/v1/opinion",
      summary: "The opinion on contents, as the law stands now. Nothing is kept.",
      input: z.strictObject({ content: RequestContent }),
      output: Opinion,
      handle: ({ content }) => opinionOf(readContent(content), now(), engine.config.law),
    }),
    route({
      method: "post",
      path: "/api/v1/drafts",
      summary: "Saves a draft; with `id`, changes it.",
      // The contents are read by readContent, whose problems name each field.
      input: z.strictObject({ id: z.string().max(60).nullable(), content: z.unknown() }),
      output: z.strictObject({ draft: AnyDraft, contentDigest: z.string() }),
      handle: async ({ id, content }, { officer }) => {
        demandDrafter(engine.config, officer);
        const draft = await engine.saveDraft(officer, id, readContent(content));
        return {
          draft: draft as unknown as z.infer<typeof AnyDraft>,
          contentDigest: contentDigest(draft.content),
        };
      },
    }),
    route({
      method: "post",
      path: "/api/v1/acts/prepare",
      summary: "The act document for what an officer wants to do: to be read, and its digest to be signed.",
      input: z.strictObject({
        verb: z.enum(VERBS),
        subject: z.string().max(60),
        says: z.record(z.string(), z.json()),
      }),
      output: z.strictObject({ act: z.string(), digest: z.string() }),
      handle: ({ verb, subject, says }, { officer }) => {
        const act = fromUtf8(
          canonicalBytes({ format: "comity/officer-act/v1", verb, subject, officer, at: now(), says }),
        );
        return { act, digest: actDigest(act) };
      },
    }),
    route({
      method: "post",
      path: "/api/v1/acts/sign",
      summary: "In a sandbox: signs an act with the officer's sandbox key.",
      input: z.strictObject({ act: z.string().max(100_000) }),
      output: z.strictObject({ signature: OfficerSignatureSchema }),
      handle: async ({ act }, { officer }) => {
        const listed = engine.config.directory.states
          .get(engine.config.state)
          ?.officers.find((each) => each.id === officer);
        if (!accounts.signHere || !listed)
          throw new Problem(
            "act/sign-with-passkey",
            "Acts are signed with the officer's own passkey, in the browser.",
            "signature",
            "Sign on the desk.",
          );
        return { signature: await accounts.signHere(listed, actDigest(act)) };
      },
    }),
    route({
      method: "post",
      path: "/api/v1/acts",
      summary: "Carries out a signed act.",
      input: SignedAct,
      output: z.looseObject({}),
      handle: async (signed) => (await engine.act(signed)) as unknown as Record<string, unknown>,
    }),
  ];
}

function demandDrafter(config: DeskDeps["engine"]["config"], officer: string): void {
  const listed = config.directory.states.get(config.state)?.officers.find((each) => each.id === officer);
  if (!listed?.mandates.includes("draft"))
    throw new Problem(
      "party/no-mandate",
      "This officer has no mandate to draft.",
      officer,
      "Let an officer with that mandate do it.",
    );
}

function evidence({ engine, evidence: desk }: DeskDeps): Route[] {
  return [
    route({
      method: "post",
      path: "/api/v1/evidence/open",
      summary: "Opens a received item, checks every file, and notes it in the chain of custody.",
      input: SignedAct,
      output: AnyCase,
      handle: async (signed) => (await desk.open(signed)) as unknown as z.infer<typeof AnyCase>,
    }),
    route({
      method: "post",
      path: "/api/v1/evidence/{ref}/folder",
      summary: "Writes the evidence folder for a court and says where it is on this node's disk.",
      input: none,
      output: z.strictObject({ folder: z.string() }),
      handle: async (_input, { params }) => ({
        folder: await desk.folder(await caseNow(engine, params["ref"] ?? "")),
      }),
    }),
  ];
}

function sandbox({ sandbox: controls }: DeskDeps): Route[] {
  return [
    route({
      method: "post",
      path: "/api/v1/sandbox/advance",
      summary: "Moves the clock of the whole sandbox forward.",
      input: z.strictObject({
        hours: z
          .number()
          .positive()
          .max(24 * 365),
      }),
      output: none,
      handle: async ({ hours }) => {
        await controls?.advance(hours * 3_600_000);
        return {};
      },
    }),
  ];
}
