// fault: real pollers with banks whose every answer is damaged; the published rates are compared with the originals.
import { createMetrics } from '../../../src/metrics.ts';
import { createPoller } from '../../../src/poll/poller.ts';
import { addDays } from '../../../src/rates/date.ts';
import type { Code } from '../../../src/rates/fixing.ts';
import type { Rate } from '../../../src/rates/wire.ts';
import { type SelectedSource, selectSources } from '../../../src/sources/selection.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { type Bank, openBank, type Pages, type Publisher } from '../../support/banks/bank.ts';
import { cbrDaily, nbkrHistory, nbtRange } from '../../support/banks/documents.ts';
import { recordings } from '../../support/banks/recordings.ts';
import { createQuietLog } from '../../support/recorded-log.ts';
import { createRandom, mutate } from './mutations.ts';

/** A publisher on the day of its recordings. */
export interface Stage {
  publisher: Publisher;
  now: string;
  pages: Pages;
}

// Days and pages that were not recorded are invented, so that changes can be damaged too.
const rouble = {
  USD: ['1', '75,5200'],
  KGS: ['100', '86,4044'],
  KZT: ['100', '16,2900'],
  TJS: ['10', '80,1000'],
  TMT: ['1', '21,5771'],
  UZS: ['10000', '62,8100'],
} satisfies Record<string, [string, string]>;
const roubleDays: Pages = (path) =>
  path.startsWith('/scripts/XML_daily.asp?date_req=24')
    ? { body: cbrDaily('2026-04-24', rouble), type: 'text/xml' }
    : recordings(path);
const marketDays: Pages = (path) =>
  recordings(path.replace('@latest', '@2026.9.29').replace('usd.min.json', 'usd.json'));

// Two weeks of days inside an HTML page. Saturday has the figure that the recorded Sunday carries: the day of another
// figure would be found only while the page is sound.
const somPage = nbkrHistory({
  ...Object.fromEntries(
    Array.from({ length: 13 }, (_, index) => [addDays('2026-05-10', index), `87,44${70 + index}`]),
  ),
  '2026-05-23': '87,4500',
}).replace(
  '<table>',
  `<ul>${'<li><a href="/index.jsp?lang=ENG">Exchange rates</a></li>'.repeat(60)}</ul><table>`,
);
const somDays: Pages = (path) =>
  path.startsWith('/index1.jsp')
    ? {
        body: somPage,
        type: 'text/html',
      }
    : recordings(path);
const somoniDays: Pages = (path) =>
  path.startsWith('/en/kurs/export_xml_dynamic.php')
    ? {
        body: nbtRange({
          '2026-05-15': '9.3412',
          '2026-05-16': '9.3450',
          '2026-05-17': '9.3450',
          '2026-05-18': '9.3450',
        }),
        type: 'text/xml',
      }
    : recordings(path);

export const STAGES: readonly Stage[] = [
  { publisher: 'nbk', now: '2026-04-02T06:00:00Z', pages: recordings },
  { publisher: 'nbkr', now: '2026-05-24T06:00:00Z', pages: somDays },
  { publisher: 'nbt', now: '2026-05-19T06:00:00Z', pages: somoniDays },
  { publisher: 'cbu', now: '2026-04-03T06:00:00Z', pages: recordings },
  { publisher: 'cbt', now: '2026-05-21T06:00:00Z', pages: recordings },
  { publisher: 'cbr', now: '2026-04-25T06:00:00Z', pages: roubleDays },
  { publisher: 'fawazahmed0', now: '2026-09-29T06:00:00Z', pages: marketDays },
];

export interface Polled {
  name: string;
  damaged: number;
  /** The number of damages of the least often damaged document. */
  leastPerDocument: number;
  polls: number;
  /** Outcomes of the damaged polls. */
  results: Map<string, number>;
  /** Wrong rates that were shown. */
  wrong: string[];
}

/** The maximum of concurrent pollers: each spends most of its time in the pause between requests. */
const MOST_LANES = 40;
/** Polls of one poller during the fault: enough to find state that one poll leaves for another. */
const POLLS = 6;

/** Rounds with all turns and starts once, before the least often damaged documents come first. */
const TURNS = 9;

/** The maximum of polls after the fault until all is read: on a busy machine one may end at its deadline. */
const MENDED_POLLS = 4;

interface Truth {
  rates: ReadonlyMap<Code, Rate>;
  /** Without the newest. */
  past: Awaited<ReturnType<Store['history']>>;
}

const openStore = () => createEmbeddedStore({ files: null, log: createQuietLog().log });
const metrics = createMetrics();

function openDesk(selected: SelectedSource, store: Store, now: string) {
  return createPoller(selected, { store, log: createQuietLog().log, metrics, now: () => new Date(now) });
}

