import type { Context, Hono } from "hono";
import type { Json } from "../../base/canonical.ts";
import { Problem, isProblem } from "../../base/problem.ts";
import type { Verb } from "../../exchange/officer-act.ts";
import { demandMandate } from "../../party/directory.ts";
import type { Case } from "../../request/case.ts";
import { opinionOf } from "../../request/opinion-of.ts";
import {
  type ActForm,
  authoriseForm,
  decisionForm,
  deficientForm,
  readAuthority,
  readDecision,
  readDeficient,
  readRelease,
  readWithdrawal,
  releaseForm,
  withdrawForm,
} from "./act-forms.ts";
import { casePage } from "./case-page.ts";
import { checkedChain, custodyPage } from "./custody-page.ts";
import type { Desk } from "./desk.ts";
import { type FormValues, formValues } from "./form-values.ts";
import type { Html } from "./parts.ts";
import { actText } from "./review-page.ts";
import { caseBy, underWay } from "./rows-read.ts";
import { showReview } from "./sign-routes.ts";
import type { Seated } from "./ui.ts";

/** The pages of a case: the case itself, the forms of acts on it, and the custody of its evidence. */
export function mountCases(app: Hono, desk: Desk): void {
  app.get("/desk/cases/:ref", (c) => desk.seated(c, (ui) => showCase(desk, c, ui)));
  for (const form of FORMS) mountForm(app, desk, form);
  app.get("/desk/cases/:ref/custody", (c) => desk.seated(c, (ui) => showCustody(desk, c, ui, null)));
  app.post("/desk/cases/:ref/custody/folder", (c) =>
    desk.posted(c, async (ui) => {
      demandMandate(ui.officer, "receive");
      const current = await caseBy(desk.deps.engine, c.req.param("ref"));
      return showCustody(desk, c, ui, await desk.deps.evidence.folder(current));
    }),
  );
  app.get("/desk/cases/:ref/custody/files/:index", (c) => desk.seated(c, (ui) => download(desk, c, ui)));
}

async function caseOf(desk: Desk, c: Context): Promise<Case> {
  return caseBy(desk.deps.engine, c.req.param("ref") ?? "");
}

function trailTo(ui: Seated, ref: string | null): { text: string; href: string }[] {
  const inbox = { text: ui.say("nav.inbox"), href: "/desk" };
  return ref ? [inbox, { text: ref, href: `/desk/cases/${encodeURIComponent(ref)}` }] : [inbox];
}

async function showCase(desk: Desk, c: Context, ui: Seated): Promise<Response> {
  const current = await caseOf(desk, c);
  await desk.deps.engine.noteReading(ui.officer.id, current.ref, "case page");
  const preserved = current.preservation?.orderedAt ?? null;
  const opinion = opinionOf(current.content, ui.now, desk.deps.engine.config.law, preserved);
  const view = { current, opinion, ...(await underWay(desk.deps.engine, current)), problem: null };
  return desk.page(c, ui, {
    title: ui.say("title.case", { reference: current.ref }),
    body: casePage(ui, view),
    trail: trailTo(ui, null),
    wide: true,
  });
}

interface Form {
  path: string;
  verb: Verb;
  title: (ui: Seated) => string;
  show: (ui: Seated, form: ActForm) => Html;
  read: (form: ActForm, upload: Uint8Array | null) => Record<string, Json>;
}

const FORMS: readonly Form[] = [
  {
    path: "decision",
    verb: "decide-request",
    title: (ui) => ui.say("step.decide"),
    show: decisionForm,
    read: readDecision,
  },
  {
    path: "deficient",
    verb: "mark-deficient",
    title: (ui) => ui.say("step.deficient"),
    show: deficientForm,
    read: readDeficient,
  },
  {
    path: "authorise",
    verb: "authorise-measure",
    title: (ui) => ui.say("step.authorise"),
    show: authoriseForm,
    read: readAuthority,
  },
  {
    path: "release",
    verb: "release-evidence",
    title: (ui) => ui.say("step.release"),
    show: releaseForm,
    read: readRelease,
  },
  {
    path: "withdraw",
    verb: "withdraw-request",
    title: (ui) => ui.say("step.withdraw"),
    show: withdrawForm,
    read: readWithdrawal,
  },
];

