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
 * An Atom feed, sorted by the time at which a value was first read, newest first. That time is `updated`, so that a
 * correction is newer.
 */
export function atomFeed(head: AtomHead, entries: readonly AtomEntry[]): string {
  const sorted = [...entries].sort(
    (a, b) =>
      b.fixing.fetchedAt.localeCompare(a.fixing.fetchedAt) || b.fixing.date.localeCompare(a.fixing.date),
  );
  const updated = sorted[0]?.fixing.fetchedAt ?? head.emptySince;
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

function entryText({ fixing, previous, source }: AtomEntry, { historyOf }: AtomHead): string {
  const { code, date, fetchedAt } = fixing;
  const rate = rateOf(fixing, previous, source, 'live');
  const before =
    previous === null ? '' : ` The fixing before, for ${previous.date}, was ${previous.perDollar}.`;
  const summary = `${source.name} set ${rate.inverse} ${code} for one dollar for ${date}: one ${code} is ${rate.rate} USD.${before}`;
  const site = source.url === '' ? '' : `<uri>${xmlText(source.url)}</uri>`;
  return `<entry>
<title>${xmlText(`${rate.pair} = ${rate.display} ${changeText(rate)} (${date})`)}</title>
<id>${idOf(`fixing ${code} ${fixing.source} ${date}`)}</id>
<link rel="alternate" type="application/json" href="${xmlText(historyOf(code, date))}"/>
<published>${fetchedAt}</published>
<updated>${fetchedAt}</updated>
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
