import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Rate } from '../../src/rates/wire.ts';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { HAS_RECORDINGS, recordings, WHERE_RECORDED } from '../support/banks/recordings.ts';
import { RECORDED_TENGE } from '../support/figures.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';

/** The expected rates, computed by hand from the documents. */
const DUE: Record<string, { now: string; rate: object }> = {
  KZT: {
    now: '2026-04-02T06:00:00Z',
    rate: {
      ...RECORDED_TENGE,
      date: '2026-04-02',
      source: { id: 'nbk', kind: 'official' },
    },
  },
  UZS: {
    now: '2026-04-03T06:00:00Z',
    rate: {
      rate: '0.0000823056106089',
      display: '0.000082306',
      inverse: '12149.84',
      change: { percent: '-0.06', direction: 'down', previousDate: '2026-04-02' },
      date: '2026-04-03',
      source: { id: 'cbu', kind: 'official' },
    },
  },
  TJS: {
    now: '2026-05-19T06:00:00Z',
    rate: {
      rate: '0.10709963479',
      inverse: '9.3371',
      // Monday's bulletin carries Saturday's figure.
      change: { percent: '0.08', direction: 'up', previousDate: '2026-05-16' },
      date: '2026-05-19',
      source: { id: 'nbt', kind: 'official' },
    },
  },
  KGS: {
    now: '2026-05-24T06:00:00Z',
    rate: {
      rate: '0.0114351057747',
      inverse: '87.4500',
      // Sunday repeats Saturday's figure, and the recorded history page ends in 2005.
      change: null,
      date: '2026-05-23',
      source: { id: 'nbkr', kind: 'official' },
    },
  },
};

describe.skipIf(!HAS_RECORDINGS)(`the recordings behind a local bank${WHERE_RECORDED}`, () => {
  let bank: Bank;
  beforeAll(async () => {
    bank = await openBank(recordings);
  });
  afterAll(() => bank.close());

  it.each(Object.entries(DUE))('make %s live on the day of its recording', async (code, { now, rate }) => {
    const service = await startInProcess({}, { bank, now });
    await service.poll();
    expect(await service.rate(code)).toMatchObject({ pair: `${code}/USD`, status: 'live', ...rate });
    expect(await service.rate('TMT')).toMatchObject(manat(now));
    await service.stop();
  });

  describe('months later', () => {
    const now = '2026-11-24T06:00:00Z';
    let service: InProcessService;
    let rates: Rate[];
    beforeAll(async () => {
      service = await startInProcess({}, { bank, now });
      await service.poll();
      rates = (await service.snapshot()).rates;
    });
    afterAll(() => service.stop());

    it.each(Object.entries(DUE))('make %s the same, with the status stale', (code, { rate }) => {
      expect(rates.find((it) => it.base === code)).toMatchObject({ status: 'stale', ...rate });
    });

    it('leave the manat pegged', () => {
      expect(rates.find((it) => it.base === 'TMT')).toMatchObject(manat(now));
    });

    it('are read again by the next poll, which changes nothing', async () => {
      const { seq } = await service.snapshot();
      const outcomes = await service.poll();
      const results = Object.fromEntries(outcomes.map((it) => [it.source, it.result]));
      expect(results).toMatchObject({
        nbk: 'unchanged',
        nbt: 'unchanged',
        cbu: 'unchanged',
        nbkr: 'unchanged',
      });
      expect((await service.snapshot()).seq).toBe(seq);
    });

    it('print the classic strip', async () => {
      const strip = await (await fetch(`${service.origin}/rates.txt?decimals=5`)).text();
      expect(strip.split('\n').sort()).toEqual([
        '',
        'KGS/USD = 0.01144 —',
        'KZT/USD = 0.00210 0.77%',
        'TJS/USD = 0.10710 0.08%',
        'TMT/USD = 0.28571 0%',
        'UZS/USD = 0.00008 -0.06%',
      ]);
    });
  });
});

/** Pegged, with today's date in Ashgabat, and flat. */
function manat(now: string): object {
  return {
    rate: '0.285714285714',
    inverse: '3.5',
    status: 'pegged',
    date: now.slice(0, 10),
    change: { percent: '0.00', direction: 'flat' },
    source: { id: 'cbt', kind: 'official' },
  };
}
