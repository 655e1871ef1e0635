// test: fixings and rates with invented figures, for tests of other things.
import type { Calendar } from '../../src/rates/calendar.ts';
import type { Fixing } from '../../src/rates/fixing.ts';
import { rateOf } from '../../src/rates/rate.ts';
import type { Rate } from '../../src/rates/wire.ts';

/** The codes that the service covers by default, in its order. */
export const FIVE: readonly string[] = ['KGS', 'KZT', 'TJS', 'UZS', 'TMT'];

/** A calendar with fixings dated Tuesday to Saturday and published between 15:30 and 18:00 on the day before. */
export const TUESDAY_TO_SATURDAY: Calendar = {
  zone: 'Asia/Almaty',
  utcOffsetHours: 5,
  weekend: [0, 1],
  opens: 930,
  closes: 1080,
};

const BANK = { id: 'bank', name: 'Bank', kind: 'official' as const, url: 'https://bank.example' };

export function fixingOf(code: string, perDollar: string, date = '2026-04-02'): Fixing {
  const fetchedAt = '2026-04-01T11:05:09.120Z';
  return { code, date, printed: perDollar, nominal: '1', perDollar, source: BANK.id, fetchedAt };
}

export function rateFor(code: string, perDollar: string, date?: string): Rate {
  return rateOf(fixingOf(code, perDollar, date), null, BANK, 'live');
}

/** The rate for 475.09 tenge after 478.77, as NBK printed them for 2026-04-02, computed by hand. */
export const RECORDED_TENGE = {
  rate: '0.00210486434149',
  display: '0.0021049',
  inverse: '475.09',
  change: {
    percent: '0.77',
    inversePercent: '-0.77',
    absolute: '0.0000161787513351',
    direction: 'up',
    previous: '0.00208868559016',
    previousDate: '2026-04-01',
  },
} as const;
