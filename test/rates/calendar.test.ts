import { describe, expect, it } from 'vitest';
import { type Calendar, isStale, tooFarAhead } from '../../src/rates/calendar.ts';
import { addDays, isIsoDate, readDottedDate } from '../../src/rates/date.ts';
import { inLongHolidays } from '../../src/rates/holidays.ts';
import { TUESDAY_TO_SATURDAY } from '../support/figures.ts';

/** Dated Tuesday to Saturday, published by 17:30 the day before. */
const almaty: Calendar = { ...TUESDAY_TO_SATURDAY, closes: 1050 };
/** Dated Monday to Friday; Monday's is set on Friday. */
const tashkent: Calendar = { ...almaty, zone: 'Asia/Tashkent', weekend: [6, 0] };

const at = (local: string) => new Date(`${local}:00+05:00`);

describe('a day', () => {
  it('is accepted only if it exists', () => {
    expect(readDottedDate('24.05.2026')).toBe('2026-05-24');
    expect(readDottedDate('29/02/2028')).toBe('2028-02-29');
    for (const text of [
      '31.02.2026',
      '2026-05-24',
      '24.5.2026',
      '24.05.26',
      '',
      '00.01.2026',
      '24.05.2026 ',
    ]) {
      expect(readDottedDate(text)).toBeNull();
    }
    expect(isIsoDate('2026-02-29')).toBe(false);
  });

  it('is counted across the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });
});

describe('a fixing', () => {
  it('is not stale when one publication is late', () => {
    // Thursday 12 November 2026: Friday's fixing was due on Thursday 17:30, Saturday's is due on Friday 17:30.
    expect(isStale('2026-11-12', almaty, at('2026-11-13T17:29'))).toBe(false);
    expect(isStale('2026-11-12', almaty, at('2026-11-13T17:30'))).toBe(true);
  });

  it('is not stale over an ordinary weekend', () => {
    for (const day of ['2026-11-15', '2026-11-16'])
      expect(isStale('2026-11-14', almaty, at(`${day}T23:59`))).toBe(false);
    // Tuesday's fixing is due on Monday, Wednesday's on Tuesday.
    expect(isStale('2026-11-14', almaty, at('2026-11-17T17:30'))).toBe(true);
  });

  it('is dated Monday when it is set on a Friday in Tashkent', () => {
    expect(isStale('2026-11-16', tashkent, at('2026-11-15T12:00'))).toBe(false);
    expect(isStale('2026-11-13', tashkent, at('2026-11-15T12:00'))).toBe(false);
    expect(isStale('2026-11-12', tashkent, at('2026-11-15T12:00'))).toBe(true);
  });

  it('is not stale for twelve days in the long holidays', () => {
    expect(isStale('2026-12-31', almaty, at('2027-01-11T12:00'))).toBe(false);
    expect(isStale('2026-12-31', almaty, at('2027-01-13T12:00'))).toBe(true);
  });

  it('may be dated four days ahead, or twelve over the long holidays', () => {
    expect(tooFarAhead('2026-11-17', almaty, at('2026-11-13T16:00'))).toBe(false);
    expect(tooFarAhead('2026-11-18', almaty, at('2026-11-13T16:00'))).toBe(true);
    expect(tooFarAhead('2027-01-05', almaty, at('2026-12-29T16:00'))).toBe(false);
    expect(tooFarAhead('2027-01-12', almaty, at('2026-12-29T16:00'))).toBe(true);
  });
});

describe('the long holidays', () => {
  it.each([
    '2026-12-31',
    '2027-01-07',
    '2026-03-21',
    '2026-05-09',
    '2026-03-20',
    '2026-05-27',
    '2024-04-10',
    '2024-06-16',
  ])('hold %s', (day) => expect(inLongHolidays(day)).toBe(true));

  it.each(['2026-11-23', '2026-02-10', '2026-07-15', '2024-09-02'])('do not contain %s', (day) =>
    expect(inLongHolidays(day)).toBe(false),
  );
});
