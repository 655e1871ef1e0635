// poll: the reads of one source: their deadline, the documents that are kept between polls, and the days to search.
import { kindOf } from '../errors.ts';
import type { Bulletin } from '../rates/fixing.ts';
import { createAsk, type Memory, POLL_DEADLINE_MS } from '../sources/reading/client.ts';
import { createDeadlines } from '../sources/reading/deadline.ts';
import type { SelectedSource } from '../sources/selection.ts';
import type { PollRequest } from './intake/poll-request.ts';
import { createSearchWindow } from './search-window.ts';

/** Reads the newest document of one source. */
export interface Reading {
  /** The parameters of a poll, with one deadline for all its requests. */
  requestAt(started: Date): PollRequest;
  /** The newest bulletins. Throws the errors of the source. */
  newest(request: PollRequest): Promise<Bulletin[]>;
  /**
   * Forgets the kept documents after a failure: a damaged page must not be returned for a 304, nor a first read count
   * as the second.
   */
  forget(): void;
}

/** `closing` ends the open requests. */
export function createReading(selected: SelectedSource, closing: AbortSignal): Reading {
  const { source, origin, publishes, checks, key } = selected;
  const memory: Memory = new Map();
  const newDeadline = createDeadlines(POLL_DEADLINE_MS, closing);
  const searchWindow = createSearchWindow(source.calendar);
  return {
    requestAt(started) {
      const deadline = newDeadline();
      const limit = () => deadline;
      return {
        ask: createAsk(origin, memory, limit),
        newAsk: () => createAsk(origin, new Map(), limit),
        now: started,
        codes: [...publishes, ...checks],
        since: searchWindow.since(started),
        key,
      };
    },
    async newest(request) {
      try {
        const bulletins = await source.newest(request);
        searchWindow.note(bulletins[0]?.date ?? null);
        return bulletins;
      } catch (error) {
        if (kindOf(error) === 'source-unreadable') searchWindow.note(null);
        throw error;
      }
    },
    forget: () => memory.clear(),
  };
}
