// poll: what one poll reads with.
import type { Ask } from '../../sources/reading/client.ts';
import type { Search } from '../../sources/source.ts';

export interface PollReading extends Search {
  /**
   * A way to ask that remembers nothing of what was read before. A conditional request is answered with "not
   * modified", and a second read by it would only agree with the first.
   */
  anew(): Ask;
}
