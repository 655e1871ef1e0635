// serve: the id of each request. A reported error is found in the log by it.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const REQUEST_ID = 'x-request-id';

/** An id from a proxy is accepted only in this form, because it is written to the log unchanged. */
const FOREIGN = /^[\w.:+/=-]{1,64}$/;

/** Uses the id of a proxy, else makes one from a random prefix for this process and a counter. */
export function createRequestIds(prefix = randomBytes(4).toString('hex')) {
  let count = 0;
  return (given: string | string[] | undefined): string => {
    if (typeof given === 'string' && FOREIGN.test(given)) return given;
    count += 1;
    return `${prefix}-${count.toString(36)}`;
  };
}

/** The checked id of a request, which replaced the header of the client. */
export function idOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const id = headers[REQUEST_ID];
  return Array.isArray(id) ? id[0] : id;
}
