import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';

const SECRET = 'app-id-that-nobody-may-see';
const NOON = '2030-02-13T12:00:00Z';

let bank: Bank;
let service: InProcessService;

/** `latest.json` at an instant; `historical` has 470 for the day before. */
function market(at: string, kzt: string) {
  const page = (instant: string, figure: string) => {
    const rates = `"KGS":87.45,"KZT":${figure},"TJS":9.3371,"UZS":12149.84,"TMT":3.5`;
    const body = `{"timestamp":${Date.parse(instant) / 1000},"base":"USD","rates":{${rates}}}`;
    return { body, type: 'application/json' };
  };
  bank.setPages((path) => {
    if (path.startsWith('/api/latest.json?')) return page(at, kzt);
    return path.startsWith('/api/historical/2030-02-12.json?')
      ? page('2030-02-12T23:00:00Z', '470.00')
      : null;
  });
}

beforeEach(async () => {
  bank = await openBank(() => null);
  const env = { SOURCES: 'oxr', OXR_APP_ID: SECRET, OXR_ORIGIN: bank.origin };
  market(NOON, '472.3500001');
  service = await startInProcess(env, { now: NOON });
});
afterEach(async () => {
  await service.stop();
  await bank.close();
});

describe('a market source that is listed first', () => {
  it('publishes all five codes with all digits, with kind market and its terms', async () => {
    await service.poll();
    expect(await service.rate('KZT')).toMatchObject({
      inverse: '472.3500001',
      status: 'live',
      source: { id: 'oxr', kind: 'market' },
    });
    expect((await service.snapshot()).rates.map((rate) => rate.source.id)).toEqual(Array(5).fill('oxr'));
    expect((await service.sources())[0]).toMatchObject({
      kind: 'market',
      terms: expect.stringContaining('Licensed'),
    });
  });

  it('has its change against its last value of the UTC day before, all day', async () => {
    await service.poll();
    expect((await service.rate('KZT')).change).toMatchObject({
      percent: '-0.50',
      previousDate: '2030-02-12',
    });
    service.at('2030-02-13T15:00:00Z');
    market('2030-02-13T15:00:00Z', '475.00');
    await service.poll();
    expect((await service.rate('KZT')).change).toMatchObject({
      percent: '-1.05',
      previousDate: '2030-02-12',
    });
    service.at('2030-02-14T09:00:00Z');
    market('2030-02-14T09:00:00Z', '476.00');
    await service.poll();
    expect((await service.rate('KZT')).change).toMatchObject({
      percent: '-0.21',
      previousDate: '2030-02-13',
    });
  });

  it('sends its key only to the publisher', async () => {
    await service.poll();
    for (const fault of [{ kind: 'status', status: 401 }, { kind: 'refuse' }] as const) {
      bank.setFault(fault);
      await service.poll();
    }
    expect(bank.requests().every(({ path }) => path.includes(SECRET))).toBe(true);
    const pages = await Promise.all(
      ['/sources', '/rates', '/rates/KZT/history', '/docs', '/'].map(async (path) =>
        (await fetch(service.origin + path)).text(),
      ),
    );
    expect(JSON.stringify(service.lines) + pages.join()).not.toContain(SECRET);
  });
});
