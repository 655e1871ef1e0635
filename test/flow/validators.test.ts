import { afterEach, describe, expect, it } from 'vitest';
import { type Bank, openBank, type Pages } from '../support/banks/bank.ts';
import { nbkrPages } from '../support/banks/documents.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';

const FIGURES = { '2030-02-12': '90,1000', '2030-02-13': '90,1100' };
const NOON = '2030-02-12T12:00:00Z';
let bank: Bank;
let service: InProcessService;
afterEach(async () => {
  await service.stop();
  await bank.close();
});

async function start(pages: Pages): Promise<void> {
  bank = await openBank(() => null);
  service = await startInProcess({ SOURCES: 'nbkr' }, { bank, now: NOON });
  // The poll at the start finds nothing.
  await service.poll('nbkr');
  bank.setPages(pages);
}

/** The bank's pages, each with a validator, one of them damaged in transfer. */
function damaged(damage: (body: string) => string): Pages {
  const sound = nbkrPages(FIGURES);
  return (path) => {
    const page = sound(path);
    return page && { ...page, body: damage(String(page.body)), etag: `"${path.length}"` };
  };
}
const whole = (body: string) => body;

describe('a bank whose pages have validators', () => {
  it('is read without conditions the second time, so that a damaged digit does not confirm itself', async () => {
    await start(damaged(whole));
    let asked = 0;
    // The first page has a damaged digit; every later one is correct.
    bank.setPages((path) => damaged((body) => (asked++ === 0 ? body.replace('90,11', '90,71') : body))(path));
    expect((await service.poll('nbkr'))[0]?.result).toBe('failed');
    expect((await service.poll('nbkr'))[0]?.result).toBe('changed');
    expect((await service.rate('KGS')).inverse).toBe('90.1100');
  });

  it('is read without conditions when a poll has failed between its two reads', async () => {
    await start(damaged(whole));
    let asked = 0;
    bank.setPages((path) => {
      asked += 1;
      if (asked === 2) return null;
      return damaged((body) => (asked === 1 ? body.replace('90,11', '90,71') : body))(path);
    });
    await service.poll('nbkr');
    await service.poll('nbkr');
    await service.poll('nbkr');
    expect((await service.rate('KGS')).inverse).toBe('90.1100');
  });

  it('is read again after an unreadable page, although its validator is the same', async () => {
    await start(damaged((body) => body.slice(0, 40)));
    expect((await service.poll('nbkr'))[0]?.result).toBe('failed');
    bank.setPages(damaged(whole));
    expect((await service.poll('nbkr'))[0]?.result).toBe('changed');
  });

  it('gets every request for the previous fixing without conditions', async () => {
    await start(damaged(whole));
    await service.poll('nbkr');
    const archive = bank.requests('nbkr').filter(({ path }) => path.startsWith('/index1'));
    expect(archive.length).toBeGreaterThan(1);
    expect(archive.filter(({ headers }) => headers['if-none-match'] !== undefined)).toEqual([]);
    expect((await service.rate('KGS')).change?.previousDate).toBe('2030-02-12');
  });
});
