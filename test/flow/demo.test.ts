import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBank } from '../support/banks/bank.ts';
import { nbkPages } from '../support/banks/documents.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';

let service: InProcessService;
beforeAll(async () => {
  service = await startInProcess({ SOURCES: 'demo', POLL_CRON: '' });
});
afterAll(() => service.stop());

const text = async (path: string) => (await fetch(service.origin + path)).text();

describe('the demo', () => {
  it('moves by itself, and has the status demo everywhere', async () => {
    const { seq } = await service.snapshot();
    await expect
      .poll(async () => (await service.snapshot()).seq, { timeout: 15_000 })
      .toBeGreaterThan(seq + 2);
    const { rates } = await service.snapshot();
    expect(rates.map((it) => it.base)).toEqual(['KGS', 'KZT', 'TJS', 'UZS', 'TMT']);
    for (const { status, source } of rates) {
      expect({ status, id: source.id, kind: source.kind }).toEqual({
        status: 'demo',
        id: 'demo',
        kind: 'demo',
      });
    }
    const [, ...rows] = (await text('/rates.csv')).trimEnd().split('\r\n');
    expect(rows.every((row) => row.includes(',demo,demo,demo,'))).toBe(true);
    for (const line of (await text('/rates.ndjson')).trimEnd().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ status: 'demo' });
    expect(await service.sources()).toMatchObject([{ id: 'demo', kind: 'demo' }]);
  });

  it('has no history, because its figures are invented', async () => {
    const { rates } = JSON.parse(await text('/rates/KGS/history')) as { rates: { source: string }[] };
    // The seed was shown for the first second.
    expect(rates.map((it) => it.source)).toEqual(['seed']);
  });

  it('is also marked next to a bank’s rate', async () => {
    const bank = await openBank(nbkPages({ '2030-02-12': '500.1', '2030-02-13': '501.1' }));
    const mixed = await startInProcess({ SOURCES: 'nbk,demo' }, { bank, now: '2030-02-13T06:00:00Z' });
    await mixed.poll();
    expect((await mixed.sources()).map((it) => [it.id, it.checks])).toEqual([
      ['nbk', []],
      ['demo', []],
    ]);
    const { rates } = await mixed.snapshot();
    expect(rates.map((it) => `${it.base} ${it.status}`)).toEqual([
      'KZT live',
      'KGS demo',
      'TJS demo',
      'UZS demo',
      'TMT demo',
    ]);
    await mixed.stop();
    await bank.close();
  });
});
