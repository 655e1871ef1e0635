// fault: a year of each bank's calendar, hour by hour: when a rate may be stale, and when it must be.

import { followClock } from '../../../src/poll/clock/clock.ts';
import { bankTime, isStale, tooFarAhead } from '../../../src/rates/calendar.ts';
import { addDays, daysBetween, type IsoDate, isWeekend } from '../../../src/rates/date.ts';
import { inLongHolidays } from '../../../src/rates/holidays.ts';
import { cbt } from '../../../src/sources/banks/cbt.ts';
import { bandOf } from '../../../src/sources/registry.ts';
import type { Source } from '../../../src/sources/source.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { createScriptedSource } from '../../support/banks/scripted-source.ts';
import type { FaultRow } from '../../support/fault/table.ts';
import { createQuietLog } from '../../support/recorded-log.ts';
import { BANKS } from './series.ts';

const FIRST: IsoDate = '2026-01-01';
const DAYS = 366;
const HOUR_MS = 3_600_000;

/** Days off in 2026, with moved ones, as announced by the governments or expected by the moon. */
const DAYS_OFF: Record<string, string> = {
  KZT: '01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 08-31 10-26 12-16',
  KGS: '01-01 01-02 01-07 02-23 03-09 03-20 03-23 05-01 05-05 05-11 05-27 08-31 11-09',
  TJS: '01-01 01-02 03-09 03-20 03-23 03-24 05-11 05-27 09-09 11-06',
  UZS: '01-01 01-02 03-09 03-20 03-23 05-11 05-27 05-28 05-29 09-01 09-02 09-03 10-01 12-08',
};

interface Publication {
  at: number;
  date: IsoDate;
}

/** Every publication of the year: set an hour before the window closes, dated the bank's next working day. */
function publicationsOf(code: string, { calendar }: Source): Publication[] {
  const off = new Set(DAYS_OFF[code]?.split(' ').map((day) => `2026-${day}`));
  const found: Publication[] = [];
  for (let day = addDays(FIRST, -10); day < addDays(FIRST, DAYS); day = addDays(day, 1)) {
    if (isWeekend(day, [6, 0]) || off.has(day)) continue;
    let date = addDays(day, 1);
    while (isWeekend(date, calendar.weekend) || off.has(date)) date = addDays(date, 1);
    const minutes = calendar.closes - 60 - calendar.utcOffsetHours * 60;
    found.push({ at: Date.parse(`${day}T00:00:00Z`) + minutes * 60_000, date });
  }
  return found;
}

/** A year through a poller and the clock, checked every hour. */
async function simulate(
  code: string,
  source: Source,
): Promise<{ hours: number; stale: number; refused: number }> {
  const store = await createEmbeddedStore({ files: null, log: createQuietLog().log });
  const scripted = await createScriptedSource(store, {
    covers: [code],
    calendar: source.calendar,
    band: bandOf(code),
  });
  const publications = publicationsOf(code, source);
  const seen = { hours: 0, stale: 0, refused: 0 };
  let next = 0;
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    const now = Date.parse(`${FIRST}T00:00:00Z`) + hour * HOUR_MS;
    while ((publications[next]?.at ?? Number.POSITIVE_INFINITY) <= now) {
      const { at = 0, date = '' } = publications[next] ?? {};
      const figure = `100.${String(next % 90).padStart(2, '0')}`;
      const { outcome } = await scripted.pollWith(new Date(at).toISOString(), date, figure);
      if (outcome !== 'changed') seen.refused += 1;
      next += 1;
    }
    await followClock(store, [scripted.selected.source], new Date(now));
    const shown = (await store.snapshot()).rates[0];
    seen.hours += 1;
    if (shown?.status !== 'live') seen.stale += 1;
  }
  return seen;
}

/** The peg through a year: it has today's date in Ashgabat at every hour. */
async function simulatePeg(): Promise<{ hours: number; wrong: number }> {
  const store = await createEmbeddedStore({ files: null, log: createQuietLog().log });
  const seen = { hours: 0, wrong: 0 };
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    const now = new Date(Date.parse(`${FIRST}T00:00:00Z`) + hour * HOUR_MS);
    await followClock(store, [cbt], now);
    const shown = (await store.snapshot()).rates[0];
    const { date: today } = bankTime(cbt.calendar, now);
    seen.hours += 1;
    const right = shown?.date === today && shown.change?.previousDate === addDays(today, -1);
    if (!right || shown.status !== 'pegged' || shown.change?.percent !== '0.00') seen.wrong += 1;
  }
  return seen;
}

/**
 * The highest number of closed windows on working days before a frozen source is stale, over every day of the year.
 */
function slowestFlag(code: string, { calendar }: Source): number {
  const publications = publicationsOf(code, { calendar } as Source);
  let slowest = 0;
  for (const [index, { at, date }] of publications.entries()) {
    const season = [0, 1, 2, 3, 4, 5, 6].some((days) => inLongHolidays(addDays(date, days)));
    if (season || date < FIRST) continue;
    let missed = 0;
    for (const later of publications.slice(index + 1)) {
      missed += 1;
      // The hour after the end of the window.
      if (isStale(date, calendar, new Date(later.at + 2 * HOUR_MS))) break;
      if (later.at - at > 30 * 24 * HOUR_MS) return Number.POSITIVE_INFINITY;
    }
    slowest = Math.max(slowest, missed);
  }
  return slowest;
}

/** The refused days ahead of today, checked on every day: 5 and more, 13 and more over the long holidays. */
function wrongDates({ calendar }: Source): number {
  let wrong = 0;
  for (let day = FIRST; day < addDays(FIRST, DAYS); day = addDays(day, 1)) {
    const now = new Date(`${day}T08:00:00Z`);
    for (const ahead of [0, 1, 4, 5, 12, 13, 30]) {
      const date = addDays(day, ahead);
      let inSeason = false;
      for (let it = day; daysBetween(it, date) >= 0; it = addDays(it, 1)) inSeason ||= inLongHolidays(it);
      if (tooFarAhead(date, calendar, now) !== ahead > (inSeason ? 12 : 4)) wrong += 1;
    }
  }
  return wrong;
}

/** The rows of a year's calendar. */
export async function run(): Promise<FaultRow[]> {
  const total = { hours: 0, stale: 0, refused: 0, slowest: 0, dates: 0 };
  for (const { code, source } of BANKS) {
    const { hours, stale, refused } = await simulate(code, source);
    total.hours += hours;
    total.stale += stale;
    total.refused += refused;
    total.slowest = Math.max(total.slowest, slowestFlag(code, source));
    total.dates += wrongDates(source);
  }
  const peg = await simulatePeg();
  return [
    {
      id: 'S8a',
      fault: `weekends and holidays: ${DAYS} days of ${BANKS.length + 1} banks, checked every hour`,
      measured: `${total.stale} of ${total.hours} hours not live, ${total.refused} fixings refused, ${peg.wrong} hours with a wrong peg`,
      due: '0, 0, 0',
      passed: total.stale + total.refused + peg.wrong === 0 && peg.hours + total.hours === DAYS * 24 * 5,
    },
    {
      id: 'S8b',
      fault: 'a source frozen on any day outside the long holidays',
      measured: `stale after at most ${total.slowest} publishing days`,
      due: '2',
      passed: total.slowest >= 1 && total.slowest <= 2,
    },
    {
      id: 'S8c',
      fault: 'dates 0 to 30 days ahead on every day of the year',
      measured: `${total.dates} judged wrong`,
      due: '0',
      passed: total.dates === 0,
    },
  ];
}
