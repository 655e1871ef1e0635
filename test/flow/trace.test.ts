import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryRow } from '../../src/rates/wire.ts';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { cbtPages, cbuPages, joinPages, nbkPages, nbkrPages, nbtPages } from '../support/banks/documents.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';

const FIRST_READ = '2030-02-13T06:00:00.000Z';
/** Each currency's exact text in its bank's document, for the day and the day before. */
const PRINTED: Record<string, [before: string, newest: string]> = {
  KGS: ['90,1000', '90,2000'],
  KZT: ['500.1', '501.1'],
  TJS: ['10.1000', '10.1500'],
  UZS: ['12000.10', '12010.10'],
  TMT: ['3.5', '3.5'],
};

let bank: Bank;
let service: InProcessService;
beforeAll(async () => {
  const days = (code: string) => ({
    '2030-02-12': PRINTED[code]?.[0] ?? '',
    '2030-02-13': PRINTED[code]?.[1] ?? '',
  });
  bank = await openBank(
    joinPages(
      nbkrPages(days('KGS')),
      nbkPages(days('KZT')),
      nbtPages(days('TJS')),
      cbuPages(days('UZS')),
      cbtPages(days('TMT')),
    ),
  );
  service = await startInProcess({}, { bank, now: FIRST_READ });
  await service.poll();
  // Another read an hour later does not change the time of the first read.
  service.at('2030-02-13T07:00:00Z');
  await service.poll();
});
afterAll(async () => {
  await service.stop();
  await bank.close();
});

describe('every number on /rates', () => {
  it.each(Object.keys(PRINTED))(
    'of %s is traced to its publisher, its time and the text that was read',
    async (code) => {
      const [before, newest] = PRINTED[code] ?? [];
      const rate = await service.rate(code);
      const report = (await service.sources()).find(({ id }) => id === rate.source.id);
      expect(report).toMatchObject({
        name: rate.source.name,
        publishes: [code],
        lastGoodPoll: '2030-02-13T07:00:00.000Z',
        lastError: null,
        printed: [{ code, date: rate.date, printed: newest, nominal: '1' }],
      });
      const lines = (await (await fetch(`${service.origin}/rates/${code}/history.ndjson`)).text())
        .trimEnd()
        .split('\n');
      const [previous, own] = lines.slice(-2).map((line) => JSON.parse(line) as HistoryRow);
      expect(own).toEqual({
        date: rate.date,
        rate: rate.rate,
        inverse: rate.inverse,
        printed: newest,
        nominal: '1',
        source: rate.source.id,
        fetchedAt: rate.fetchedAt,
      });
      expect(rate.fetchedAt).toBe(FIRST_READ);
      expect(previous).toMatchObject({
        printed: before,
        date: rate.change?.previousDate,
        rate: rate.change?.previous,
        source: rate.source.id,
      });
      expect(rate.inverse).toBe(newest?.replace(',', '.'));
    },
  );
});
