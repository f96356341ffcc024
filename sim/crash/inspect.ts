import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { openStore } from "../../src/adapters/database/open.ts";
import { readDirectory } from "../../src/adapters/directory/directory-files.ts";
import { fileTiles } from "../../src/adapters/log/file-log.ts";
import { toBase64 } from "../../src/base/bytes.ts";
import { streamId } from "../../src/base/ids.ts";
import { verifyChain } from "../../src/custody/chain.ts";
import { type Incoming, type Kind, type Outgoing, bodyOf } from "../../src/exchange/rows.ts";
import type { Store } from "../../src/exchange/store-port.ts";
import { rootFromTiles } from "../../src/log/prove.ts";
import { keysOfParty, partyOf } from "../../src/party/directory.ts";
import type { Case } from "../../src/request/case.ts";
import type { Book } from "./book.ts";
import type { Story } from "./stories.ts";

/** What lies in a party's rows when all processes are gone. */
export interface Rows {
  party: string;
  cases: Case[];
  outbox: Outgoing[];
  waiting: number;
  inbox: Incoming[];
  leaves: number;
  orders: { ref: string; measure: string; digest: string }[];
}

/** Opens the rows of a party, as its process would, and reads them. The process must be gone. */
export async function readRows(folder: string, party: string, url: string | null): Promise<Rows> {
  const store = await openStore({ folder: join(folder, party), node: party, ...(url ? { url } : {}) });
  try {
    const outbox = await all(store, "outbox");
    return {
      party,
      cases: (await all(store, "case")).map((row) => bodyOf("case", row)),
      outbox: outbox.map((row) => bodyOf("outbox", row)),
      waiting: outbox.filter((row) => row.status !== "done").length,
      inbox: (await all(store, "inbox")).map((row) => bodyOf("inbox", row)),
      leaves: (await all(store, "leaf")).length,
      orders: (await all(store, "order")).map((row) => {
        const { ref, body, digest } = bodyOf("order", row);
        return { ref, measure: body.measure, digest };
      }),
    };
  } finally {
    await store.close();
  }
}

const all = (store: Store, kind: Kind) => store.query({ kind, limit: 1_000_000 });

/** What two parties told each other: what one has a receipt for the other has, and nobody has what was never sent. */
export function compareStreams(book: Book, parties: readonly Rows[]): void {
  for (const from of parties) {
    for (const to of parties.filter((each) => each !== from)) {
      const stream = streamId(from.party, to.party);
      const sent = new Map(
        from.outbox.filter((each) => each.stream === stream).map((each) => [each.seq, each]),
      );
      const came = new Map(to.inbox.filter((each) => each.stream === stream).map((each) => [each.seq, each]));
      for (const [seq, { receipt, digest, kind, ref }] of sent) {
        const there = came.get(seq);
        if (receipt && there?.digest !== digest)
          book.note(
            "lost",
            `${to.party} gave a receipt for ${kind} of ${ref} (${stream}/${seq}) and does not have it`,
          );
      }
      for (const [seq, { digest, kind, ref }] of came)
        if (sent.get(seq)?.digest !== digest)
          book.note(
            "lost",
            `${from.party} sent ${kind} of ${ref} (${stream}/${seq}) and does not know it any more`,
          );
      if (sent.size !== Math.max(0, ...sent.keys()))
        book.note("lost", `the numbers of ${stream} have a gap at ${from.party}`);
    }
    if (from.waiting)
      book.note("stuck", `${from.waiting} messages of ${from.party} still wait to be received`);
  }
}

