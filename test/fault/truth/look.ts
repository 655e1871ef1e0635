// fault: compares everything that a replica publishes and stores with what the oracle allows.
import { bankTime, tooFarAhead } from '../../../src/rates/calendar.ts';
import { type IsoDate, isWeekend } from '../../../src/rates/date.ts';
import { decimal, significant } from '../../../src/rates/decimal.ts';
import type { Rate } from '../../../src/rates/wire.ts';
import type { Bank } from '../../../src/sources/source.ts';
import { apart } from './evidence.ts';
import type { Oracle } from './oracle.ts';
import type { Replica } from './replica.ts';
import { MISPRINTS, type Page } from './scripted-bank.ts';
import { createStreamCheck } from './stream-check.ts';

export interface LookDeps {
  oracle: Oracle;
  code: string;
  source: Bank;
  isSeeded: boolean;
  now: () => Date;
}

const ALL_DAYS = { from: '0000-01-01', to: '9999-12-31' };

export function createLook(deps: LookDeps) {
  const { oracle, code, source, isSeeded } = deps;
  const stream = createStreamCheck();
  let shownBefore: Rate | undefined;

  function show(rate: Rate | undefined): void {
    const isOwn = rate?.source.id === source.id;
    oracle.show(isOwn ? rate.date : null, isOwn ? rate.inverse : null);
  }

  function faultInOrder(rate: Rate): string | null {
    const before = shownBefore;
    shownBefore = rate;
    if (before === undefined || before.source.id !== source.id || rate.date >= before.date) return null;
    return oracle.isTakenBack(before.date, rate) ? null : `goes back from ${before.date} to ${rate.date}`;
  }

  return {
    /** Another process starts, from the state that it stored. */
    async begin(replica: Replica): Promise<void> {
      stream.begin();
      const [rate] = await replica.rates();
      shownBefore = rate;
      show(rate);
    },
    /** The first fault now, or `null`. */
    async at(replica: Replica): Promise<string | null> {
      const [rate] = await replica.rates();
      if (rate === undefined) return isSeeded ? 'shows nothing' : null;
      const stored = await replica.store.history({ code, source: source.id, ...ALL_DAYS });
      const kept = new Map(stored.map(({ date, perDollar }) => [date, perDollar]));
      oracle.keep(kept);
      const served = (await replica.history()).rates;
      const { result } = await replica.convert();
      const fault =
        faultInRate(rate, kept, deps) ??
        faultInHistory(stored, rate, deps) ??
        faultInHistory(served, rate, deps) ??
        stream.faultIn(replica.listener.messages) ??
        faultInOrder(rate) ??
        (result === rate.rate ? null : `converts by ${result} where ${rate.rate} is shown`);
      show(rate);
      return fault;
    },
    faultAfterAnHour: (replica: Replica, page: Page | null, before: Rate | undefined) =>
      faultAfterAnHour(replica, page, before, deps),
    describe: (replica: Replica) => describe(replica, deps),
  };
}

const priceOf = (figure: string) => significant(decimal('1').div(decimal(figure)), 12);

/** A rate of the bank that is not allowed, or whose change is not. */
function faultInRate(
  rate: Rate,
  kept: ReadonlyMap<IsoDate, string>,
  { oracle, source }: LookDeps,
): string | null {
  const { date, inverse, change } = rate;
  if (rate.source.id !== source.id) return null;
  if (!oracle.isAllowed(date, inverse)) return `shows ${inverse} of ${date}`;
  if (change === null) return null;
  const before = kept.get(change.previousDate);
  return before !== undefined && priceOf(before) === change.previous
    ? null
    : `has ${change.previous} of ${change.previousDate} as previous`;
}

function faultInHistory(
  rows: readonly { date: string; printed: string; source: string }[],
  shown: Rate,
  { oracle, source }: LookDeps,
): string | null {
  for (const { date, printed, source: id } of rows) {
    if (id !== source.id) continue;
    if (!oracle.isAllowed(date, printed)) return `stores ${printed} of ${date}`;
    if (shown.source.id === source.id && date > shown.date)
      return `stores ${date} while ${shown.date} is shown`;
  }
  return null;
}

/** After an hour of the same page: a correct one is shown, unless there is a reason to hold it. */
async function faultAfterAnHour(
  replica: Replica,
  page: Page | null,
  before: Rate | undefined,
  { oracle, source, now }: LookDeps,
): Promise<string | null> {
  if (page === null || page.misprint !== null) return null;
  const { calendar, band, id } = source;
  const [rate] = await replica.rates();
  const isDay = rate?.date === page.date || isWeekend(page.date, calendar.weekend);
  if (rate?.inverse === page.figure && isDay) return null;
  const isOwn = before?.source.id === id;
  const isBack = isOwn && page.date < before.date && before.date <= bankTime(calendar, now()).date;
  const isLarge = before !== undefined && apart(page.figure, before.inverse) > 50;
  // After a restart the other rows are unknown: a step that puts the pound where the dollar was may be a swap.
  const swapped = MISPRINTS['the pound’s row'].of(page.figure);
  const isLikeSwap = isOwn && apart(swapped, before.inverse) <= Number(band);
  const isFar = tooFarAhead(page.date, calendar, now());
  if (isBack || isLarge || isLikeSwap || isFar || oracle.contradicts(page)) return null;
  return `shows ${rate?.inverse} of ${rate?.date}, ${rate?.status}, an hour after ${page.figure} of ${page.date}`;
}

/** The shown, held and stored figures on one line. */
async function describe({ rates, store }: Replica, { code, source }: LookDeps): Promise<string> {
  const days = (list: { date: string; perDollar: string }[]) =>
    list.map((it) => `${it.date} ${it.perDollar}`);
  const shown = (await rates()).map((it) => [it.date, it.inverse, it.status, it.change?.previousDate]);
  const held = (await store.records()).flatMap((it) => it.held);
  const kept = days(await store.history({ code, source: source.id, ...ALL_DAYS }));
  const checks = days(await store.history({ code, source: 'cbr', ...ALL_DAYS }));
  return JSON.stringify({ shown, held, kept, checks });
}
