// fault: a bank that prints correct figures and misprints, re-dates, corrects or serves old pages, or does not
// answer.
import { TickerError } from '../../../src/errors.ts';
import { bankTime, nextFixingDate } from '../../../src/rates/calendar.ts';
import { addDays, type IsoDate, isWeekend } from '../../../src/rates/date.ts';
import { decimal } from '../../../src/rates/decimal.ts';
import type { Bulletin, Code } from '../../../src/rates/fixing.ts';
import type { Bank } from '../../../src/sources/source.ts';

/** What a bank can print in place of the correct figure. `grave` = no further read of it can confirm it. */
export const MISPRINTS = {
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
export type MisprintName = keyof typeof MISPRINTS;

const scaled = (figure: string, factor: string) => decimal(figure).times(decimal(factor)).toFixed(4);

export interface Page {
  date: IsoDate;
  figure: string;
  misprint: MisprintName | null;
}

const bulletinOf = (code: Code, { date, figure }: Page): Bulletin => ({
  code,
  date,
  printed: figure,
  nominal: '1',
  perDollar: figure,
});

/** The page with another last digit. */
const damaged = (page: Page): Page => ({
  ...page,
  figure: page.figure.replace(/\d$/, (digit) => String((Number(digit) + 3) % 10)),
});

/** A source of the list, with pages and an archive that the history sets. */
export function createScriptedBank(source: Bank, code: Code, start: { figure: string; now: Date }) {
  const { calendar } = source;
  let page: Page | null = null;
  let isDamaged = false;
  let archiveAnswers = true;
  /** The newest correct page, and the one before it. */
  let correct: Page = {
    date: addDays(bankTime(calendar, start.now).date, -1),
    figure: start.figure,
    misprint: null,
  };
  let older = correct;
  let lastSetOn = correct.date;
  const archive = new Map<IsoDate, Page>();
  const reads: ((page: Page | null) => void)[] = [];

  const bulletin = (from: Page) => bulletinOf(code, from);

  function others({ misprint }: Page): Map<Code, string> {
    const pound = scaled(correct.figure, '1.45');
    return new Map([['GBP', misprint === 'the pound’s row' ? correct.figure : pound]]);
  }

  function put(next: Page): void {
    page = next;
    if (next.misprint !== 'below zero') archive.set(next.date, next);
  }

  const scripted: Bank = {
    ...source,
    async newest() {
      for (const note of reads) note(isDamaged ? null : page);
      if (page === null) throw new TickerError('source-unreachable', 'silent');
      if (!isDamaged) return [{ ...bulletin(page), others: others(page) }];
      isDamaged = false;
      return [{ ...bulletin(damaged(page)), others: others(page) }];
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
    /** The correct page now, whatever the bank prints. */
    correct: () => correct,
    /** The correct page before that. */
    correctBefore: () => older,
    onRead: (note: (page: Page | null) => void) => void reads.push(note),
    /** The time of the next publication, and its day. */
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
    /** Prints a new figure, a misprint in its place, or the figure under a wrong date. */
    publish(
      date: IsoDate,
      factor: string,
      { misprint = null, ahead = 0 }: { misprint?: MisprintName | null; ahead?: number } = {},
    ) {
      older = correct;
      const figure = decimal(correct.figure).times(decimal(factor)).toFixed(4);
      correct = { date, figure, misprint: null };
      if (ahead > 0) page = { ...correct, date: addDays(date, ahead) };
      else put(misprint === null ? correct : { date, figure: MISPRINTS[misprint].of(figure), misprint });
    },
    misprint: (misprint: MisprintName) =>
      put({ date: correct.date, figure: MISPRINTS[misprint].of(correct.figure), misprint }),
    restore: () => put(correct),
    /** The same figure under the next day. */
    redate() {
      if (page === null) return;
      const date = addDays(page.date, 1);
      const isCorrect = page.misprint === null;
      put({ ...page, date });
      if (isCorrect && !isWeekend(date, calendar.weekend)) correct = { ...correct, date };
    },
    serveOlder() {
      page = older;
    },
    fallSilent() {
      page = null;
    },
    damageOnce() {
      isDamaged = true;
    },
    setArchive(answers: boolean) {
      archiveAnswers = answers;
    },
  };
}

export type ScriptedBank = ReturnType<typeof createScriptedBank>;
