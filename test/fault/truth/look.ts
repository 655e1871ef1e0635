// fault: everything that leaves a replica, compared with what may be believed.
import { bankTime, tooFarAhead } from '../../../src/rates/calendar.ts';
import { type IsoDate, isWeekend } from '../../../src/rates/date.ts';
import { decimal, significant } from '../../../src/rates/decimal.ts';
import type { Rate, ServerMessage } from '../../../src/rates/wire.ts';
import type { Source } from '../../../src/sources/source.ts';
import { apart, type Oracle } from './oracle.ts';
import { LIES, type Page } from './press-room.ts';
import type { Replica } from './replica.ts';

export interface LookDeps {
  oracle: Oracle;
  code: string;
  source: Source;
  isSeeded: boolean;
  now: () => Date;
}

const priceOf = (figure: string) => significant(decimal('1').div(decimal(figure)), 12);

export function createLook({ oracle, code, source, isSeeded, now }: LookDeps) {
  let last: Rate | undefined;
  let heard = 0;
  let position = { epoch: '', seq: 0 };

  /** A rate of the bank that nobody may believe, or whose change nobody may. */
  function faultIn(rate: Rate): string | null {
    const { date, inverse, change } = rate;
    if (rate.source.id !== source.id) return null;
    if (!oracle.isAllowed(date, inverse)) return `shows ${inverse} of ${date}`;
    if (change === null) return null;
    const before = [...figuresOf(change.previousDate)].find((figure) => priceOf(figure) === change.previous);
    return before === undefined ? `has ${change.previous} of ${change.previousDate} as previous` : null;
  }

  let known = new Map<IsoDate, Set<string>>();
  const figuresOf = (date: IsoDate) => known.get(date) ?? new Set<string>();

  function faultInHistory(
    rows: readonly { date: string; printed: string; source: string }[],
    shown: Rate,
  ): string | null {
    for (const { date, printed, source: id } of rows) {
      if (id !== source.id) continue;
      if (!oracle.isAllowed(date, printed)) return `keeps ${printed} of ${date}`;
      if (shown.source.id === source.id && date > shown.date)
        return `keeps ${date} while ${shown.date} is shown`;
    }
    return null;
  }

  function faultInStream(messages: readonly ServerMessage[]): string | null {
    for (const message of messages.slice(heard)) {
      heard += 1;
      if (message.type !== 'update' && message.type !== 'snapshot') continue;
      if (message.epoch === position.epoch && message.seq <= position.seq)
        return `tells ${message.seq} again`;
      position = { epoch: message.epoch, seq: message.seq };
      for (const rate of message.rates) {
        if (
          message.type === 'update' &&
          last !== undefined &&
          isSameBut(rate, last) &&
          !isNewEpoch(message.epoch)
        )
          return `spends ${message.seq} on nothing`;
        last = rate;
      }
      epoch = message.epoch;
    }
    return null;
  }

  let epoch = '';
  const isNewEpoch = (told: string) => told !== epoch;
  const isSameBut = (a: Rate, b: Rate) =>
    JSON.stringify({ ...a, fetchedAt: '' }) === JSON.stringify({ ...b, fetchedAt: '' });

  let shownBefore: Rate | undefined;

  function show(rate: Rate | undefined): void {
    const isOwn = rate?.source.id === source.id;
    oracle.show(isOwn ? rate.date : null, isOwn ? rate.inverse : null);
  }

  function faultInOrder(rate: Rate): string | null {
    const before = shownBefore;
    shownBefore = rate;
    if (before === undefined || before.source.id !== source.id || rate.date >= before.date) return null;
    return oracle.isTakenBack(before.date, rate) ? null : `goes back from ${before.date} to ${rate.date}`;
  }

  return {
    /** Another process: what it has kept is where it begins. */
    async begin(replica: Replica): Promise<void> {
      heard = 0;
      position = { epoch: '', seq: 0 };
      const [rate] = await replica.rates();
      last = undefined;
      shownBefore = rate;
      show(rate);
    },
    /** The first thing that is wrong now, or `null`. */
    async at(replica: Replica): Promise<string | null> {
      const [rate] = await replica.rates();
      if (rate === undefined) return isSeeded ? 'shows nothing' : null;
      const kept = await replica.store.history({
        code,
        source: source.id,
        from: '0000-01-01',
        to: '9999-12-31',
      });
      known = new Map();
      for (const { date, perDollar } of kept) known.set(date, new Set([perDollar]));
      oracle.keep(new Map(kept.map(({ date, perDollar }) => [date, perDollar])));
      const served = (await replica.history()).rates;
      const { result } = await replica.convert();
      const wrong =
        faultIn(rate) ??
        faultInHistory(kept, rate) ??
        faultInHistory(served, rate) ??
        faultInStream(replica.listener.heard) ??
        faultInOrder(rate) ??
        (result === rate.rate ? null : `converts by ${result} where ${rate.rate} is shown`);
      show(rate);
      return wrong;
    },
    /** What is shown, held and kept, on one line. */
    async told({ rates, store }: Replica): Promise<string> {
      const all = { code, from: '0000-01-01', to: '9999-12-31' };
      const days = (list: { date: string; perDollar: string }[]) =>
        list.map((it) => `${it.date} ${it.perDollar}`);
      const shown = (await rates()).map((it) => [it.date, it.inverse, it.status, it.change?.previousDate]);
      const held = (await store.records()).map((it) => it.report).flatMap((it) => it.held);
      const kept = days(await store.history({ ...all, source: source.id }));
      const checks = days(await store.history({ ...all, source: 'cbr' }));
      return JSON.stringify({ shown, held, kept, checks });
    },
    /** After an hour of the same page: an honest one is shown, unless there is a reason why it waits. */
    async honestIsShown(
      replica: Replica,
      page: Page | null,
      before: Rate | undefined,
    ): Promise<string | null> {
      if (page === null || page.lie !== null) return null;
      const [rate] = await replica.rates();
      if (
        rate?.inverse === page.figure &&
        (rate.date === page.date || isWeekend(page.date, source.calendar.weekend))
      )
        return null;
      const isOwn = before?.source.id === source.id;
      const isDue = isOwn && page.date < before.date && before.date <= bankTime(source.calendar, now()).date;
      const isLarge = before !== undefined && apart(page.figure, before.inverse) > 50;
      // After a restart nothing is known of the other rows: a step that puts the pound where the dollar was may be a swap.
      const isLikeSwap =
        isOwn && apart(LIES['the pound’s row'].of(page.figure), before.inverse) <= Number(source.band);
      const isFar = tooFarAhead(page.date, source.calendar, now());
      if (isDue || isLarge || isLikeSwap || isFar || oracle.speaksAgainst(page)) return null;
      return `shows ${rate?.inverse} of ${rate?.date}, ${rate?.status}, an hour after ${page.figure} of ${page.date} came`;
    },
  };
}
