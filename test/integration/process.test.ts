import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/rates/wire.ts';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { nbkPages } from '../support/banks/documents.ts';
import { listenWs } from '../support/listeners/recorded-streams.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';

const BANKS = ['NBKR', 'NBK', 'NBT', 'CBU', 'CBT', 'CBR'];
const originsAt = (origin: string) => Object.fromEntries(BANKS.map((id) => [`${id}_ORIGIN`, origin]));

const children: ServiceChild[] = [];
let bank: Bank;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ticker-'));
  bank = await openBank(() => null);
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.end('SIGKILL')));
  await bank.close();
  await rm(dir, { recursive: true });
});

async function start(env: Record<string, string>): Promise<ServiceChild> {
  const child = await startChild(env);
  children.push(child);
  return child;
}

async function snapshotOf(child: ServiceChild): Promise<Snapshot> {
  return (await (await fetch(`${child.origin}/rates`)).json()) as Snapshot;
}

describe('the built service', () => {
  it('shows five currencies with the status seed when no bank is reachable', async () => {
    await bank.close();
    const child = await start({ SOURCES: '', DATA_DIR: dir, ...originsAt(bank.origin) });
    const { rates } = await snapshotOf(child);
    expect(rates.map((it) => `${it.base} ${it.status}`)).toEqual([
      'KGS seed',
      'KZT seed',
      'TJS seed',
      'UZS seed',
      'TMT pegged',
    ]);
    // Each unreachable bank is logged once, with its name.
    const told = () =>
      child.lines.filter((line) => line.kind === 'source-unreachable').map((line) => line.source);
    await expect
      .poll(() => told().sort(), { timeout: 20_000 })
      .toEqual(['cbr', 'cbt', 'cbu', 'nbk', 'nbkr', 'nbt']);
    bank = await openBank(() => null);
  });

  it('ends cleanly at SIGTERM with open streams, idle connections and incomplete requests', async () => {
    const child = await start({ DATA_DIR: dir });
    const stream = await listenWs(`${child.origin}/ws`);
    const idle = connect(child.port, '127.0.0.1');
    const unfinished = connect(child.port, '127.0.0.1');
    await Promise.all([once(idle, 'connect'), once(unfinished, 'connect')]);
    unfinished.write('GET /rates HTTP/1.1\r\nHo');
    idle.on('error', () => {});
    unfinished.on('error', () => {});
    await expect.poll(() => stream.messages.length).toBe(1);
    expect(await child.end('SIGTERM')).toBe(0);
    expect(stream.messages.at(-1)).toMatchObject({ type: 'goodbye', reason: 'restart' });
    await expect.poll(() => stream.ended).toBe(1001);
    expect(child.lines.at(-1)).toMatchObject({ msg: 'stopped' });
  });

  it('ends while a bank does not answer', async () => {
    bank.setFault({ kind: 'hang' });
    const child = await start({ SOURCES: '', DATA_DIR: dir, ...originsAt(bank.origin) });
    await expect.poll(() => bank.sockets(), { timeout: 10_000 }).toBeGreaterThan(0);
    expect(await child.end('SIGTERM')).toBe(0);
    await expect.poll(() => bank.sockets()).toBe(0);
  });

  it('shows the last rates at once after it was killed', async () => {
    const today = new Date().toISOString().slice(0, 10);
    bank.setPages(nbkPages({ [today]: '501.1' }));
    const first = await start({ SOURCES: 'nbk', DATA_DIR: dir, NBK_ORIGIN: bank.origin });
    await expect
      .poll(async () => (await snapshotOf(first)).rates[0]?.inverse, { timeout: 10_000 })
      .toBe('501.1');
    const left = await snapshotOf(first);
    await first.end('SIGKILL');
    bank.setFault({ kind: 'refuse' });
    const second = await start({ SOURCES: 'nbk', DATA_DIR: dir, NBK_ORIGIN: bank.origin });
    expect(await snapshotOf(second)).toEqual(left);
  });
});
