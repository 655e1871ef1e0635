import { afterEach, describe, expect, it } from 'vitest';
import { type Bank, openBank, type Pages } from '../support/banks/bank.ts';
import { cbrDaily, cbtPages, cbuPages, joinPages } from '../support/banks/documents.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';

let bank: Bank;
let service: InProcessService;
afterEach(async () => {
  await service.stop();
  await bank.close();
});

async function start(SOURCES: string, pages: Pages, now: string): Promise<void> {
  bank = await openBank(pages);
  service = await startInProcess({ SOURCES }, { bank, now });
}

/** Every half hour of a day. */
function halfHours(from: string, hours: number): string[] {
  return Array.from({ length: hours * 2 }, (_, index) =>
    new Date(Date.parse(from) + index * 1_800_000).toISOString(),
  );
}

describe('a manat printed at 3.02 for a day', () => {
  const rows = {
    USD: ['1', '80,0000'],
    KGS: ['100', '88,8889'],
    KZT: ['100', '16,0000'],
    TJS: ['10', '80,0000'],
    UZS: ['10000', '66,6667'],
    // 80 roubles for 3.02 manat.
    TMT: ['1', '26,4901'],
  } satisfies Record<string, [string, string]>;
  const russian: Pages = (path) =>
    path === '/scripts/XML_daily.asp' ? { body: cbrDaily('2030-02-13', rows), type: 'text/xml' } : null;

  it('changes nothing although a cross-check agrees, and is reported in /sources', async () => {
    await start('cbt,cbr', joinPages(cbtPages({ '2030-02-13': '3.02' }), russian), '2030-02-13T00:00:00Z');
    const before = await service.rate('TMT');
    expect(before).toMatchObject({ inverse: '3.5', status: 'pegged', change: { percent: '0.00' } });
    for (const instant of halfHours('2030-02-13T00:00:00Z', 18)) {
      service.at(instant);
      const outcomes = await service.poll();
      expect(outcomes.find(({ source }) => source === 'cbt')?.result).toBe('refused');
      expect(await service.rate('TMT')).toEqual(before);
    }
    const [cbt, cbr] = await service.sources();
    expect(cbt?.lastError?.message).toBe(
      'peg: TMT printed as 3.02 for 2030-02-13, fixed at 3.5 since 2015-01-01',
    );
    expect(cbr?.printed).toContainEqual({
      code: 'TMT',
      date: '2030-02-13',
      printed: '80,0000/1 USD, 26,4901/1 TMT',
      nominal: '1',
    });
  });
});

describe('a soum ten times too large', () => {
  const known = { '2030-02-11': '12000.10', '2030-02-12': '12010.10' };
  const wrong = { ...known, '2030-02-13': '120205.00' };

  it('is held all day, reported in /sources, and dropped with the next bulletin', async () => {
    await start('cbu', cbuPages(known), '2030-02-12T06:00:00Z');
    await service.poll();
    const before = await service.rate('UZS');
    bank.setPages(cbuPages(wrong));
    for (const instant of halfHours('2030-02-12T10:00:00Z', 24)) {
      service.at(instant);
      expect((await service.poll('cbu'))[0]?.result).toBe('held');
      expect(await service.rate('UZS')).toEqual({ ...before, status: 'held' });
    }
    expect((await service.sources())[0]?.held).toMatchObject([
      {
        code: 'UZS',
        date: '2030-02-13',
        printed: '120205.00',
        rule: 'power-of-ten',
        confirmedBy: [],
        since: '2030-02-12T10:00:00.000Z',
        reads: 48,
      },
    ]);

    // The archive keeps the misprint, as real archives do.
    bank.setPages(cbuPages({ ...wrong, '2030-02-14': '12030.00' }));
    service.at('2030-02-13T10:00:00Z');
    expect((await service.poll('cbu'))[0]?.result).toBe('changed');
    expect(await service.rate('UZS')).toMatchObject({
      inverse: '12030.00',
      status: 'live',
      date: '2030-02-14',
      change: { percent: '-0.17', previousDate: '2030-02-12' },
    });
    expect((await service.sources())[0]?.held).toEqual([]);
    const told = service.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
    expect(told).toEqual([
      'held: UZS 120205.00 after 12010.10 differs by zeros',
      'held figure dropped: the bank prints 12030.00 for 2030-02-14',
    ]);
    const { rates } = (await (await fetch(`${service.origin}/rates/UZS/history`)).json()) as {
      rates: { printed: string }[];
    };
    expect(rates.map(({ printed }) => printed)).toEqual(['12000.10', '12010.10', '12030.00']);
  });
});
