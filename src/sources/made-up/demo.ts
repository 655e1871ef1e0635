// sources: invented movement, for trying the ticker out. Asks nobody, and says `demo` wherever it shows.
import { addDays, localTime } from '../../rates/date.ts';
import type { Bulletin, Code } from '../../rates/fixing.ts';
import type { Source } from '../source.ts';

/** Where each walk starts, in the last printed place, and how many places are printed. */
const STARTS: readonly { code: Code; start: number; places: number }[] = [
  { code: 'KGS', start: 874_500, places: 4 },
  { code: 'KZT', start: 47_509, places: 2 },
  { code: 'TJS', start: 93_371, places: 4 },
  { code: 'UZS', start: 1_214_984, places: 2 },
  { code: 'TMT', start: 35_000, places: 4 },
];

/** A step of up to 0.05 % shows at two decimals every other second; 2 % in all keeps the figures believable. */
const STEP = 0.0005;
const REACH = 0.02;

/** A demo source; `random` answers like Math.random. The figures are whole numbers of the last place, so exact. */
export function createDemo(random: () => number = Math.random): Source {
  const figures = new Map(STARTS.map(({ code, start }) => [code, start]));
  const walk = (code: Code, start: number): number => {
    const stepped = Math.round((figures.get(code) ?? start) * (1 + (random() * 2 - 1) * STEP));
    const bounded = Math.min(
      Math.max(stepped, Math.ceil(start * (1 - REACH))),
      Math.floor(start * (1 + REACH)),
    );
    figures.set(code, bounded);
    return bounded;
  };
  return {
    id: 'demo',
    name: 'Demo',
    country: '',
    kind: 'demo',
    url: '',
    terms: 'Invented figures: not for any use but a look.',
    origin: '',
    covers: STARTS.map(({ code }) => code),
    // Its own steps stay far below.
    band: '5',
    calendar: { zone: 'UTC', utcOffsetHours: 0, weekend: [], opens: 0, closes: 24 * 60 },
    windows: ['* * * * * *'],

    async newest({ now }) {
      const { date } = localTime(now, 0);
      return STARTS.map(({ code, start, places }) => printed(code, date, walk(code, start), places));
    },

    async *earlier(_reading, code, before) {
      const row = STARTS.find((it) => it.code === code);
      if (row !== undefined) yield printed(code, addDays(before, -1), row.start, row.places);
    },
  };
}

function printed(code: Code, date: string, figure: number, places: number): Bulletin {
  const digits = String(figure);
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return { code, date, printed: text, nominal: '1', perDollar: text };
}
