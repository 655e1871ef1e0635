// poll: what one poll reads with.
import type { Ask } from '../../sources/reading/client.ts';
import type { SearchRequest } from '../../sources/source.ts';

export interface PollRequest extends SearchRequest {
  /**
   * A way to ask that remembers nothing of what was read before. A conditional request is answered with "not
   * modified", and a second read by it would only agree with the first.
   */
  newAsk(): Ask;
}