/** The result of a stage with an undamaged bank. */
async function learnTruth(selected: SelectedSource, { now }: Stage): Promise<Truth> {
  const store = await openStore();
  let minutes = 0;
  const poller = createPoller(selected, {
    store,
    log: createQuietLog().log,
    metrics,
    now: () => new Date(Date.parse(now) + minutes * 60_000),
  });
  // A figure that is held at first (the market's manat moves by 0.2 %) is confirmed by further reads.
  for (; minutes <= 60; minutes += 20) {
    const { result, reason } = await poller.poll();
    if (result === 'failed') throw new Error(`${selected.source.id}: ${reason}`);
  }
  const { rates } = await store.snapshot();
  const past = [];
  for (const { base, date } of rates) {
    const all = await store.history({ code: base, source: selected.source.id, from: '0000-01-01', to: date });
    past.push(...all.slice(0, -1));
  }
  await poller.close();
  return { rates: new Map(rates.map((rate) => [rate.base, rate])), past };
}

/** The fault of a shown rate, or `null`. During damage a change may be missing, but never wrong. */
function faultIn(shown: Rate, truth: Rate | undefined, whole: boolean): string | null {
  const facts = ({ rate, inverse, date }: Rate) => `${rate} ${inverse} ${date}`;
  const said = `${facts(shown)} ${JSON.stringify(shown.change)} ${shown.status}`;
  if (truth === undefined) return `${shown.pair} ${said} where nothing was due`;
  const changeRight = JSON.stringify(shown.change) === JSON.stringify(truth.change);
  if (facts(shown) === facts(truth) && (changeRight || (shown.change === null && !whole))) return null;
  return `${shown.pair} ${said} instead of ${facts(truth)} ${JSON.stringify(truth.change)}`;
}

/** Damages each recorded document of a stage at least `count` times, and polls the results. */
export async function pollDamaged(stage: Stage, times: number, seed: number): Promise<Polled> {
  const { publisher, now, pages } = stage;
  const sound = await openBank(pages);
  const seatAt = ({ origins }: Bank) =>
    selectSources([publisher], origins, new Map()).selectedSources[0] as SelectedSource;
  const truth = await learnTruth(seatAt(sound), stage);
  // The documents that an undamaged poll requests have to be damaged often enough.
  const counts = new Map(
    [...new Set(sound.requests().map(({ path }) => path))].filter(pages).map((it) => [it, 0]),
  );
  const first = sound.requests().find(({ path }) => pages(path) !== null)?.path;
  const polled: Polled = {
    name: publisher,
    damaged: 0,
    leastPerDocument: 0,
    polls: 0,
    results: new Map(),
    wrong: [],
  };
  const lanes = Math.min(MOST_LANES, Math.ceil(times / POLLS));
  const leastOf = (wanted: (path: string) => boolean) =>
    Math.min(...[...counts].filter(([path]) => wanted(path)).map(([, count]) => count));
  const enough = () => Math.min(...counts.values()) >= times;

  async function round(bank: Bank, random: () => number, index: number): Promise<void> {
    // In turn: all documents, only the newest, all except the newest. The last ones are rarely requested when the
    // newest is damaged, and never when they are known, so they come first whenever they are behind.
    const behind = index > TURNS && leastOf((path) => path !== first) < leastOf((path) => path === first);
    const turn = behind ? 2 : index % 3;
    const hits = (path: string) => turn === 0 || (path === first) === (turn === 1);
    const damage = (body: Buffer, path: string) => {
      if (!hits(path)) return body;
      polled.damaged += 1;
      counts.set(path, (counts.get(path) ?? 0) + 1);
      return mutate(body, random);
    };
    bank.setFault({ kind: 'damage', damage });
    const store = await openStore();
    // In turn: a first start, the day after, and a figure that is already shown.
    const known = behind ? 0 : Math.floor(index / 3) % 3;
    if (known > 0) await store.commit({ rates: [], fixings: truth.past });
    const poller = openDesk(seatAt(bank), store, now);
    if (known === 2) {
      bank.setFault(null);
      await poller.poll();
      bank.setFault({ kind: 'damage', damage });
    }
    let whole = false;
    for (let poll = 0; poll < POLLS + MENDED_POLLS && !whole; poll += 1) {
      const mended = poll >= POLLS;
      if (mended) bank.setFault(null);
      const { result, held } = await poller.poll();
      polled.polls += 1;
      if (!mended) polled.results.set(result, (polled.results.get(result) ?? 0) + 1);
      const { rates } = await store.snapshot();
      const isWhole =
        rates.length + held.length >= truth.rates.size && rates.every(({ change }) => change !== null);
      whole = mended && isWhole;
      const isLast = poll === POLLS + MENDED_POLLS - 1;
      const faults = rates
        .map((rate) => faultIn(rate, truth.rates.get(rate.base), isLast))
        .filter((it) => it !== null);
      if (isLast && rates.length + held.length < truth.rates.size)
        faults.push('not all there after it was mended');
      polled.wrong.push(...faults.map((it) => `${publisher}, round ${index}, poll ${poll}: ${it}`));
    }
    await poller.close();
  }

  async function walkLane(lane: number): Promise<void> {
    const bank = await openBank(pages);
    const random = createRandom(seed + lane * 7_919);
    for (let index = lane; !enough(); index += lanes) await round(bank, random, index);
    await bank.close();
  }

  await Promise.all(Array.from({ length: lanes }, (_, lane) => walkLane(lane)));
  await sound.close();
  polled.leastPerDocument = Math.min(...counts.values());
  return polled;
}