function mountForm(app: Hono, desk: Desk, form: Form): void {
  const path = `/desk/cases/:ref/${form.path}`;
  app.get(path, (c) =>
    desk.seated(c, async (ui) => showForm(desk, c, ui, form, await filled(desk, c, ui, new Map(), null))),
  );
  app.post(path, (c) =>
    desk.posted(c, async (ui, sent) => {
      const view = await filled(desk, c, ui, formValues(sent), null);
      try {
        const says = form.read(view, await uploadOf(sent));
        const back = `/desk/cases/${encodeURIComponent(view.current.ref)}`;
        const act = actText(ui, form.verb, view.current.ref, says);
        return await showReview(desk, c, ui, { act, back, content: null });
      } catch (error) {
        if (!isProblem(error)) throw error;
        return showForm(desk, c, ui, form, { ...view, problem: error });
      }
    }),
  );
}

async function filled(
  desk: Desk,
  c: Context,
  ui: Seated,
  values: FormValues,
  problem: Problem | null,
): Promise<ActForm> {
  const current = await caseOf(desk, c);
  return {
    current,
    opinion: opinionOf(current.content, ui.now, desk.deps.engine.config.law),
    values,
    problem,
  };
}

function showForm(
  desk: Desk,
  c: Context,
  ui: Seated,
  form: Form,
  view: ActForm,
): Response | Promise<Response> {
  const { ref } = view.current;
  return desk.page(
    c,
    ui,
    { title: form.title(ui), body: form.show(ui, view), trail: trailTo(ui, ref), wide: true },
    view.problem ? 422 : 200,
  );
}

async function uploadOf(form: FormData): Promise<Uint8Array | null> {
  const file = form.get("orderFile");
  return file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : null;
}

async function showCustody(desk: Desk, c: Context, ui: Seated, folder: string | null): Promise<Response> {
  const current = await caseOf(desk, c);
  await desk.deps.engine.noteReading(ui.officer.id, current.ref, "custody page");
  const { item } = current;
  if (!item)
    throw new Problem(
      "evidence/no-item",
      "There is no evidence in this case yet.",
      current.ref,
      "Open the case to see where it stands.",
    );
  const job = desk.jobs.of(current.ref);
  const files = item.state === "opened" ? await desk.deps.evidence.files(current) : [];
  const chain = await checkedChain(ui, item);
  return desk.page(c, ui, {
    title: ui.say("title.custody", { reference: current.ref }),
    body: custodyPage(ui, { current, item, chain, files, job, folder, problem: null }),
    trail: trailTo(ui, current.ref),
    ...(job?.state === "running" ? { refresh: 2 } : {}),
  });
}

/** One file, as an attachment and never for display: the browser is told to keep it and to run nothing. */
async function download(desk: Desk, c: Context, ui: Seated): Promise<Response> {
  demandMandate(ui.officer, "receive");
  const current = await caseOf(desk, c);
  await desk.deps.engine.noteReading(ui.officer.id, current.ref, "download");
  const files = current.item?.state === "opened" ? await desk.deps.evidence.files(current) : [];
  const listed = files[Number(c.req.param("index"))];
  const file = listed ? await desk.deps.evidence.file(current, listed.name) : null;
  if (!listed || !file)
    throw new Problem(
      "evidence/no-file",
      "There is no such file in this item.",
      current.ref,
      "Open the custody page again.",
    );
  return c.body(file.stream, 200, {
    "Content-Type": "application/octet-stream",
    "Content-Length": String(file.size),
    "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(baseName(listed.name))}`,
    "Cache-Control": "no-store",
  });
}

function baseName(name: string): string {
  return name.split("/").at(-1) || "evidence";
}
