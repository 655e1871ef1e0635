import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { until } from '../support/until.ts';

const SOURCES = ['nbkr', 'nbk', 'nbt', 'cbu', 'cbt', 'cbr'];
const CODES = ['KGS', 'KZT', 'TJS', 'UZS', 'TMT'];
/** All values that a label can have; status codes and versions by their form. */
const CLOSED: Record<string, readonly string[] | RegExp> = {
  source: SOURCES,
  code: CODES,
  status: /^(live|stale|pegged|held|seed|demo|[1-5]\d\d)$/,
  outcome: ['changed', 'unchanged', 'held', 'refused', 'failed'],
  rule: [
    ...['not-positive', 'too-far-ahead', 'going-back', 'wrong-way-round', 'power-of-ten', 'other-currency'],
    ...['outside-band', 'cross-check', 'taken-back', 'peg'],
  ],
  kind: ['ws', 'sse'],
  reason: ['too-slow', 'silent', 'impolite', 'rate', 'origin', 'connections', 'full', 'address-full'],
  route: ['/rates', '/rates/{code}', '/rates/{code}/history', '/widget/{version}.js', 'other'],
  version: /^\d+\.\d+\.\d+$/,
  node: /^v\d+\.\d+\.\d+$/,
  replica: ['this process'],
  le: /^(\+Inf|[\d.]+)$/,
};

let bank: Bank;
let child: ServiceChild;
beforeAll(async () => {
  bank = await openBank(() => null);
  const origins = Object.fromEntries(SOURCES.map((id) => [`${id.toUpperCase()}_ORIGIN`, bank.origin]));
  child = await startChild({ SOURCES: '', BACKFILL_DAYS: '0', ...origins });
});
afterAll(async () => {
  await child.end();
  await bank.close();
});

const metrics = async () => (await fetch(`${child.opsOrigin}/metrics`)).text();

describe('the metrics of the built service', () => {
  it('follow the conventions checked by promtool', async () => {
    const text = await metrics();
    // Node's metrics are named by their library.
    const ours = text.split('\n').filter((line) => /^(?:# (?:HELP|TYPE) )?ticker_/.test(line));
    expect(ours.length).toBeGreaterThan(50);
    execFileSync('promtool', ['check', 'metrics'], { input: `${ours.join('\n')}\n`, encoding: 'utf8' });
  });

  it('have labels from closed sets, for any request', async () => {
    const paths = ['/rates', '/rates/XYZ', '/rates/../../etc/passwd', '/rates/x/history/y', '/widget/1.js'];
    const strange = Array.from({ length: 50 }, (_, index) => `/${'x'.repeat(index)}%00?${index}`);
    for (const path of [...paths, ...strange]) {
      for (const method of ['GET', 'PUT']) await (await fetch(child.origin + path, { method })).text();
    }
    const text = await metrics();
    const pairs = text
      .split('\n')
      .filter((line) => line.startsWith('ticker_'))
      .flatMap((line) =>
        [...line.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, name = '', value = '']) => ({
          name,
          value,
          line,
        })),
      );
    expect(pairs.length).toBeGreaterThan(100);
    for (const { name, value, line } of pairs) {
      const set = CLOSED[name];
      expect(set instanceof RegExp ? set.test(value) : set?.includes(value), line).toBe(true);
    }
  });

  it('contain the running build', async () => {
    expect(await metrics()).toMatch(/^ticker_build_info{version="0\.1\.0",node="v\d+[^"]+"} 1$/m);
  });

  it('start at 0, so that the first event is an increase', async () => {
    const text = await metrics();
    for (const series of [
      'ticker_refused_total{source="nbk",rule="going-back"} 0',
      'ticker_refused_total{source="cbt",rule="peg"} 0',
      'ticker_holds_total{source="cbu",rule="power-of-ten"} 0',
      'ticker_missed_polls_total{source="cbr"} 0',
      'ticker_polls_total{source="nbt",outcome="refused"} 0',
      'ticker_streams_cut_total{reason="too-slow"} 0',
    ])
      expect(text).toContain(series);
  });

  it('contain the status, date and time of the read of each rate', async () => {
    const text = await metrics();
    const statuses = text.split('\n').filter((line) => line.startsWith('ticker_rate_status{code="TMT"'));
    expect(statuses).toHaveLength(6);
    expect(statuses.filter((line) => line.endsWith(' 1'))).toEqual([
      'ticker_rate_status{code="TMT",status="pegged"} 1',
    ]);
    for (const code of CODES) {
      expect(text).toMatch(new RegExp(`^ticker_fixing_timestamp_seconds{code="${code}"} 1\\d{9}$`, 'm'));
      expect(text).toMatch(new RegExp(`^ticker_rate_read_timestamp_seconds{code="${code}"} 1\\d{9}`, 'm'));
    }
  });

  it('contain each source’s next poll', async () => {
    const next = async () => (await metrics()).match(/^ticker_next_poll_timestamp_seconds{/gm)?.length;
    await until('six polls', async () => (await next()) === SOURCES.length, 20_000);
  });
});
