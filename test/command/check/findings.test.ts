import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/command/check/evidence.ts';
import { findingsOf } from '../../../src/command/check/findings.ts';
import type { HeldRow, Rate, SourceReport, Status } from '../../../src/rates/wire.ts';

const NOW = '2026-04-02T12:00:00.000Z';
const OK = { status: 200, body: { status: 'ok' }, at: new Date(NOW) };

const rate = (base: string, status: Status): Rate => ({
  pair: `${base}/USD`,
  base,
  quote: 'USD',
  rate: '0.00210486434149',
  display: '0.0021049',
  inverse: '475.09',
  change: null,
  date: '2026-04-02',
  source: { id: 'nbk', name: 'National Bank of Kazakhstan', kind: 'official', url: '' },
  status,
  fetchedAt: NOW,
});
const report = (more: Partial<SourceReport> = {}): SourceReport => ({
  id: 'nbk',
  name: 'National Bank of Kazakhstan',
  kind: 'official',
  url: '',
  country: 'KZ',
  terms: '',
  publishes: ['KZT'],
  checks: [],
  lastPoll: '2026-04-02T11:50:00.000Z',
  lastGoodPoll: '2026-04-02T11:50:00.000Z',
  lastError: null,
  nextPoll: '2026-04-02T12:50:00.000Z',
  printed: [],
  held: [],
  ...more,
});
const HELD: HeldRow = {
  code: 'KZT',
  date: '2026-04-03',
  printed: '47,51',
  nominal: '1',
  read: '47.51',
  rule: 'power-of-ten',
  message: 'KZT 47.51 is a tenth of 475.09',
  confirmedBy: ['cross-check', 'next-bulletin'],
  since: '2026-04-02T11:05:00.000Z',
  reads: 3,
};

const evidence = (rates: Rate[], reports?: SourceReport[], more: Partial<Evidence> = {}): Evidence => ({
  now: new Date(NOW),
  ready: OK,
  snapshot: { epoch: 'abcdefgh', seq: 7, asOf: '2026-04-02T09:00:00.000Z', quote: 'USD', rates },
  reports: reports ?? [report()],
  stream: { isOpen: true, tookMs: 12, why: '' },
  ...more,
});
const told = (it: Evidence) => findingsOf(it).map(({ level, text }) => `${level}: ${text}`);
const looks = (it: Evidence) => told(it).filter((line) => line.startsWith('look'));

describe('the findings about a running service', () => {
  it('are short when nothing is wrong', () => {
    expect(told(evidence([rate('KZT', 'live'), rate('TMT', 'pegged')]))).toEqual([
      'good: It is ready: there are rates to serve.',
      'good: Up to date: KZT, TMT (pegged).',
      'good: The last change has number 7 and came 3 hours ago.',
      'good: Polled well: nbk.',
      'good: A stream opens, in 12 ms.',
    ]);
  });

  it('contain a held figure with its rule, its time and what confirms it', () => {
    expect(looks(evidence([rate('KZT', 'held')], [report({ held: [HELD] })]))).toEqual([
      'look: KZT is held: 475.09 for a dollar, of 2026-04-02, stays until a new figure is confirmed. The bank ' +
        'printed 47,51 for 2026-04-03. The rule power-of-ten has held it since 2026-04-02 11:05 UTC: KZT 47.51 is a ' +
        'tenth of 475.09. It is confirmed when another source prints nearly the same, or the next bulletin agrees ' +
        'with it.',
    ]);
    const alone = { ...HELD, confirmedBy: [] };
    expect(looks(evidence([rate('KZT', 'held')], [report({ held: [alone] })]))[0]).toMatch(
      /475\.09\. Only a new version of the service can confirm it\.$/,
    );
  });

  it('contain a failing bank with its time, and no error that is over', () => {
    const lastError = { kind: 'source-unreachable', message: 'not reached: ENOTFOUND', at: NOW };
    const lastGoodPoll = '2026-03-31T11:50:00.000Z';
    expect(looks(evidence([rate('KZT', 'stale')], [report({ lastError, lastGoodPoll })]))).toEqual([
      'look: KZT is stale: 475.09 for a dollar, of 2026-04-02, is the newest figure, and National Bank of Kazakhstan ' +
        'should have set one since.',
      'look: nbk has failed since its last good poll 2 days ago (2026-03-31 11:50 UTC): not reached: ENOTFOUND. It ' +
        'publishes KZT; the next poll is due at 2026-04-02 12:50 UTC.',
    ]);
    const over = { ...lastError, at: '2026-04-02T11:00:00.000Z' };
    expect(looks(evidence([rate('KZT', 'live')], [report({ lastError: over })]))).toEqual([]);
  });

  it('distinguish a seed that waits for its bank from a selected one', () => {
    expect(looks(evidence([rate('KZT', 'seed')]))).toHaveLength(1);
    const meant = report({ id: 'seed', kind: 'seed', lastPoll: null, lastGoodPoll: null, nextPoll: null });
    expect(looks(evidence([rate('KZT', 'seed')], [meant]))).toEqual([]);
    expect(looks(evidence([rate('KZT', 'demo')]))).toEqual([]);
  });

  it('contain missing polls, a stream that does not open and a service that is not ready', () => {
    const late = report({ nextPoll: '2026-04-02T11:40:00.000Z' });
    expect(looks(evidence([rate('KZT', 'live')], [late]))).toEqual([
      'look: nbk is not polled: its poll was due 20 minutes ago. Is there a leader?',
    ]);
    const stream = { isOpen: false, tookMs: 5000, why: 'answered 502' };
    expect(looks(evidence([rate('KZT', 'live')], undefined, { stream }))[0]).toMatch(
      /No stream opens \(answered 502\)/,
    );
    const ready = { status: 503, body: { detail: 'no rates yet' }, at: new Date(NOW) };
    expect(looks(evidence([], undefined, { ready }))).toEqual([
      'look: It is not ready: no rates yet.',
      'look: It serves no rate.',
    ]);
    expect(looks({ ...evidence([]), snapshot: undefined, reports: undefined })).toHaveLength(2);
  });

  it('contain a status of a later version as a note, without its escape sequence', () => {
    const later = { ...rate('KZT', 'live'), status: 'paused\x1b[2J' as Status };
    expect(told(evidence([later]))[0]).toBe(
      'note: KZT has the status paused[2J, which this version does not know: 475.09 for a dollar, of 2026-04-02.',
    );
  });
});
