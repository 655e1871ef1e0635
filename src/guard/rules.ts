// guard: the rules that a new fixing must pass before it is published. Each rule answers one question.
import { bankTime, type Calendar, tooFarAhead } from '../rates/calendar.ts';
import { decimal } from '../rates/decimal.ts';
import { isAcrossOne, isInverse, isNear, isPowerOfTen, stepPercent } from '../rates/distance.ts';
import type { Bulletin, Code, Fixing } from '../rates/fixing.ts';

/** What can confirm a held figure. */
export type Confirmation = 'cross-check' | 'next-bulletin' | 'still-printed';

/** The names of the rules, for logs, metrics and `/sources`. */
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

/** Local units for one unit of a currency: another row of the document, or another published rate. */
export interface DocumentRow {
  code: Code;
  perUnit: string;
  /** The figure of the same row in the document before, where it is known. */
  before: string | null;
}

/** A fixing to judge, and the figures that it is compared with. */
export interface Candidate {
  fixing: Fixing;
  /** Date of the newest fixing of the same source and code, if one is known. */
  newest: string | null;
  /**
   * The figures that it may follow: the newest known fixing; for a correction also the one before it. It has to be
   * near to one of them. Empty when nothing is known.
   */
  follows: readonly Bulletin[];
  /** The largest step, in percent, that is accepted without confirmation. */
  band: string;
  documentRows: readonly DocumentRow[];
  /** Cross-checks of about the same date. */
  checks: readonly Bulletin[];
  /** The published figure of the code from another source, usually the seed; `null` for none. */
  shown: string | null;
  calendar: Calendar;
  now: Date;
}

/** Why a candidate is not published: what logs, metrics and `/sources` report. */
export interface Verdict {
  rule: RuleName;
  message: string;
  /** What would confirm it: `null` = refused at once; empty = only a new line in the source's file. */
  confirmedBy: readonly Confirmation[] | null;
}

/** One rule. */
export interface Rule {
  name: RuleName;
  /** The sentence that explains the offence; `null` when the candidate passes. */
  offence(candidate: Candidate): string | null;
  confirmedBy: readonly Confirmation[] | null;
}

/**
 * Percent within which two sources agree: cross rates of different central banks lie up to 1 % apart, and their days
 * differ.
 */
export const AGREEMENT = '3';
/** Percent. Above it another read proves nothing: in twenty years only the step of UZS in 2017 (+92 %) was larger. */
export const LARGEST_STEP = '50';

/**
 * Percent. A figure more than four times another is of another scale: a lost zero together with a devaluation can lie
 * anywhere between two powers of ten, and the largest correct step on record is less than a doubling.
 */
export const OTHER_SCALE = '300';

const inBand = ({ fixing, follows, band }: Candidate) =>
  follows.length === 0 || follows.some((it) => isNear(fixing.perDollar, it.perDollar, band));

/** Whether a figure is the inverse of another. Beyond the limit of the scale a power of ten is likelier. */
export function isInverted(a: string, b: string): boolean {
  if (isInverse(a, b)) return true;
  return isAcrossOne(a, b) && !isNear(a, b, LARGEST_STEP) && isNear(a, b, OTHER_SCALE);
}

const isOfScale = ({ fixing, follows }: Candidate) =>
  follows.some((it) => isNear(fixing.perDollar, it.perDollar, OTHER_SCALE));

/** The figure that a step is measured from: the nearest of those that it may follow. */
function reference({ fixing, follows }: Candidate): Bulletin | undefined {
  const step = (it: Bulletin) => stepPercent(fixing.perDollar, it.perDollar);
  return [...follows].sort((a, b) => step(a).cmp(step(b)))[0];
}

const beside = (candidate: Candidate) =>
  `${candidate.fixing.code} ${candidate.fixing.perDollar} after ${reference(candidate)?.perDollar}`;

/** A figure of the code from another source: a cross-check's, or the published one (usually the seed). */
const elsewhereOf = ({ checks, shown }: Candidate) => checks[0]?.perDollar ?? shown;

const besideOther = ({ fixing }: Candidate, elsewhere: string) =>
  `${fixing.code} ${fixing.perDollar} with nothing known before, beside ${elsewhere} elsewhere`;

/** Whether the bank prints an earlier day than the published one. */
const goesBack = ({ fixing, newest }: Candidate) => newest !== null && fixing.date < newest;
/** Whether the published day still lies ahead: then its date may be a mistake that the bank corrects. */
const isAhead = ({ newest, calendar, now }: Candidate) =>
  newest !== null && newest > bankTime(calendar, now).date;

/** In the order in which they are applied. */
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
      candidate.follows.some((it) => isInverted(candidate.fixing.perDollar, it.perDollar))
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
    // A redenomination is announced a year ahead, and becomes a dated line in the source's file.
    confirmedBy: [],
  },
  {
    name: 'other-currency',
    offence(candidate) {
      const other = inBand(candidate)
        ? undefined
        : candidate.documentRows.find((it) => isOtherRow(candidate, it));
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
    // A wrong date would otherwise be published for up to four days: twelve in the long holidays.
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
      // The seed is old: the currency may have moved by half since then, but not by a power of ten.
      const isOther = !isNear(perDollar, elsewhere, OTHER_SCALE);
      return isOther || isPowerOfTen(perDollar, elsewhere) || isInverse(perDollar, elsewhere)
        ? besideOther(candidate, elsewhere)
        : null;
    },
    // The next bulletin may have the same mistake: a nominal that is read wrong is wrong every day.
    confirmedBy: ['cross-check'],
  },
  {
    name: 'cross-check',
    offence(candidate) {
      const { fixing, follows, checks } = candidate;
      const [check] = checks;
      // Where earlier figures are known, a cross-check that lags by a day would hold correct moves. It is used only
      // where it is the one figure known.
      if (follows.length > 0 || check === undefined) return null;
      return checks.some((it) => isNear(fixing.perDollar, it.perDollar, AGREEMENT))
        ? null
        : besideOther(candidate, check.perDollar);
    },
    confirmedBy: ['cross-check', 'next-bulletin'],
  },
];

const namesOf = (rules: readonly Rule[]) => rules.map(({ name }) => name);

/** The rules by their result: a refusal, or a hold. */
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
      // Only repeated reads can show that an earlier day is not an old page from a cache.
      way === 'still-printed' ? !tooLarge : !goesBack(candidate);
    const ways = confirmedBy?.filter(isOpen) ?? null;
    return { rule: name, message, confirmedBy: ways };
  }
  return null;
}

/**
 * Whether the dollar's row contains the number of another row. Either the two rows were swapped: then the other row
 * contains the dollar's old figure (a real jump that lands on another row's figure moves that row as well). Or one
 * number was written twice: a currency that is worth one dollar had the dollar's figure before too, and is excepted.
 */
function isOtherRow({ fixing, follows, band }: Candidate, { perUnit, before }: DocumentRow): boolean {
  const nearShown = (figure: string) => follows.some((it) => isNear(figure, it.perDollar, band));
  const swapped = nearShown(perUnit) && (before === null || isNear(fixing.perDollar, before, band));
  const copied = decimal(perUnit).eq(decimal(fixing.perDollar)) && (before === null || !nearShown(before));
  return swapped || copied;
}
