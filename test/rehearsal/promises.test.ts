import { describe, expect, it } from 'vitest';
import type { ReturningListener } from '../support/listeners/audience.ts';
import { displayOf } from './figures.ts';
import type { Answer, Night } from './observed.ts';
import { judge } from './promises.ts';

const received = (kind: 'snapshot' | 'update', epoch: string, seq: number, inverse: string) => ({
  kind,
  epoch,
  seq,
  rates: JSON.stringify([{ base: 'KGS', inverse }]),
});

/** A listener that was closed after the first update, and resumed. */
const listener = (): ReturningListener => ({
  received: [
    received('snapshot', 'a', 1, '90.0000'),
    received('update', 'a', 2, '90.0100'),
    received('update', 'a', 3, '90.0200'),
  ],
  connections: 2,
});

const answer = (more: Partial<Answer> = {}): Answer => ({
  place: 'nginx',
  path: '/rates',
  atMs: 0,
  tookMs: 5,
  status: 200,
  figures: { KGS: '90.0000' },
  statuses: { KGS: 'live' },
  ...more,
});

/** A night with all promises kept. */
function goodNight() {
  return {
    printed: ['90.0000', '90.0100', '90.0200'].map((figure) => ({ code: 'KGS', figure })),
    answers: [
      answer(),
      answer({ place: 'alone' }),
      answer({ path: '/embed', figures: { KGS: displayOf('90.0000') } }),
      answer({ atMs: 10_000, figures: { KGS: '90.0200' } }),
    ],
    audiences: (['nginx', 'alone'] as const).flatMap((place) =>
      (['ws', 'sse'] as const).map((way) => ({ place, way, listeners: [listener(), listener()] })),
    ),
    said: (['held', 'missing', 'down', 'store', 'disk'] as const).map((about) => ({
      about,
      what: 'it',
      places: { '/sources': true, 'the log': true } as Record<string, boolean>,
    })),
    recoveries: [{ what: 'a new leader', tookMs: 3_000, dueMs: 11_000 }],
    exits: [{ code: 0 as number | null, tookMs: 300 }],
    stopped: null as string | null,
  } satisfies Night;
}
type GoodNight = ReturnType<typeof goodNight>;

/** The promises that are broken after a change of a good night. */
function brokenBy(harm: (night: GoodNight) => void): string[] {
  const night = goodNight();
  harm(night);
  return judge(night)
    .filter(({ broken }) => broken.length > 0)
    .map(({ promise }) => promise);
}

const FIGURE = 'no wrong figure is ever shown';
const ANSWERED = '/rates and the page answer all night';
const MISSED = 'who reconnects misses no change';
const GROWS = 'seq only grows within an epoch';

const listenerOf = (night: GoodNight, index = 0) => night.audiences[index]?.listeners[0] as ReturningListener;

describe('a promise', () => {
  it('is kept by a good night', () => expect(brokenBy(() => {})).toEqual([]));

  it('is not kept by a night without observations', () => {
    const verdicts = judge({
      printed: [],
      answers: [],
      audiences: [],
      said: [],
      recoveries: [],
      exits: [],
      stopped: 'no stage',
    });
    expect(verdicts.filter(({ broken }) => broken.length === 0)).toEqual([]);
  });

  it.each<[string, string[], (night: GoodNight) => void]>([
    [
      'a reader gets a misprint',
      [FIGURE],
      ({ answers }) => answers.push(answer({ figures: { KGS: '900.00' } })),
    ],
    [
      'a page shows a misprint',
      [FIGURE],
      ({ answers }) => answers.push(answer({ path: '/embed', figures: { KGS: displayOf('900') } })),
    ],
    [
      'a reader gets an older figure long after a newer one',
      [FIGURE],
      ({ answers }) => answers.push(answer({ atMs: 14_000, figures: { KGS: '90.0100' } })),
    ],
    [
      'a listener gets a misprint',
      [FIGURE],
      ({ audiences }) => {
        for (const { received } of audiences.flatMap((it) => it.listeners))
          received.push({
            kind: 'update',
            epoch: 'a',
            seq: 4,
            rates: '[{"base":"KGS","inverse":"9.00020"}]',
          });
      },
    ],
    [
      'all listeners get an older figure under a new epoch',
      [FIGURE],
      ({ audiences }) => {
        for (const { received: told } of audiences.flatMap((it) => it.listeners))
          told.push(received('snapshot', 'b', 1, '90.0000'));
      },
    ],
    ['a request fails', [ANSWERED], ({ answers }) => answers.push(answer({ status: 502, figures: {} }))],
    [
      'a request is not answered',
      [ANSWERED],
      ({ answers }) => answers.push(answer({ status: 0, figures: {} })),
    ],
    ['an answer takes too long', [ANSWERED], ({ answers }) => answers.push(answer({ tookMs: 1_500 }))],
    [
      'the single service got no request',
      [ANSWERED],
      (night) => {
        night.answers = night.answers.filter(({ place }) => place === 'nginx');
      },
    ],
    ['a change is left out', [MISSED], (night) => void listenerOf(night).received.splice(1, 1)],
    ['the last change is left out', [MISSED], (night) => void listenerOf(night, 1).received.pop()],
    [
      'a resume is a snapshot of the same epoch',
      [MISSED],
      (night) => void listenerOf(night).received.splice(1, 1, received('snapshot', 'a', 2, '90.0100')),
    ],
    [
      'two listeners get two figures at one position',
      [MISSED],
      (night) => void listenerOf(night).received.splice(1, 1, received('update', 'a', 2, '90.0000')),
    ],
    [
      'a change is sent twice',
      [MISSED, GROWS],
      (night) => void listenerOf(night).received.push(received('update', 'a', 3, '90.0200')),
    ],
    [
      'no SSE listener had to reconnect',
      [MISSED],
      ({ audiences }) => {
        for (const { way, listeners } of audiences)
          for (const it of listeners) it.connections = way === 'sse' ? 1 : 2;
      },
    ],
    ...(['held', 'missing', 'down', 'store', 'disk'] as const).map(
      (about, index): [string, string[], (night: GoodNight) => void] => [
        `${about} is not said in the log`,
        [
          [
            'a held figure is said aloud',
            'a missing rate is said aloud',
            'a bank that is down is said aloud',
            'a dead Redis is said aloud',
            'a full disk is said aloud',
          ][index] as string,
        ],
        ({ said }) => {
          const one = said.find((it) => it.about === about);
          if (one !== undefined) one.places['the log'] = false;
        },
      ],
    ),
    [
      'a leader is too late',
      ['all is well again in time'],
      ({ recoveries }) => recoveries.push({ what: 'a new leader', tookMs: 11_001, dueMs: 11_000 }),
    ],
    [
      'a change is never shown',
      ['all is well again in time'],
      ({ recoveries }) => recoveries.push({ what: 'shown', tookMs: Number.POSITIVE_INFINITY, dueMs: 3_000 }),
    ],
    [
      'a replica ends with an error',
      ['a replica that is asked to stop ends well'],
      ({ exits }) => exits.push({ code: 1, tookMs: 300 }),
    ],
    [
      'a replica is killed because it does not end',
      ['a replica that is asked to stop ends well'],
      ({ exits }) => exits.push({ code: null, tookMs: 20_500 }),
    ],
    [
      'an act is interrupted',
      ['the night is played to its end'],
      (night) => {
        night.stopped = 'not within 30000 ms: all streams beyond the roll';
      },
    ],
  ])('breaks when %s', (_what, promises, harm) => expect(brokenBy(harm)).toEqual(promises));
});
