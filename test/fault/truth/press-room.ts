// fault: a bank that prints, lies, re-dates, corrects, flaps and falls silent, and what it has printed so far.
import { TickerError } from '../../../src/errors.ts';
import { bankTime, nextFixingDate } from '../../../src/rates/calendar.ts';
import { addDays, type IsoDate, isWeekend } from '../../../src/rates/date.ts';
import { decimal } from '../../../src/rates/decimal.ts';
import type { Bulletin, Code } from '../../../src/rates/fixing.ts';
import type { Source } from '../../../src/sources/source.ts';

/** What a bank may print instead of a figure. `grave` = no reading of it again makes it real. */
export const LIES = {
  'ten times': { grave: true, of: (figure: string) => scaled(figure, '10') },
  'a hundred times': { grave: true, of: (figure: string) => scaled(figure, '100') },
  'a tenth': { grave: true, of: (figure: string) => scaled(figure, '0.1') },
  'turned round': { grave: true, of: (figure: string) => decimal('1').div(decimal(figure)).toFixed(12) },
  'below zero': { grave: true, of: (figure: string) => `-${figure}` },
  'the pound’s row': { grave: true, of: (figure: string) => scaled(figure, '1.45') },
  'a little too much': { grave: false, of: (figure: string) => scaled(figure, '1.028') },
  'an eighth too much': { grave: false, of: (figure: string) => scaled(figure, '1.125') },
  'more than twice': { grave: false, of: (figure: string) => scaled(figure, '2.14') },
} as const;
export type LieName = keyof typeof LIES;

const scaled = (figure: string, factor: string) => decimal(figure).times(decimal(factor)).toFixed(4);

export interface Page {
  date: IsoDate;
  figure: string;
  lie: LieName | null;
}

/** A source as the list has it, but with pages and an archive that the history decides. */
export function openPressRoom(source: Source, code: Code, start: { figure: string; now: Date }) {
  const { calendar } = source;
  let page: Page | null = null;
  let slip = false;
  let archiveAnswers = true;
  /** The newest honest page, and the one before it. */
  let honest: Page = {
    date: addDays(bankTime(calendar, start.now).date, -1),
    figure: start.figure,
    lie: null,
  };
  let older = honest;
  let lastSetOn = honest.date;
  const archive = new Map<IsoDate, Page>();
  const reads: ((page: Page | null) => void)[] = [];

  const bulletin = ({ date, figure }: Page): Bulletin => ({
    code,
    date,
    printed: figure,
    nominal: '1',
    perDollar: figure,
  });

  function others({ lie }: Page): Map<Code, string> {
    const pound = scaled(honest.figure, '1.45');
    return new Map([['GBP', lie === 'the pound’s row' ? honest.figure : pound]]);
  }

  function put(next: Page): void {
    page = next;
    if (next.lie !== 'below zero') archive.set(next.date, next);
  }

  const scripted: Source = {
    ...source,
    async newest() {
      for (const note of reads) note(slip ? null : page);
      if (page === null) throw new TickerError('source-unreachable', 'silent');
      if (!slip) return [{ ...bulletin(page), others: others(page) }];
      slip = false;
      const damaged = {
        ...page,
        figure: page.figure.replace(/\d$/, (digit) => String((Number(digit) + 3) % 10)),
      };
      return [{ ...bulletin(damaged), others: others(page) }];
    },
    async *earlier(_reading, _code, before, floor) {
      if (!archiveAnswers) throw new TickerError('source-unreachable', 'no archive');
      const dates = [...archive.keys()].filter((date) => date < before && date >= floor);
      for (const date of dates.sort().reverse()) yield bulletin(archive.get(date) as Page);
    },
  };

  return {
    source: scripted,
    archive,
    page: () => page,
    /** What the bank means now, whatever it prints. */
    honest: () => honest,
    /** What it meant before that. */
    before: () => older,
    onRead: (note: (page: Page | null) => void) => void reads.push(note),
    /** The instant of the next publication, and the day that it is for. */
    nextPublication(now: Date): { at: Date; date: IsoDate } {
      let setOn = addDays(lastSetOn, 1);
      const today = bankTime(calendar, now).date;
      if (setOn < today) setOn = today;
      while (isWeekend(setOn, [6, 0])) setOn = addDays(setOn, 1);
      lastSetOn = setOn;
      const minutes = calendar.closes - 60 - calendar.utcOffsetHours * 60;
      const at = new Date(Date.parse(`${setOn}T00:00:00Z`) + minutes * 60_000);
      return { at: at > now ? at : now, date: nextFixingDate(setOn, calendar) };
    },
    /** Prints a new figure of its own, a lie in its place, or under a wrong date. */
    publish(
      date: IsoDate,
      factor: string,
      { lie = null, ahead = 0 }: { lie?: LieName | null; ahead?: number } = {},
    ) {
      older = honest;
      const figure = decimal(honest.figure).times(decimal(factor)).toFixed(4);
      honest = { date, figure, lie: null };
      if (ahead > 0) page = { ...honest, date: addDays(date, ahead) };
      else put(lie === null ? honest : { date, figure: LIES[lie].of(figure), lie });
    },
    lie: (lie: LieName) => put({ date: honest.date, figure: LIES[lie].of(honest.figure), lie }),
    mend: () => put(honest),
    /** The same figure under the next day. */
    redate() {
      if (page === null) return;
      const date = addDays(page.date, 1);
      const isHonest = page.lie === null;
      put({ ...page, date });
      if (isHonest && !isWeekend(date, calendar.weekend)) honest = { ...honest, date };
    },
    serveOlder() {
      page = older;
    },
    hush() {
      page = null;
    },
    slipOnce() {
      slip = true;
    },
    setArchive(answers: boolean) {
      archiveAnswers = answers;
    },
  };
}

export type PressRoom = ReturnType<typeof openPressRoom>;
