// rates: what a new fixing must satisfy before anybody sees it. Each rule answers one question.
import { type Calendar, tooFarAhead } from './calendar.ts';
import { decimal } from './decimal.ts';
import type { Fixing } from './fixing.ts';

/** A fixing on its way in, and what it would replace. */
export interface Candidate {
  fixing: Fixing;
  /** The newest fixing of the same source and code, if one is known. */
  shown: Fixing | null;
  calendar: Calendar;
  now: Date;
}

/** A rule's name, as logs, metrics and `/sources` print it, with the sentence that explains this refusal. */
export interface Refusal {
  rule: 'not-positive' | 'too-far-ahead' | 'going-back';
  message: string;
}

type Rule = (candidate: Candidate) => Refusal | null;

const positive: Rule = ({ fixing }) =>
  decimal(fixing.perDollar).gt(0)
    ? null
    : { rule: 'not-positive', message: `${fixing.code} printed as ${fixing.printed}` };

const notTooFarAhead: Rule = ({ fixing, calendar, now }) =>
  tooFarAhead(fixing.date, calendar, now)
    ? {
        rule: 'too-far-ahead',
        message: `${fixing.code} dated ${fixing.date}, further ahead than a fixing is set`,
      }
    : null;

const notGoingBack: Rule = ({ fixing, shown }) =>
  shown !== null && fixing.date < shown.date
    ? {
        rule: 'going-back',
        message: `${fixing.code} dated ${fixing.date}, before the ${shown.date} that is shown`,
      }
    : null;

const RULES: readonly Rule[] = [positive, notTooFarAhead, notGoingBack];

/** The first rule that the candidate breaks, or `null` when it may be published. */
export function refusalOf(candidate: Candidate): Refusal | null {
  for (const rule of RULES) {
    const refusal = rule(candidate);
    if (refusal !== null) return refusal;
  }
  return null;
}
