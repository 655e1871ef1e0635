// sources: all publishers that SOURCES can name. A new bank is one line here.
import type { Code } from '../rates/fixing.ts';
import type { SourceKind } from '../rates/wire.ts';
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
import type { Bank, SeedFigure, Source } from './source.ts';

/** Central banks with their own currencies, in the order of display. */
const BANKS: readonly Bank[] = [
  nbkr, // KGS
  nbk, // KZT
  nbt, // TJS
  cbu, // UZS
  cbt, // TMT
  nbg, // GEL, opt-in
];

/** The newest fixings of the banks at the time of this version, in the form of rows of a seed file. */
export const SEED_FIGURES: readonly SeedFigure[] = BANKS.flatMap((bank) => bank.seed ?? []);

/** The seed that is part of the service. */
export function shippedSeed(): SeedEntry[] {
  return readSeed(JSON.stringify({ rates: SEED_FIGURES }));
}

/** The Bank of Russia covers every code, and checks the others. */
const SOURCES: readonly Source[] = [...BANKS, cbr, oxr, fawazahmed0, createDemo(SEED_FIGURES)];

/** All ids that `SOURCES` can name. */
export const SOURCE_IDS: readonly string[] = [...SOURCES.map((source) => source.id), SEED_REF.id];

/** The ids where `SOURCES` is not set: all banks that are not opt-in, and their check. */
export const DEFAULT_SOURCE_IDS: readonly string[] = [...BANKS.filter((bank) => !bank.optIn), cbr].map(
  ({ id }) => id,
);

/** The setting with the key of a source, by the id of the source. */
export const SOURCE_KEYS: Readonly<Record<string, string>> = Object.fromEntries(
  SOURCES.flatMap(({ id, keySetting }) => (keySetting === undefined ? [] : [[id, keySetting]])),
);

/**
 * The source of an id, selected or not: rates left by a source that is no longer selected still need its calendar.
 */
export function sourceOf(id: string): Source | undefined {
  return SOURCES.find((source) => source.id === id);
}

/** The kind of a source's figures. A source that this version does not have was a bank. */
export function sourceKindOf(id: string): SourceKind {
  return id === SEED_REF.id ? SEED_REF.kind : (sourceOf(id)?.kind ?? 'official');
}

/**
 * Whether the figures of a source are judged by the guard. Invented ones are not, and are no reference for others.
 */
export function isGuarded(id: string): boolean {
  return sourceOf(id)?.guarded !== false;
}

/**
 * The codes of the banks' own currencies, in the order of the banks; those of opt-in banks only where they are
 * selected.
 */
export function ownCodes(chosenIds: readonly string[]): Code[] {
  return BANKS.flatMap(({ id, covers, optIn }) => (optIn && !chosenIds.includes(id) ? [] : covers));
}

/**
 * The largest step of a code, in percent, that is accepted without confirmation: the band of its own bank, whichever
 * source publishes it.
 */
export function bandOf(code: Code): string {
  return BANKS.find(({ covers }) => covers.includes(code))?.band ?? '0';
}
