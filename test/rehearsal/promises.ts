// rehearsal: decides from the observations whether a promise was kept. Pure. Without an observation it is not kept.
import { faultsOf } from '../support/listeners/audience.ts';
import { wrongFiguresOf } from './figures.ts';
import type { Night, Place, Said } from './observed.ts';

export interface Verdict {
  promise: string;
  /** The measured value, with its unit. */
  measured: string;
  due: string;
  /** The observations that broke it; empty = kept. */
  broken: string[];
}

/** The longest wait of a reader when a replica ends during the request: nginx gives a connection a second. */
const SLOWEST_MS = 1_000;
/** The health of the fault table: the p99 of `GET /rates` while a fault is on. */
const P99_MS = 50;
const EXIT_MS = 20_000;

const PROMISES: readonly ((night: Night) => Verdict)[] = [
  noWrongFigure,
  alwaysAnswered,
  nothingMissed,
  onlyGrows,
  said('held', 'a held figure is said aloud'),
  said('missing', 'a missing rate is said aloud'),
  said('down', 'a bank that is down is said aloud'),
  said('store', 'a dead Redis is said aloud'),
  said('disk', 'a full disk is said aloud'),
  recovered,
  leftInOrder,
  playedOut,
];

export const judge = (night: Night): Verdict[] => PROMISES.map((promise) => promise(night));

function noWrongFigure(night: Night): Verdict {
  const { looked, wrong } = wrongFiguresOf(night);
  return {
    promise: 'no wrong figure is ever shown',
    measured: `${looked} figures checked, ${wrong.length} wrong`,
    due: '0 that no bank printed, 0 that go back',
    broken: looked === 0 ? ['no figure was seen'] : wrong,
  };
}

function alwaysAnswered({ answers }: Night): Verdict {
  const failed = answers.filter(({ status }) => status !== 200);
  const times = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const p99Ms = times[Math.floor(times.length * 0.99)] ?? Number.POSITIVE_INFINITY;
  const slowestMs = times.at(-1) ?? Number.POSITIVE_INFINITY;
  const broken = failed.map(
    ({ place, path, status, atMs }) => `${path} of ${place} was answered with ${status} at ${seconds(atMs)}`,
  );
  for (const place of ['nginx', 'alone'] as const)
    if (!answers.some((it) => it.place === place)) broken.push(`no request to ${place}`);
  if (p99Ms > P99_MS) broken.push(`the p99 was ${p99Ms.toFixed(0)} ms`);
  if (slowestMs > SLOWEST_MS) broken.push(`one took ${slowestMs.toFixed(0)} ms`);
  return {
    promise: '/rates and the page answer all night',
    measured: `${failed.length} of ${answers.length} failed, p99 ${p99Ms.toFixed(0)} ms, slowest ${slowestMs.toFixed(0)} ms`,
    due: `0, ${P99_MS} ms, ${SLOWEST_MS} ms`,
    broken,
  };
}

/** Listeners of one place got one sequence; the single service has its own. */
const PLACES: readonly Place[] = ['nginx', 'alone'];

function nothingMissed({ audiences }: Night): Verdict {
  const broken: string[] = [];
  for (const place of PLACES) {
    const listeners = audiences.filter((it) => it.place === place).flatMap((it) => it.listeners);
    broken.push(...faultsOf(listeners).map((fault) => `${place}, ${fault}`));
    const ends = new Set(
      listeners.map(({ received }) => `${received.at(-1)?.epoch}:${received.at(-1)?.seq}`),
    );
    if (ends.size !== 1) broken.push(`the listeners of ${place} end at ${ends.size} positions`);
  }
  const all = audiences.flatMap((it) => it.listeners);
  const returns = all.reduce((sum, { connections }) => sum + Math.max(0, connections - 1), 0);
  for (const way of ['ws', 'sse'])
    if (!audiences.some((it) => it.way === way && it.listeners.some(({ connections }) => connections > 1)))
      broken.push(`no ${way} listener had to reconnect`);
  const changes = all.reduce(
    (sum, { received }) => sum + received.filter((it) => it.kind === 'update').length,
    0,
  );
  return {
    promise: 'who reconnects misses no change',
    measured: `${changes} changes to ${all.length} listeners, which reconnected ${returns} times; ${broken.length} faults`,
    due: '0 missed, repeated or different; one position at the end',
    broken,
  };
}

function onlyGrows({ audiences }: Night): Verdict {
  const broken: string[] = [];
  let steps = 0;
  for (const { place, way, listeners } of audiences)
    for (const [index, { received }] of listeners.entries()) {
      const reached = new Map<string, number>();
      for (const { epoch, seq } of received) {
        const before = reached.get(epoch);
        if (before !== undefined && seq <= before)
          broken.push(`${place} ${way} ${index}: ${epoch}:${seq} after ${before}`);
        reached.set(epoch, seq);
        steps += 1;
      }
    }
  if (steps === 0) broken.push('no position was received');
  return {
    promise: 'seq only grows within an epoch',
    measured: `${steps} positions, ${broken.length} not above the one before`,
    due: '0',
    broken,
  };
}

function said(about: Said['about'], promise: string) {
  return (night: Night): Verdict => {
    const all = night.said.filter((it) => it.about === about);
    const broken = all.flatMap(({ what, places }) =>
      Object.entries(places).flatMap(([place, stood]) => (stood ? [] : [`${what}: not said in ${place}`])),
    );
    if (all.length === 0) broken.push('it never came to that');
    return {
      promise,
      measured: all.map(({ what, places }) => `${what}: ${Object.keys(places).join(', ')}`).join('; ') || '—',
      due: 'in each of these places',
      broken,
    };
  };
}

function recovered({ recoveries }: Night): Verdict {
  const late = recoveries.filter(({ tookMs, dueMs }) => !(tookMs <= dueMs));
  const told = ({ what, tookMs, dueMs }: (typeof recoveries)[number]) =>
    `${what} ${seconds(tookMs)} of ${seconds(dueMs)}`;
  const slowest = [...new Set(recoveries.map(({ what }) => what))].flatMap((what) =>
    recoveries
      .filter((it) => it.what === what)
      .sort((a, b) => b.tookMs - a.tookMs)
      .slice(0, 1),
  );
  return {
    promise: 'all is well again in time',
    measured: slowest.map(told).join('; ') || '—',
    due: 'each within its number',
    broken: recoveries.length === 0 ? ['nothing had to recover'] : late.map(told),
  };
}

function leftInOrder({ exits }: Night): Verdict {
  const bad = exits.filter(({ code, tookMs }) => code !== 0 || tookMs > EXIT_MS);
  const broken = bad.map(({ code, tookMs }) => `exit code ${code} after ${seconds(tookMs)}`);
  return {
    promise: 'a replica that is asked to stop ends well',
    measured: `${exits.length} stopped, the slowest after ${seconds(Math.max(0, ...exits.map((it) => it.tookMs)))}`,
    due: `code 0 within ${seconds(EXIT_MS)}`,
    broken: exits.length === 0 ? ['none was asked to'] : broken,
  };
}

function playedOut({ stopped }: Night): Verdict {
  return {
    promise: 'the night is played to its end',
    measured: stopped === null ? 'each act ended' : 'an act was interrupted',
    due: 'each act ends',
    broken: stopped === null ? [] : [stopped],
  };
}

const seconds = (ms: number) => (Number.isFinite(ms) ? `${(ms / 1000).toFixed(1)} s` : 'never');
