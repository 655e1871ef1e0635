// serve: a name for each request, by which an error that somebody reports is found in the log.
import { randomBytes } from 'node:crypto';

export const REQUEST_ID = 'x-request-id';

/** A proxy's own id, if it looks like one: it goes into logs as it is. */
const FOREIGN = /^[\w.:+/=-]{1,64}$/;

/** Takes over the id that a proxy gave, else counts, after some letters that tell this process from others. */
export function createRequestIds(prefix = randomBytes(4).toString('hex')) {
  let count = 0;
  return (given: string | string[] | undefined): string => {
    if (typeof given === 'string' && FOREIGN.test(given)) return given;
    count += 1;
    return `${prefix}-${count.toString(36)}`;
  };
}
