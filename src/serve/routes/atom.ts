// serve: GET /rates.atom and /rates/{code}.atom, past fixings for feed readers, Slack and bots.
import type { Context } from 'hono';
import type { Archive } from '../../publish/archive.ts';
import type { Feed } from '../../publish/feed.ts';
import { type AtomEntry, atomFeed } from '../../rates/atom.ts';
import type { Code, Fixing } from '../../rates/fixing.ts';
import type { SourceRef } from '../../rates/wire.ts';
import { createBodies } from '../http/answers/bodies.ts';
import { answerPacked } from '../http/answers/form.ts';
import { HISTORY_CACHE, prepare } from '../http/answers/prepared.ts';
import { notReady } from '../http/problem.ts';
import { codesParameter, querySchema } from '../http/query/parameters.ts';
import { createRoute, type Route } from '../http/route.ts';
import { codeParameter, unknownCode } from './rate.ts';

const TYPE = 'application/atom+xml';
/** Six weeks of one currency; two weeks of each in the common feed. The history answers for a longer time. */
const ENTRIES_OF_ONE = 30;
const ENTRIES_OF_EACH = 10;

export interface AtomDeps {
  feed: Feed;
  archive: Archive;
  codes: readonly Code[];
  /** The public address, or empty for relative addresses. */
  base: string;
}

export function createAtomRoutes({ feed, archive, codes, base }: AtomDeps): Route[] {
  const bodyAt = createBodies();

  function sourceOf({ code, source }: Fixing): SourceRef {
    const shown = feed.snapshot()?.rates.find(({ base }) => base === code)?.source;
    return shown?.id === source ? shown : { id: source, name: source, kind: 'official', url: '' };
  }

  /** The newest entries of a code; `null` while its history is not read yet. */
  function entriesOf(code: Code, count: number): AtomEntry[] | null {
    const fixings = archive.published(code);
    if (fixings === null) return null;
    const first = Math.max(0, fixings.length - count);
    return fixings.slice(first).map((fixing, index) => {
      const before = fixings[first + index - 1] ?? null;
      return { fixing, previous: isPrevious(fixing, before) ? before : null, source: sourceOf(fixing) };
    });
  }

  /** Of the fixing that is shown, only the day that its change is from: a day between the two may not be known. */
  function isPrevious({ code, date, source }: Fixing, before: Fixing | null): boolean {
    const shown = feed.snapshot()?.rates.find(({ base }) => base === code);
    if (shown?.date !== date || shown.source.id !== source) return true;
    return shown.change?.previousDate === before?.date;
  }

  function respond(
    c: Context,
    path: string,
    title: string,
    chosen: readonly Code[],
    count: number,
  ): Response {
    const snapshot = feed.snapshot();
    const read = chosen.map((code) => entriesOf(code, count)).filter((it) => it !== null);
    if (snapshot === null || read.length === 0) return notReady('the history is not read yet');
    const entries = read.flat();
    // A backfilled day changes the entries without changing the position, also as the day before the first entry.
    const markOf = ({ code, date, fetchedAt }: Fixing) => `${code}${date}${fetchedAt}`;
    const contents = entries.map((it) => `${markOf(it.fixing)}${it.previous && markOf(it.previous)}`).join();
    const body = bodyAt(snapshot, `${path} ${contents}`, () => {
      const historyOf = (code: Code, date: string) => `${base}/rates/${code}/history?from=${date}&to=${date}`;
      const head = { name: path, title, self: `${base}${path}`, historyOf, emptySince: snapshot.asOf };
      return prepare(atomFeed(head, entries), `${TYPE}; charset=utf-8`);
    });
    // Without Last-Modified: entries of past days may arrive up to a minute after the position has changed.
    return answerPacked(c, body, HISTORY_CACHE);
  }

  const common = {
    tag: 'Rates',
    answer: { type: TYPE, schema: 'text', description: 'An Atom feed (RFC 4287)' },
  } as const;
  const all = createRoute({
    ...common,
    path: '/rates.atom',
    operationId: 'getRatesAsAtom',
    summary: `The last ${ENTRIES_OF_EACH} fixings of each currency as a feed, one entry each`,
    problems: [400, 503],
    example: ({ base }) => `/rates.atom?codes=${base}`,
    query: querySchema({ codes: codesParameter(codes) }),
    handle(c, { codes: asked }) {
      const chosen = codes.filter((code) => asked == null || asked.has(code));
      const path = chosen.length === codes.length ? '/rates.atom' : `/rates.atom?codes=${chosen}`;
      return respond(c, path, 'Currencies against the US dollar', chosen, ENTRIES_OF_EACH);
    },
  });
  const one = createRoute({
    ...common,
    path: '/rates/{code}.atom',
    operationId: 'getRateAsAtom',
    summary: `The last ${ENTRIES_OF_ONE} fixings of a currency as a feed, one entry each`,
    parameter: codeParameter(codes),
    problems: [404, 503],
    example: ({ base }) => `/rates/${base}.atom`,
    handle(c, _query, parameter) {
      const code = parameter.toUpperCase();
      if (!codes.includes(code)) return unknownCode(code, codes);
      return respond(c, `/rates/${code}.atom`, `${code} against the US dollar`, [code], ENTRIES_OF_ONE);
    },
  });
  return [all, one];
}
