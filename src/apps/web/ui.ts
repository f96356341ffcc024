import type { Instant } from "../../base/time.ts";
import type { Officer } from "../../party/directory.ts";
import type { Assets } from "./assets.ts";
import type { DeskDeps } from "./deps.ts";
import type { Language } from "./say.ts";

/** What every page is rendered with: the language, the clock, who is looking, and the node behind it. */
export interface Ui extends Language {
  deps: DeskDeps;
  assets: Assets;
  now: Instant;
  officer: Officer | null;
  /** Token that forms carry. */
  token: string;
  /** Path of this page, to mark it in the navigation and to come back to it. */
  path: string;
}

/** A page that somebody signed in is looking at. */
export interface Seated extends Ui {
  officer: Officer;
}

/** The name of a State in the directory, or its code. */
export function stateName(ui: Ui, code: string): string {
  return ui.deps.engine.config.directory.states.get(code)?.name ?? code;
}

/** How a party or officer is shown: an officer's listed name, a provider's name, a State's node, else the id itself. */
export function partyName(ui: Ui, id: string): string {
  for (const entry of ui.deps.engine.config.directory.states.values()) {
    if (entry.node.id === id) return ui.say("party.node", { state: entry.name });
    const provider = entry.providers.find((each) => each.id === id);
    if (provider) return provider.name;
    const officer = entry.officers.find((each) => each.id === id);
    if (officer) return ui.say("party.officer", { name: officer.name, state: entry.name });
  }
  return id;
}

/** IANA zone of a State by its sheet; UTC where the node has no sheet of it. */
export function zoneOf(ui: Ui, state: string): string {
  if (state === ui.deps.engine.config.state) return ui.deps.zone;
  return ui.deps.engine.config.law.sheets[state]?.timeZone ?? "UTC";
}

/** Which instrument, in the words of its ledger. */
export function instrumentName(ui: Ui, id: string): string {
  const instruments: Record<string, { name: string } | undefined> = ui.deps.engine.config.law.instruments;
  return instruments[id]?.name ?? id;
}

/** A calendar day in the words of the language. */
export function longDay(ui: Ui, day: string): string {
  return new Intl.DateTimeFormat(ui.dates, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${day.slice(0, 10)}T00:00:00Z`),
  );
}

/** Bytes as people read them, with the exact number where it is small. */
export function sizeText(ui: Ui, bytes: number): string {
  if (bytes < 1024) return ui.say("size.bytes", { count: bytes });
  const units = ["size.kib", "size.mib", "size.gib"] as const;
  const step = Math.min(Math.floor(Math.log2(bytes) / 10), units.length);
  const amount = new Intl.NumberFormat(ui.dates, { maximumFractionDigits: 1 }).format(bytes / 1024 ** step);
  return ui.say(units[step - 1] as (typeof units)[number], { amount });
}
