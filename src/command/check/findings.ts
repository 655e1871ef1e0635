// command: what an operator should know of a running service, in plain words. Pure.
import type { HeldRow, Rate, SourceReport } from '../../rates/wire.ts';
import { detailOf } from '../server.ts';
import { plain } from '../terminal.ts';
import type { Evidence } from './evidence.ts';
import { ago, stamp } from './times.ts';

/** `look`: somebody should look at it. `note`: good to know. */
export type Level = 'good' | 'note' | 'look';

export interface Finding {
  level: Level;
  text: string;
}

const good = (text: string): Finding => ({ level: 'good', text });
const note = (text: string): Finding => ({ level: 'note', text });
const look = (text: string): Finding => ({ level: 'look', text });

/** A poll may wait for another one and for a slow bank; by then it is over. */
const LATE_MS = 5 * 60_000;

/** What somebody should look at comes first. */
export function findingsOf(evidence: Evidence): Finding[] {
  const { ready, reports } = evidence;
  const all = [
    ready.status === 200
      ? good('It is ready: there are rates to serve.')
      : look(`It is not ready: ${detailOf(ready)}.`),
    ...aboutRates(evidence),
    ...(reports === undefined
      ? [look('/sources gives no answer that can be read: how the banks are polled is not known.')]
      : aboutSources(reports, evidence)),
    aboutStream(evidence),
  ];
  const order: Level[] = ['look', 'note', 'good'];
  return order.flatMap((level) => all.filter((finding) => finding.level === level));
}

function aboutRates({ snapshot, reports = [], now }: Evidence): Finding[] {
  if (snapshot === undefined) return [look('/rates gives no answer that can be read.')];
  const { rates, seq, asOf } = snapshot;
  if (rates.length === 0) return [look('It serves no rate.')];
  const calm = rates.filter(({ status }) => status === 'live' || status === 'pegged');
  const others = rates.filter((rate) => !calm.includes(rate));
  const names = calm.map(({ base, status }) => (status === 'pegged' ? `${base} (pegged)` : base));
  return [
    ...(calm.length > 0 ? [good(`As they should be: ${plain(names.join(', '))}.`)] : []),
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

/** The guard's ways of confirmation; one of a later version is shown by its name. */
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
      (by === '' ? 'Nothing confirms it but a new version of the service.' : `It is confirmed when ${by}.`),
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
      look(`Nobody polls ${plain(id)}: its poll was due ${ago(nextPoll ?? '', now)}. Is there a leader?`),
    ),
    ...reports.flatMap(({ id, held }) =>
      held
        .filter(({ code }) => !shownHeld.includes(code))
        .map((row) => note(`A figure of ${plain(id)} for ${plain(row.code)} is held.${whyHeld(row)}`)),
    ),
  ];
}

/** The last error stays in a report when later polls go well. */
function isFailing({ lastError, lastGoodPoll }: SourceReport): boolean {
  return lastError !== null && (lastGoodPoll === null || lastError.at > lastGoodPoll);
}

function aboutFailing(report: SourceReport, now: Date): Finding {
  const { id, publishes, lastError, lastGoodPoll, nextPoll } = report;
  const since =
    lastGoodPoll === null
      ? 'and no poll has gone well yet'
      : `since the last good poll ${ago(lastGoodPoll, now)} (${stamp(lastGoodPoll)})`;
  const what = publishes.length > 0 ? `It publishes ${publishes.join(', ')}` : 'It is a cross-check alone';
  const next = nextPoll === null ? '' : `; the next poll is due at ${stamp(nextPoll)}`;
  return look(plain(`${id} fails, ${since}: ${lastError?.message}. ${what}${next}.`));
}

function aboutStream({ stream: { isOpen, tookMs, why } }: Evidence): Finding {
  return isOpen
    ? good(`A stream opens, in ${tookMs} ms.`)
    : look(
        `No stream opens (${plain(why)}): readers get changes by polling, half a minute late. A proxy in between?`,
      );
}
