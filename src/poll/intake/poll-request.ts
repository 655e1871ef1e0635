// poll: the parameters of the reads of one poll.
import type { Ask } from '../../sources/reading/client.ts';
import type { SearchRequest } from '../../sources/source.ts';

/** The parameters of all reads of one poll. */
export interface PollRequest extends SearchRequest {
  /**
   * An `Ask` without the memory of earlier reads. A conditional request would be answered with 304, and the second
   * read would only repeat the first.
   */
  newAsk(): Ask;
}
