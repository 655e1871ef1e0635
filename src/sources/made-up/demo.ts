// sources: invented movement, for a trial of the ticker. It sends no requests, and its rates have the status `demo`.
import { addDays, localTime } from '../../rates/date.ts';
import type { Bulletin, Code } from '../../rates/fixing.ts';
import type { SeedFigure, Source } from '../source.ts';

/** A step of up to 0.05 % changes two decimals about every other second; 2 % in all keeps the figures plausible. */
const STEP = 0.0005;
const REACH = 0.02;
/** A figure with fewer places, such as the manat's 3.5, could only move by 3 % at once or not at all. */
const MIN_PLACES = 2;
const PADDED_PLACES = 4;

/** The start of one walk, as a whole number of units of the last printed place, so that the figures are exact. */
interface Start {
  start: number;
  places: number;
}

/** A demo source that starts at the banks' seed figures; `random` returns values like Math.random. */
export function createDemo(seeds: readonly SeedFigure[], random: () => number = Math.random): Source {
  const starts = new Map(seeds.map(({ code, value }) => [code, startOf(value)]));
  const figures = new Map([...starts].map(([code, { start }]) => [code, start]));
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
    terms: 'Invented figures, for demonstration only.',
    origin: '',
    covers: 'every',
    guarded: false,
    keepsHistory: false,
    logsChanges: false,
    confirms: false,
    status: 'demo',
    calendar: { zone: 'UTC', utcOffsetHours: 0, weekend: [], opens: 0, closes: 24 * 60 },
    windows: ['* * * * * *'],

    async newest({ now, codes }) {
      const { date } = localTime(now, 0);
      return codes.flatMap((code) => {
        const from = starts.get(code);
        return from === undefined ? [] : [printed(code, date, walk(code, from.start), from.places)];
      });
    },

    async *earlier(_reading, code, before) {
      const from = starts.get(code);
      if (from !== undefined) yield printed(code, addDays(before, -1), from.start, from.places);
    },
  };
}

/** `"475.09"` is 47,509 hundredths. */
function startOf(value: string): Start {
  const [units = '', fraction = ''] = value.split('.');
  const places = fraction.length < MIN_PLACES ? PADDED_PLACES : fraction.length;
  return { start: Number(units + fraction.padEnd(places, '0')), places };
}

function printed(code: Code, date: string, figure: number, places: number): Bulletin {
  const digits = String(figure).padStart(places + 1, '0');
  const text = `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return { code, date, printed: text, nominal: '1', perDollar: text };
}
