// rates: what a new fixing must satisfy before anybody sees it. Each rule answers one question.
import { bankTime, type Calendar, tooFarAhead } from '../rates/calendar.ts';
import { decimal } from '../rates/decimal.ts';
import { isAcrossOne, isInverse, isNear, isPowerOfTen, stepPercent } from '../rates/distance.ts';
import type { Bulletin, Code, Fixing } from '../rates/fixing.ts';

/** What can make a held figure real. */
export type Confirmation = 'cross-check' | 'next-bulletin' | 'still-printed';

export type RuleName =
  | 'not-positive'
  | 'too-far-ahead'
  | 'going-back'
  | 'wrong-way-round'
  | 'power-of-ten'
  | 'other-currency'
  | 'outside-band'
  | 'taken-back'
  | 'cross-check';

/** Local units for one unit of a currency: another row of the document, or another rate that is shown. */
export interface DocumentRow {
  code: Code;
  perUnit: string;
  /** What the row said in the document before, where that is known. */
  before: string | null;
}

/** A fixing on its way in, and what it is measured against. */
export interface Candidate {
  fixing: Fixing;
  /** Date of the newest fixing of the same source and code, if one is known. */
  newest: string | null;
  /**
   * The figures that it may follow: the newest known fixing; for a correction also the one before it. Nearness to
   * one is enough. Empty when nothing is known.
   */
  follows: readonly Bulletin[];
  /** The largest step, in percent, that is believed without confirmation. */
  band: string;
  documentRows: readonly DocumentRow[];
  /** Cross-checks of about the same date. */
  checks: readonly Bulletin[];
  /** What is shown of the code by another source, the seed's figure as a rule; `null` for nothing. */
  shown: string | null;
  calendar: Calendar;
  now: Date;
}

/** Why a candidate is not published, as logs, metrics and `/sources` say it. */
export interface Verdict {
  rule: RuleName;
  message: string;
  /** What would make it real: `null` = refused outright, empty = nothing but a line in the source's file. */
  confirmedBy: readonly Confirmation[] | null;
}

/** One question to a candidate. */
export interface Rule {
  name: RuleName;
  /** The sentence that explains the offence, or `null` when there is none. */
  offence(candidate: Candidate): string | null;
  confirmedBy: readonly Confirmation[] | null;
}

/** Agreement of two sources: central banks' crosses for their neighbours lie up to 1 % apart, and days differ. */
export const AGREEMENT = '3';
/** Above it, being read again proves nothing: only the sum of UZS 2017 (+92 %) was larger in twenty years. */
export const LARGEST_STEP = '50';

/**
 * Percent. A figure more than four times another is of another scale: a lost zero on top of a devaluation lies anywhere
 * between the powers of ten, and the largest honest step on record is less than a doubling.
 */
export const OTHER_SCALE = '300';

const inBand = ({ fixing, follows, band }: Candidate) =>
  follows.length === 0 || follows.some((it) => isNear(fixing.perDollar, it.perDollar, band));

/** Whether a figure is another turned round, as far as the scale allows: beyond it a power of ten is likelier. */
export function isTurnedRound(a: string, b: string): boolean {
  if (isInverse(a, b)) return true;
  return isAcrossOne(a, b) && !isNear(a, b, LARGEST_STEP) && isNear(a, b, OTHER_SCALE);
}

const isOfScale = ({ fixing, follows }: Candidate) =>
  follows.some((it) => isNear(fixing.perDollar, it.perDollar, OTHER_SCALE));

/** The figure that a step is measured from: of those it may follow, the nearest. */
function reference({ fixing, follows }: Candidate): Bulletin | undefined {
  const step = (it: Bulletin) => stepPercent(fixing.perDollar, it.perDollar);
  return [...follows].sort((a, b) => step(a).cmp(step(b)))[0];
}

const beside = (candidate: Candidate) =>
  `${candidate.fixing.code} ${candidate.fixing.perDollar} after ${reference(candidate)?.perDollar}`;

/** What is known of the code from another source: a cross-check's figure, or what is shown of it, the seed as a rule. */
const elsewhereOf = ({ checks, shown }: Candidate) => checks[0]?.perDollar ?? shown;

const besideOther = ({ fixing }: Candidate, elsewhere: string) =>
  `${fixing.code} ${fixing.perDollar} with nothing known before, beside ${elsewhere} elsewhere`;

/** Whether the bank prints an earlier day than the one that is shown. */
const goesBack = ({ fixing, newest }: Candidate) => newest !== null && fixing.date < newest;
/** Whether the day that is shown lies ahead still: then its date may be a mistake that the bank takes back. */
const isAhead = ({ newest, calendar, now }: Candidate) =>
  newest !== null && newest > bankTime(calendar, now).date;

