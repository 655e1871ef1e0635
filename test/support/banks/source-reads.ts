// test: reads a source from a local bank, as a poller does.
import { afterEach, beforeEach } from 'vitest';
import { bankTime } from '../../../src/rates/calendar.ts';
import { addDays, type IsoDate } from '../../../src/rates/date.ts';
import type { Bulletin } from '../../../src/rates/fixing.ts';
import { createAsk } from '../../../src/sources/reading/client.ts';
import type { Source } from '../../../src/sources/source.ts';
import { FIVE } from '../figures.ts';
import { type Bank, openBank, type Pages } from './bank.ts';

/** A bank for each test of a file, and the two reads of a source from it. */
export function useSourceReads(source: Source) {
  let bank: Bank;
  beforeEach(async () => {
    bank = await openBank(() => null);
  });
  afterEach(() => bank.close());

  const codes = source.covers === 'every' ? FIVE : source.covers;
  const reading = (at: string) => {
    const now = new Date(at);
    const ask = createAsk(bank.origin, new Map(), () => AbortSignal.timeout(10_000));
    const since = addDays(bankTime(source.calendar, now).date, -12);
    return { ask, now, codes, since, key: null };
  };
  const asLine = ({ code, date, printed }: Bulletin) => `${code} ${date} ${printed}`;
  return {
    bank: () => bank,
    setPages: (pages: Pages) => bank.setPages(pages),
    /** Requested paths. */
    paths: () => bank.requests().map(({ path }) => path),
    /** The newest bulletins at an instant. */
    newest: async (at: string) => (await source.newest(reading(at))).map(asLine),
    /** The first `count` bulletins before a day. */
    async earlier(before: IsoDate, floor: IsoDate, atMost = 100): Promise<string[]> {
      const [code = ''] = codes;
      const found: string[] = [];
      for await (const bulletin of source.earlier?.(reading('2030-01-10T06:00:00Z'), code, before, floor) ??
        []) {
        found.push(asLine(bulletin));
        if (found.length === atMost) break;
      }
      return found;
    },
  };
}
