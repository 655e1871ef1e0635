import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { cbuPages, joinPages, nbkPages, nbkrPages, nbtPages } from '../support/banks/documents.ts';
import { startInProcess } from '../support/service/in-process.ts';

let dir: string;
let bank: Bank;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ticker-'));
  bank = await openBank(
    joinPages(
      nbkrPages({ '2030-02-12': '90,1000', '2030-02-13': '90,2000' }),
      nbkPages({ '2030-02-12': '500.1', '2030-02-13': '501.1' }),
      nbtPages({ '2030-02-12': '10.1000', '2030-02-13': '10.1500' }),
      cbuPages({ '2030-02-12': '12000.10', '2030-02-13': '12010.10' }),
    ),
  );
});
afterEach(async () => {
  await bank.close();
  await rm(dir, { recursive: true });
});

describe('a service that is restarted with the same folder', () => {
  it('shows the last rates at once, at the same position, while no bank answers', async () => {
    const now = '2030-02-13T06:00:00Z';
    const first = await startInProcess({ DATA_DIR: dir }, { bank, now });
    await first.poll();
    const left = await first.snapshot();
    expect(left.rates.map((it) => it.status)).toEqual(['live', 'live', 'live', 'live', 'pegged']);
    await first.stop();

    bank.setFault({ kind: 'refuse' });
    const second = await startInProcess({ DATA_DIR: dir }, { bank, now });
    expect(await second.snapshot()).toEqual(left);
    await second.poll();
    expect(await second.snapshot()).toEqual(left);
    const history = await (
      await fetch(`${second.origin}/rates/KZT/history?from=2030-02-01&to=2030-02-28`)
    ).json();
    expect(history).toMatchObject({
      rates: [
        { date: '2030-02-12', printed: '500.1', source: 'nbk' },
        { date: '2030-02-13', printed: '501.1', source: 'nbk' },
      ],
    });
    await second.stop();
  });

  it('marks rates that became stale while it was stopped', async () => {
    const first = await startInProcess({ DATA_DIR: dir }, { bank, now: '2030-02-13T06:00:00Z' });
    await first.poll();
    await first.stop();
    bank.setFault({ kind: 'refuse' });
    const second = await startInProcess({ DATA_DIR: dir }, { bank, now: '2030-02-20T18:00:00Z' });
    const { rates } = await second.snapshot();
    expect(rates.map((it) => `${it.base} ${it.status} ${it.date}`)).toEqual([
      'KGS stale 2030-02-13',
      'KZT stale 2030-02-13',
      'TJS stale 2030-02-13',
      'UZS stale 2030-02-13',
      'TMT pegged 2030-02-20',
    ]);
    await second.stop();
  });

  it('still ages the rate of a bank that is no longer selected', async () => {
    const first = await startInProcess({ DATA_DIR: dir }, { bank, now: '2030-02-13T06:00:00Z' });
    await first.poll();
    await first.stop();
    bank.setFault({ kind: 'refuse' });
    const second = await startInProcess(
      { DATA_DIR: dir, SOURCES: 'nbkr,cbr' },
      { bank, now: '2030-02-20T18:00:00Z' },
    );
    expect(await second.rate('KZT')).toMatchObject({ status: 'stale', source: { id: 'nbk' } });
    await second.stop();
  });

  it('ends the status held for a code without a held figure', async () => {
    const env = { DATA_DIR: dir, SOURCES: 'nbkr' };
    const first = await startInProcess(env, { bank, now: '2030-02-13T06:00:00Z' });
    await first.poll();
    bank.setPages(nbkrPages({ '2030-02-13': '90,2000', '2030-02-14': '902,0000' }));
    first.at('2030-02-13T11:00:00Z');
    await first.poll();
    expect(await first.rate('KGS')).toMatchObject({ status: 'held', inverse: '90.2000' });
    await first.stop();
    bank.setFault({ kind: 'refuse' });
    const second = await startInProcess(env, { bank, now: '2030-02-13T12:00:00Z' });
    expect(await second.rate('KGS')).toMatchObject({ status: 'live', inverse: '90.2000' });
    bank.setFault(null);
    await second.poll();
    expect(await second.rate('KGS')).toMatchObject({ status: 'held', inverse: '90.2000' });
    await second.stop();
  });
});
