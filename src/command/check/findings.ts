// command: the findings of `check`, from its evidence. Pure.
import type { HeldRow, Rate, SourceReport } from '../../rates/wire.ts';
import { detailOf } from '../server.ts';
import { plain } from '../terminal.ts';
import type { Evidence } from './evidence.ts';
import { ago, stamp } from './times.ts';

/** `look`: an operator should look at it. `note`: for information. */
export type Level = 'good' | 'note' | 'look';

export interface Finding {
  level: Level;
  text: string;
}

const good = (text: string): Finding => ({ level: 'good', text });
const note = (text: string): Finding => ({ level: 'note', text });
const look = (text: string): Finding => ({ level: 'look', text });

/** A poll may wait for another poll and for a slow bank. It is over within this time. */
const LATE_MS = 5 * 60_000;

/** All findings; those of level `look` come first. */
export function findingsOf(evidence: Evidence): Finding[] {
  const { ready, reports } = evidence;
  const all = [
    ready.status === 200
      ? good('It is ready: there are rates to serve.')
      : look(`It is not ready: ${detailOf(ready)}.`),
    ...aboutRates(evidence),
    ...(reports === undefined
      ? [look('The answer of /sources cannot be read: the state of the polls is not known.')]
      : aboutSources(reports, evidence)),
    aboutStream(evidence),
  ];
  const order: Level[] = ['look', 'note', 'good'];
  return order.flatMap((level) => all.filter((finding) => finding.level === level));
}

function aboutRates({ snapshot, reports = [], now }: Evidence): Finding[] {
  if (snapshot === undefined) return [look('The answer of /rates cannot be read.')];
  const { rates, seq, asOf } = snapshot;
  if (rates.length === 0) return [look('It serves no rate.')];
  const current = rates.filter(({ status }) => status === 'live' || status === 'pegged');
  const others = rates.filter((rate) => !current.includes(rate));
  const names = current.map(({ base, status }) => (status === 'pegged' ? `${base} (pegged)` : base));
  return [
    ...(current.length > 0 ? [good(`Up to date: ${plain(names.join(', '))}.`)] : []),
    ...others.map((rate) => aboutRate(rate, reports)),
    good(`The last change has number ${seq} and came ${ago(asOf, now)}.`),
  ];
}

function aboutRate({ base, status, inverse, date, source }: Rate, reports: readonly SourceReport[]): Finding {
  const shown = plain(`${inverse} for a dollar, of ${date}`);
  const name = plain(base);
  if (status === 'held') {
    const held = reports.flatMap((report) => report.held).find(({ code }) => code === base);
    return look(`${name} is held: ${shown}, stays until a new figure is confirmed.${whyHeld(held)}`);
  }
  if (status === 'stale')
    return look(
      `${name} is stale: ${shown}, is the newest figure, and ${plain(source.name)} should have set one since.`,
    );
  if (status === 'demo') return note(`${name} is invented (the source demo): ${shown}.`);
  if (status === 'seed') {
    const publisher = reports.find(({ publishes, kind }) => publishes.includes(base) && kind !== 'seed');
    if (publisher === undefined) return note(`${name} is kept by hand (the source seed): ${shown}.`);
    return look(`${name} shows the seed, ${shown}: ${plain(publisher.id)} has given no figure yet.`);
  }
  return note(`${name} has the status ${plain(status)}, which this version does not know: ${shown}.`);
}

/** What confirms a held figure, by the guard's names. A name of a later version is shown as it is. */
const CONFIRMATIONS: Readonly<Record<string, string>> = {
  'cross-check': 'another source prints nearly the same',
  'next-bulletin': 'the next bulletin agrees with it',
  'still-printed': 'the bank still prints it half an hour later',
};

function whyHeld(held: HeldRow | undefined): string {
  if (held === undefined) return '';
  const { printed, date, rule, message, since, confirmedBy } = held;
  const by = confirmedBy.map((way) => CONFIRMATIONS[way] ?? way).join(', or ');
  return plain(
    ` The bank printed ${printed} for ${date}. The rule ${rule} has held it since ${stamp(since)}` +
      `${message === '' ? '' : `: ${message}`}. ` +
      (by === '' ? 'Only a new version of the service can confirm it.' : `It is confirmed when ${by}.`),
  );
}

function aboutSources(reports: readonly SourceReport[], { now, snapshot }: Evidence): Finding[] {
  const asked = reports.filter(({ lastPoll, lastError, nextPoll }) => lastPoll ?? lastError ?? nextPoll);
  const failing = asked.filter(isFailing);
  const late = asked.filter(
    ({ nextPoll }) => nextPoll !== null && Date.parse(nextPoll) + LATE_MS < Date.parse(now.toISOString()),
  );
  const fine = asked.filter((report) => !failing.includes(report) && report.lastGoodPoll !== null);
  const shownHeld = (snapshot?.rates ?? []).filter(({ status }) => status === 'held').map(({ base }) => base);
  return [
    ...(fine.length > 0 ? [good(`Polled well: ${plain(fine.map(({ id }) => id).join(', '))}.`)] : []),
    ...failing.map((report) => aboutFailing(report, now)),
    ...late.map(({ id, nextPoll }) =>
      look(`${plain(id)} is not polled: its poll was due ${ago(nextPoll ?? '', now)}. Is there a leader?`),
    ),
    ...reports.flatMap(({ id, held }) =>
      held
        .filter(({ code }) => !shownHeld.includes(code))
        .map((row) => note(`A figure of ${plain(id)} for ${plain(row.code)} is held.${whyHeld(row)}`)),
    ),
  ];
}

/** A report keeps its last error when later polls succeed, so the times are compared. */
function isFailing({ lastError, lastGoodPoll }: SourceReport): boolean {
  return lastError !== null && (lastGoodPoll === null || lastError.at > lastGoodPoll);
}

function aboutFailing(report: SourceReport, now: Date): Finding {
  const { id, publishes, lastError, lastGoodPoll, nextPoll } = report;
  const since =
    lastGoodPoll === null
      ? 'fails, and no poll has succeeded yet'
      : `has failed since its last good poll ${ago(lastGoodPoll, now)} (${stamp(lastGoodPoll)})`;
  const what = publishes.length > 0 ? `It publishes ${publishes.join(', ')}` : 'It is only a cross-check';
  const next = nextPoll === null ? '' : `; the next poll is due at ${stamp(nextPoll)}`;
  return look(plain(`${id} ${since}: ${lastError?.message}. ${what}${next}.`));
}

function aboutStream({ stream: { isOpen, tookMs, why } }: Evidence): Finding {
  return isOpen
    ? good(`A stream opens, in ${tookMs} ms.`)
    : look(
        `No stream opens (${plain(why)}): readers get changes by polling, up to half a minute late. A proxy may block streams.`,
      );
}
