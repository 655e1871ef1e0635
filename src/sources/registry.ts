// sources: every publisher that SOURCES may name. A new bank is one line here.
import type { Code } from '../rates/fixing.ts';
import { cbr } from './banks/cbr.ts';
import { cbt } from './banks/cbt.ts';
import { cbu } from './banks/cbu.ts';
import { nbg } from './banks/nbg.ts';
import { nbk } from './banks/nbk.ts';
import { nbkr } from './banks/nbkr.ts';
import { nbt } from './banks/nbt.ts';
import { createDemo } from './made-up/demo.ts';
import { readSeed, SEED_REF, type SeedEntry } from './made-up/seed.ts';
import { fawazahmed0 } from './markets/fawazahmed0.ts';
import { oxr } from './markets/oxr.ts';
import type { SeedFigure, Source } from './source.ts';

/** Central banks in the order in which they publish by default; the ones that cover every code check the others. */
const BANKS: readonly Source[] = [
  nbkr, // KGS
  nbk, // KZT
  nbt, // TJS
  cbu, // UZS
  cbt, // TMT
  cbr, // every
  nbg, // GEL, opt-in
];

/** The newest fixings of the banks when this version was made, in the form of a seed file's rows. */
export const SEED_FIGURES: readonly SeedFigure[] = BANKS.flatMap((bank) => bank.seed ?? []);

/** The seed that ships. */
export function shippedSeed(): SeedEntry[] {
  return readSeed(JSON.stringify({ rates: SEED_FIGURES }));
}

const SOURCES: readonly Source[] = [...BANKS, oxr, fawazahmed0, createDemo(SEED_FIGURES)];

/** Every id that `SOURCES` may name. */
export const SOURCE_IDS: readonly string[] = [...SOURCES.map((source) => source.id), SEED_REF.id];

/** The ids where `SOURCES` is not set: every bank that need not be asked for. */
export const DEFAULT_SOURCE_IDS: readonly string[] = BANKS.filter((bank) => !bank.optIn).map(({ id }) => id);

/** The setting that holds the key of a source, by its id. */
export const SOURCE_KEYS: Readonly<Record<string, string>> = { [oxr.id]: 'OXR_APP_ID' };

/** A source of any id, chosen or not: what one has left behind is still judged by its own calendar. */
export function sourceOf(id: string): Source | undefined {
  return SOURCES.find((source) => source.id === id);
}

/** Whether the figures of a source pass the guard; what is invented does not, and is no reference for others. */
export function isGuarded(id: string): boolean {
  return sourceOf(id)?.guarded !== false;
}

/** The codes that a bank covers as its own, in the order of the banks; opt-in ones only where they are chosen. */
export function ownCodes(chosenIds: readonly string[]): Code[] {
  return BANKS.flatMap(({ id, covers, optIn }) =>
    covers === 'every' || (optIn && !chosenIds.includes(id)) ? [] : covers,
  );
}

/** The largest step in percent that is believed of a code unconfirmed: its own bank's, whoever publishes it. */
export function bandOf(code: Code): string {
  const own = BANKS.find(({ covers }) => covers !== 'every' && covers.includes(code));
  return own?.band ?? '0';
}