/** One case per request on each side, one order per measure, and the end that each story was to have. */
export async function compareCases(
  book: Book,
  folder: string,
  stories: readonly Story[],
  { asking, asked, provider }: { asking: Rows; asked: Rows; provider: Rows },
): Promise<void> {
  const { directory } = await readDirectory(join(folder, "directory"));
  for (const side of [asking, asked])
    demandOnce(
      book,
      side.party,
      side.cases.map(({ ref }) => ref),
    );
  demandOnce(
    book,
    `drafts sent by ${asking.party}`,
    asking.cases.map(({ draft }) => draft ?? ""),
  );
  demandOnce(
    book,
    provider.party,
    provider.orders.map(({ ref, measure }) => `${measure} ${ref}`),
  );
  const refs = new Set(stories.flatMap(({ refs: each }) => each));
  for (const { ref } of [...asking.cases, ...asked.cases])
    if (!refs.has(ref)) book.note("twice", `${ref} is a case of no story`);
  for (const story of stories.filter((each) => each.over && each.refs.length)) {
    const last = story.refs.at(-1);
    const [here, there] = [asking, asked].map(({ cases }) => cases.find(({ ref }) => ref === last));
    if (!here || !there) book.note("lost", `${last} is not on both sides`);
    else
      await compareStory(book, story, here, there, (acts) =>
        verifyChain(acts, (by, at) =>
          keysOfParty(partyOf(directory, by.provider ?? `node.${by.state?.toLowerCase()}`), at),
        ).then(
          ({ report }) => report.every((each) => each.ok),
          () => false,
        ),
      );
  }
}

const ONCE = [
  "request.approved",
  "request.registered",
  "case.opened",
  "decision.granted",
  "measure.authorised",
  "evidence.produced",
  "evidence.released",
  "evidence.received",
  "evidence.opened",
  "request.withdrawn",
];

async function compareStory(
  book: Book,
  { kind }: Story,
  here: Case,
  there: Case,
  holds: (acts: readonly string[]) => Promise<boolean>,
): Promise<void> {
  const { ref } = here;
  for (const each of [here, there])
    for (const what of ONCE)
      if (each.timeline.filter((line) => line.what === what).length > 1)
        book.note("twice", `${ref}: ${what} stands twice on the ${each.side} side`);
  const so = (condition: boolean, what: string): void => {
    if (!condition) book.note("differs", `${ref} (${kind}): ${what}`);
  };
  so(here.contentDigest === there.contentDigest, "the contents differ");
  if (kind === "withdrawn")
    so(here.status === "withdrawn" && there.status === "withdrawn", "withdrawn on one side only");
  if (kind === "preservation")
    for (const each of [here, there])
      so(each.preservation?.state === "confirmed", `not confirmed on the ${each.side} side`);
  if (kind !== "production") return;
  so(here.item?.state === "opened", "the item is not opened");
  so(here.item?.custody.join() === there.item?.custody.join(), "the chains of custody differ");
  so(await holds(here.item?.custody ?? []), "the chain of custody does not hold");
}

function demandOnce(book: Book, where: string, names: readonly string[]): void {
  for (const [name, found] of Map.groupBy(names, (each) => each))
    if (found.length > 1) book.note("twice", `${where}: ${name} is there ${found.length} times`);
}

/** Every checkpoint that was ever seen is a beginning of the log as it is now, which verifies as a stranger verifies it. */
export async function compareLog(book: Book, folder: string, { party, leaves }: Rows): Promise<void> {
  const at = join(folder, party, "log");
  const seen = book.checkpoints(party);
  for (const [size, root] of seen) {
    if (size > leaves) book.note("lost", `${party} published ${size} leaves and has ${leaves}`);
    const now = await rootFromTiles(fileTiles(at).read, size).then(toBase64, () => "unreadable");
    if (now !== root)
      book.note("differs", `log of ${party}: its first ${size} leaves are not those it published`);
  }
  if (seen.size === 0) return;
  const list = join(folder, "directory", `${party.slice("node.".length).toUpperCase()}.json`);
  const comity = resolve(import.meta.dirname, "../../src/apps/cli/main.ts");
  const args = ["--disable-warning=ExperimentalWarning", comity, "log", "verify", at, "--list", list];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0)
    book.note("differs", `comity log verify of ${party}: ${(stdout + stderr).trim().slice(-300)}`);
}
