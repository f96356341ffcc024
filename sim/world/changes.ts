import type { KeyFile } from "../../src/adapters/keyring/keyring.ts";
import type { Instant } from "../../src/base/time.ts";
import { type Officer, StateEntry } from "../../src/party/directory.ts";
import { type SimWorld, enrolled, hostName, listed, stateIn } from "./states.ts";

/**
 * What changes in a world while it runs: keys are rotated, officers leave and others come. Each change gives the next
 * world, with the next list of the State; nothing that was listed is ever deleted.
 */

/** A party's new keys, in force from `at`, when the old ones end. Only its own State's list changes. */
export interface Rotated {
  world: SimWorld;
  /** The State's next list. */
  entry: StateEntry;
  keyring: KeyFile;
}

/** New act keys and a new sealing key for a node or a provider. Log and hop keys stay. Throws RangeError. */
export async function rotateKeys(world: SimWorld, party: string, at: Instant): Promise<Rotated> {
  const old = world.keyrings.get(party);
  const entry = world.entries.find(
    (each) => each.node.id === party || each.providers.some((provider) => provider.id === party),
  );
  if (!old || !entry) throw new RangeError(`no party ${party} in this world`);
  const state = stateIn(world, entry.state);
  const who = { name: entry.node.id === party ? state.name : hostName(state), state: state.code };
  const fresh = await world.keys.keyring(party, who, generationOf(entry, party) + 1, at, false);
  const keyring: KeyFile = { ...old, act: fresh.act, age: fresh.age, created: at };
  const next = issued(
    entry,
    at,
    entry.node.id === party ? nodeWith(entry, keyring, at) : hostWith(entry, keyring, at),
  );
  const identities = [keyring.age.identity, ...(world.identities.get(party) ?? [])];
  return {
    keyring,
    entry: next,
    world: {
      ...withEntry(world, next),
      keyrings: new Map(world.keyrings).set(party, keyring),
      identities: new Map(world.identities).set(party, identities),
    },
  };
}

function generationOf(entry: StateEntry, party: string): number {
  const keys =
    entry.node.id === party
      ? entry.node.actKeys
      : (entry.providers.find(({ id }) => id === party)?.keys ?? []);
  return keys.filter((key) => key.alg === "ES256").length;
}

function nodeWith({ node }: StateEntry, keyring: KeyFile, at: Instant): Partial<StateEntry> {
  const recipient = { recipient: keyring.age.recipient, from: at, until: null };
  return {
    node: {
      ...node,
      actKeys: [...ended(node.actKeys, at), ...listed(keyring.act, at)],
      ageRecipients: [...ended(node.ageRecipients, at), recipient],
    },
  };
}

function hostWith({ providers }: StateEntry, keyring: KeyFile, at: Instant): Partial<StateEntry> {
  return {
    providers: providers.map((each) =>
      each.id === keyring.party
        ? {
            ...each,
            keys: [...ended(each.keys, at), ...listed(keyring.act, at)],
            recipient: keyring.age.recipient,
          }
        : each,
    ),
  };
}

/** What was in force ends; what had ended stays as it was. */
function ended<T extends { until: Instant | null }>(things: readonly T[], at: Instant): T[] {
  return things.map((each) => ({ ...each, until: each.until ?? at }));
}

/** An officer leaves: from `at` on the mandate is gone. Throws RangeError where there is no such officer. */
export function retireOfficer(
  world: SimWorld,
  officer: string,
  at: Instant,
): { world: SimWorld; entry: StateEntry } {
  const entry = entryWith(world, officer);
  const officers = entry.officers.map((each) =>
    each.id === officer ? { ...each, until: each.until ?? at } : each,
  );
  const next = issued(entry, at, { officers });
  return { world: withEntry(world, next), entry: next };
}

/** An officer leaves and a successor comes, with an id, a key and a name of their own and the same mandates. */
export function replaceOfficer(
  world: SimWorld,
  officer: string,
  at: Instant,
): { world: SimWorld; entry: StateEntry; successor: Officer } {
  const retired = retireOfficer(world, officer, at);
  const { role, authority, mandates } = retired.entry.officers.find((each) => each.id === officer) as Officer;
  const office = officer.split(".")[0] as string;
  const count = retired.entry.officers.filter((each) => each.id.split(".")[0] === office).length;
  const officerKeys = new Map(world.officerKeys);
  const id = `${office}.${count + 1}`;
  const name = `Officer ${id.slice(3)} of ${retired.entry.name}`;
  const successor = enrolled({ id, name, role, authority, mandates }, world.keys, officerKeys, at);
  const entry = StateEntry.parse({ ...retired.entry, officers: [...retired.entry.officers, successor] });
  return { world: { ...withEntry(world, entry), officerKeys }, entry, successor };
}

function entryWith(world: SimWorld, officer: string): StateEntry {
  const entry = world.entries.find((each) => each.officers.some(({ id }) => id === officer));
  if (!entry) throw new RangeError(`no officer ${officer} in this world`);
  return entry;
}

function issued(entry: StateEntry, at: Instant, change: Partial<StateEntry>): StateEntry {
  return StateEntry.parse({ ...entry, ...change, sequence: entry.sequence + 1, issued: at });
}

function withEntry(world: SimWorld, entry: StateEntry): SimWorld {
  return { ...world, entries: world.entries.map((each) => (each.state === entry.state ? entry : each)) };
}
