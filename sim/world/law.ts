import { readLaw } from "../../src/adapters/law-files.ts";
import type { Law } from "../../src/treaty/law.ts";
import type { Instrument, LedgerEvent } from "../../src/treaty/ledger.ts";
import type { StateSheet } from "../../src/treaty/sheet.ts";
import type { InventedState } from "./codes.ts";

/**
 * The law of a simulated world: the invented law as it ships, and for each generated State the sheet and the treaty
 * status of the State whose law it keeps. Throws what `readLaw` throws.
 */
export function lawFor(world: { states: readonly InventedState[] }): Law {
  const law = readLaw();
  const generated = world.states.filter(({ code, lawOf }) => code !== lawOf);
  const sheets: Record<string, StateSheet> = { ...law.sheets };
  for (const state of generated) sheets[state.code] = sheetAs(state, law.sheets[state.lawOf] as StateSheet);
  const instruments = Object.fromEntries(
    Object.entries(law.instruments).map(([id, instrument]) => [id, joinedBy(generated, instrument)]),
  );
  return { ...law, instruments, sheets };
}

function sheetAs({ code, name }: InventedState, sheet: StateSheet): StateSheet {
  return { ...renamed(sheet, sheet.name, name), state: code };
}

function joinedBy(states: readonly InventedState[], instrument: Instrument): Instrument {
  const names = { AL: "Alderia", BO: "Borvania", CA: "Cardova" };
  const events = states.flatMap((state) =>
    instrument.events
      .filter((event) => event.state === state.lawOf)
      .map((event): LedgerEvent => ({
        ...renamed(event, names[state.lawOf], state.name),
        state: state.code,
      })),
  );
  return { ...instrument, events: [...instrument.events, ...events] };
}

/** The same with another name wherever the name stands in a text. */
function renamed<T>(value: T, from: string, to: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll(from, to)) as T;
}
