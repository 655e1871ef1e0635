// rates: past fixings as an Atom feed (RFC 4287), one entry for each.
import { createHash } from 'node:crypto';
import type { Fixing } from './fixing.ts';
import { rateOf } from './rate.ts';
import { changeText } from './text.ts';
import type { SourceRef } from './wire.ts';
import { xmlText } from './xml-text.ts';

/** A fixing, the one before it if it is known, and the publisher. */
export interface AtomEntry {
  fixing: Fixing;
  previous: Fixing | null;
  source: SourceRef;
}

/** Addresses are absolute where the service knows its own, else relative to the feed. */
export interface AtomHead {
  /** Identifies the feed among those of the service: `KGS`, or `all`. */
  name: string;
  title: string;
  self: string;
  /** The address of the history of one day. */
  historyOf(code: string, date: string): string;
  /** The feed's `updated` while it has no entry, ISO 8601. */
  emptySince: string;
}

/**
 * An Atom feed, sorted by the days of the fixings, the newest first. After a first start the earlier days are read after
 * the newest one, so the time of the read is not their order.
 */
export function atomFeed(head: AtomHead, entries: readonly AtomEntry[]): string {
  const sorted = [...entries].sort(
    (a, b) =>
      b.fixing.date.localeCompare(a.fixing.date) || b.fixing.fetchedAt.localeCompare(a.fixing.fetchedAt),
  );
  const updated = sorted.map(updatedOf).reduce((a, b) => (a > b ? a : b), '') || head.emptySince;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>${xmlText(head.title)}</title>
<id>${idOf(`feed ${head.name}`)}</id>
<link rel="self" type="application/atom+xml" href="${xmlText(head.self)}"/>
<updated>${updated}</updated>
<author><name>Silk Ticker</name></author>
${sorted.map((entry) => entryText(entry, head)).join('')}</feed>
`;
}

/** When the text of an entry last changed: it contains the fixing and the step from the one before. */
function updatedOf({ fixing, previous }: AtomEntry): string {
  const { fetchedAt } = fixing;
  return previous !== null && previous.fetchedAt > fetchedAt ? previous.fetchedAt : fetchedAt;
}

/**
 * The start of the day on which a fixing was first read, or of the fixing's own day if that is earlier. Of a corrected
 * fixing only the time of the correction is kept: then it is the fixing's own day.
 */
function publishedOf({ date, fetchedAt }: Fixing): string {
  const readOn = fetchedAt.slice(0, 10);
  return `${readOn < date ? readOn : date}T00:00:00.000Z`;
}

function entryText(entry: AtomEntry, { historyOf }: AtomHead): string {
  const { fixing, previous, source } = entry;
  const { code, date } = fixing;
  const rate = rateOf(fixing, previous, source, 'live');
  const before =
    previous === null ? '' : ` The fixing before, for ${previous.date}, was ${previous.perDollar}.`;
  const summary = `${source.name} set ${rate.inverse} ${code} for one dollar for ${date}: one ${code} is ${rate.rate} USD.${before}`;
  const site = source.url === '' ? '' : `<uri>${xmlText(source.url)}</uri>`;
  return `<entry>
<title>${xmlText(`${rate.pair} = ${rate.display} ${changeText(rate)} (${date})`)}</title>
<id>${idOf(`fixing ${code} ${fixing.source} ${date}`)}</id>
<link rel="alternate" type="application/json" href="${xmlText(historyOf(code, date))}"/>
<published>${publishedOf(fixing)}</published>
<updated>${updatedOf(entry)}</updated>
<author><name>${xmlText(source.name)}</name>${site}</author>
<category term="${xmlText(code)}"/>
<summary>${xmlText(summary)}</summary>
</entry>
`;
}

/** The name space of our ids. With another one every entry would be new to every feed reader. */
const NAMESPACE = Buffer.from('5d0c2a3ee1b94c6f9c0d6f0f7a8e41b2', 'hex');

/** A UUID of version 5 (RFC 9562): the same name always has the same id, on every replica. */
export function idOf(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
