import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bank, type Fault, openBank, type Publisher } from '../support/banks/bank.ts';
import {
  cbtDay,
  cbtPages,
  cbuAll,
  cbuPages,
  joinPages,
  nbkDay,
  nbkPages,
  nbkrDaily,
  nbkrPages,
  nbtDay,
  nbtPages,
} from '../support/banks/documents.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';

/** A Wednesday with a fixing of every bank, outside of all long holidays. */
const NOW = '2030-02-13T06:00:00Z';
const [YESTERDAY, TODAY, NEXT_MONTH] = ['2030-02-12', '2030-02-13', '2030-03-13'] as const;

const sound = joinPages(
  nbkrPages({ [YESTERDAY]: '90,1000', [TODAY]: '90,2000' }),
  nbkPages({ [YESTERDAY]: '500.1', [TODAY]: '501.1' }),
  nbtPages({ [YESTERDAY]: '10.1000', [TODAY]: '10.1500' }),
  cbuPages({ [YESTERDAY]: '12000.10', [TODAY]: '12010.10' }),
  cbtPages({ [YESTERDAY]: '3.5', [TODAY]: '3.5' }),
);

const page = (body: string, type = 'text/html'): Fault => ({ kind: 'page', page: { body, type } });
const xml = (body: string) => page(body, 'text/xml');

/** Each bank's document with a figure of zero, and dated a month ahead. */
const OWN: Record<string, { zero: Fault; ahead: Fault }> = {
  nbkr: { zero: xml(nbkrDaily(TODAY, '0,0000')), ahead: xml(nbkrDaily(NEXT_MONTH, '90,2000')) },
  nbk: { zero: xml(nbkDay(TODAY, '0.00')), ahead: xml(nbkDay(NEXT_MONTH, '501.1')) },
  nbt: { zero: xml(nbtDay(TODAY, '0.0000')), ahead: xml(nbtDay(NEXT_MONTH, '10.1500')) },
  cbu: { zero: xml(cbuAll(TODAY, '0')), ahead: xml(cbuAll(NEXT_MONTH, '12010.10')) },
  cbt: { zero: xml(cbtDay('13.02.2030', '0')), ahead: xml(cbtDay('13.03.2030', '3.02')) },
};
const PUBLISHERS = Object.keys(OWN) as Publisher[];

const without = (code: string) => (body: Buffer) =>
  Buffer.from(body.toString('latin1').replaceAll(code, 'XXX'), 'latin1');

const BAD: [what: string, fault: Fault, reason: RegExp][] = [
  ['an HTML page with 200', page('<!DOCTYPE html><html><body>Sorry</body></html>'), /DOCTYPE|not JSON/],
  ['an HTML page without a DOCTYPE', page('<html><body>Sorry</body></html>'), /another document|not JSON/],
  ['an empty body', page(''), /no XML|not JSON/],
  [
    'a document cut in half',
    { kind: 'damage', damage: (body) => body.subarray(0, body.length / 2) },
    /broken XML|not JSON/,
  ],
  ['a document without its dollar', { kind: 'damage', damage: without('USD') }, /no US dollar row/],
  ['a closed connection', { kind: 'refuse' }, /socket hang up/],
  ['a redirect', { kind: 'status', status: 302, headers: { location: '/login' } }, /redirects/],
];

let bank: Bank;
let service: InProcessService;
beforeAll(async () => {
  bank = await openBank(sound);
  service = await startInProcess({ SOURCES: PUBLISHERS.join(','), BACKFILL_DAYS: '0' }, { bank, now: NOW });
  await service.poll();
});
afterAll(async () => {
  await service.stop();
  await bank.close();
});
beforeEach(() => {
  service.lines.length = 0;
});

/** Polls a bank during a fault and after it: no rate changes, one line is logged, and the next poll succeeds. */
async function checkRefusal(publisher: Publisher, reason: RegExp): Promise<void> {
  const before = await service.snapshot();
  const [outcome] = await service.poll(publisher);
  expect(outcome?.result).toMatch(/failed|refused/);
  expect(await service.snapshot()).toEqual(before);
  // The clock stands still here, so a slow run also logs polls that it calls late: those lines have no reason.
  const warnings = service.lines.filter(
    ({ level, fields }) => (level === 'warn' || level === 'error') && 'reason' in fields,
  );
  expect(warnings).toHaveLength(1);
  expect(warnings[0]?.fields).toMatchObject({ source: publisher, reason: expect.stringMatching(reason) });
  const report = (await service.sources()).find((it) => it.id === publisher);
  expect(report?.lastError?.message).toMatch(reason);
}

describe.each(PUBLISHERS)('%s', (publisher) => {
  it.each(BAD)(
    'answers with %s: the last good rate stays, and one log line has the reason',
    async (_what, fault, reason) => {
      bank.setFault(fault, publisher);
      await checkRefusal(publisher, reason);
      bank.setFault(null, publisher);
      expect((await service.poll(publisher))[0]?.result).toBe('unchanged');
    },
  );

  it('prints a zero: the last good rate stays, and one log line has the reason', async () => {
    bank.setFault(OWN[publisher]?.zero ?? null, publisher);
    await checkRefusal(publisher, /not a figure: "0/);
    bank.setFault(null, publisher);
    expect((await service.poll(publisher))[0]?.result).toBe('unchanged');
  });

  it('is dated a month ahead: the last good rate stays, and one log line has the reason', async () => {
    bank.setFault(OWN[publisher]?.ahead ?? null, publisher);
    // The peg is refused for another figure; its date moves every day by itself.
    await checkRefusal(publisher, publisher === 'cbt' ? /^peg: TMT printed as 3.02/ : /^too-far-ahead/);
    bank.setFault(null, publisher);
    expect((await service.poll(publisher))[0]?.result).toBe('unchanged');
  });
});

describe('a bank that fails from the start', () => {
  it('has the seed shown for its currency, and other banks show theirs', async () => {
    bank.setFault({ kind: 'status', status: 503 }, 'nbk');
    const start = await startInProcess(
      { SOURCES: PUBLISHERS.join(','), BACKFILL_DAYS: '0' },
      { bank, now: NOW },
    );
    await start.poll();
    const shown = (await start.snapshot()).rates.map(({ base, source }) => `${base} ${source.id}`);
    expect(shown).toEqual(['KGS nbkr', 'KZT seed', 'TJS nbt', 'UZS cbu', 'TMT cbt']);
    bank.setFault(null, 'nbk');
    await start.poll('nbk');
    expect((await start.rate('KZT')).source.id).toBe('nbk');
    await start.stop();
  });
});