/** In the order in which they are asked. */
export const RULES: readonly Rule[] = [
  {
    name: 'not-positive',
    offence: ({ fixing }) =>
      decimal(fixing.perDollar).gt(0) ? null : `${fixing.code} printed as ${fixing.printed}`,
    confirmedBy: null,
  },
  {
    name: 'too-far-ahead',
    offence: ({ fixing, calendar, now }) =>
      tooFarAhead(fixing.date, calendar, now)
        ? `${fixing.code} dated ${fixing.date}, further ahead than a fixing is set`
        : null,
    confirmedBy: null,
  },
  {
    name: 'going-back',
    offence: (candidate) =>
      goesBack(candidate) && !isAhead(candidate)
        ? `${candidate.fixing.code} dated ${candidate.fixing.date}, before the ${candidate.newest} that is shown`
        : null,
    confirmedBy: null,
  },
  {
    name: 'wrong-way-round',
    offence: (candidate) =>
      !inBand(candidate) &&
      candidate.follows.some((it) => isTurnedRound(candidate.fixing.perDollar, it.perDollar))
        ? `${beside(candidate)} is the price turned round`
        : null,
    confirmedBy: ['cross-check'],
  },
  {
    name: 'power-of-ten',
    offence: (candidate) =>
      !inBand(candidate) &&
      (candidate.follows.some((it) => isPowerOfTen(candidate.fixing.perDollar, it.perDollar)) ||
        (candidate.follows.length > 0 && !isOfScale(candidate)))
        ? `${beside(candidate)} differs by zeros`
        : null,
    // A redenomination is announced a year ahead: it is a dated line in the source's file, never a surprise.
    confirmedBy: [],
  },
  {
    name: 'other-currency',
    offence(candidate) {
      const other = inBand(candidate)
        ? undefined
        : candidate.documentRows.find((it) => tookRow(candidate, it));
      return other === undefined ? null : `${beside(candidate)} is the number of ${other.code}`;
    },
    confirmedBy: ['cross-check'],
  },
  {
    name: 'outside-band',
    offence(candidate) {
      const from = reference(candidate);
      if (from === undefined || inBand(candidate)) return null;
      const step = stepPercent(candidate.fixing.perDollar, from.perDollar);
      return `${beside(candidate)} is a step of ${step.toFixed(2)} %, over ${candidate.band} %`;
    },
    confirmedBy: ['cross-check', 'next-bulletin', 'still-printed'],
  },
  {
    // A date typed wrong would stand for up to four days: twelve in the long holidays.
    name: 'taken-back',
    offence: (candidate) =>
      goesBack(candidate)
        ? `${candidate.fixing.code} dated ${candidate.fixing.date}, while ${candidate.newest} is shown and has not come`
        : null,
    confirmedBy: ['still-printed'],
  },
  {
    name: 'cross-check',
    offence(candidate) {
      const elsewhere = elsewhereOf(candidate);
      if (candidate.follows.length > 0 || elsewhere === null) return null;
      const { perDollar } = candidate.fixing;
      // The seed is old: a currency may have moved by half since, yet gained no zeros.
      const isOther = !isNear(perDollar, elsewhere, OTHER_SCALE);
      return isOther || isPowerOfTen(perDollar, elsewhere) || isInverse(perDollar, elsewhere)
        ? besideOther(candidate, elsewhere)
        : null;
    },
    // The next bulletin may have the same mistake: a nominal that was read wrong is wrong every day.
    confirmedBy: ['cross-check'],
  },
  {
    name: 'cross-check',
    offence(candidate) {
      const { fixing, follows, checks } = candidate;
      const [check] = checks;
      // Among known figures a cross-check that lags by a day would hold honest moves; alone it is all there is.
      if (follows.length > 0 || check === undefined) return null;
      return checks.some((it) => isNear(fixing.perDollar, it.perDollar, AGREEMENT))
        ? null
        : besideOther(candidate, check.perDollar);
    },
    confirmedBy: ['cross-check', 'next-bulletin'],
  },
];

const namesOf = (rules: readonly Rule[]) => rules.map(({ name }) => name);

/** The rules by what follows: a refusal, or a hold. */
export const RULE_NAMES: { refusing: readonly RuleName[]; holding: readonly RuleName[] } = {
  refusing: namesOf(RULES.filter((rule) => rule.confirmedBy === null)),
  holding: namesOf(RULES.filter((rule) => rule.confirmedBy !== null)),
};

/** The first rule that a candidate breaks, or `null` when it may be published. */
export function verdictOn(candidate: Candidate, rules: readonly Rule[] = RULES): Verdict | null {
  for (const { name, offence, confirmedBy } of rules) {
    const message = offence(candidate);
    if (message === null) continue;
    const { fixing, follows } = candidate;
    const tooLarge =
      follows.length > 0 && follows.every((it) => !isNear(fixing.perDollar, it.perDollar, LARGEST_STEP));
    const isOpen = (way: Confirmation) =>
      // Only being printed again and again makes an earlier day more than an old page.
      way === 'still-printed' ? !tooLarge : !goesBack(candidate);
    const ways = confirmedBy?.filter(isOpen) ?? null;
    return { rule: name, message, confirmedBy: ways };
  }
  return null;
}

/**
 * Whether the dollar's row holds a neighbour's number. Either the two were swapped, and the neighbour's row holds what
 * the dollar was; a real jump that happens to land on a neighbour moves that one along. Or one was written twice; a
 * currency that is worth a dollar has had the dollar's figure before.
 */
function tookRow({ fixing, follows, band }: Candidate, { perUnit, before }: DocumentRow): boolean {
  const nearShown = (figure: string) => follows.some((it) => isNear(figure, it.perDollar, band));
  const swapped = nearShown(perUnit) && (before === null || isNear(fixing.perDollar, before, band));
  const copied = decimal(perUnit).eq(decimal(fixing.perDollar)) && (before === null || !nearShown(before));
  return swapped || copied;
}
