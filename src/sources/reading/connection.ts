// sources: one GET over a kept connection, with the body as a stream. `client.ts` bounds it and is the only caller.
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TickerError } from '../../errors.ts';

/** An answer whose body is still to be read. Leaving the loop over the body early ends the connection. */
export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Inflated. */
  body: Readable;
}

// One connection serves a whole poll (NBKR drops a client after about twenty handshakes) and is closed soon after it:
// servers close idle connections after five seconds, and a request sent at that moment is lost.
const KEPT = { keepAlive: true, timeout: 4_000 };
const agent = new Agent(KEPT);
const secureAgent = new SecureAgent(KEPT);

/**
 * Sends the request and waits for the header of the answer. Node's `fetch` is not used: it opens a new idle
 * connection for each request that it has aborted, and it offers encodings that are not needed here.
 */
export function get(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage) => {
      try {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: inflated(response) });
      } catch (error) {
        response.destroy();
        reject(error);
      }
    };
    const options = { headers: { 'accept-encoding': 'gzip', ...headers }, signal };
    const sent =
      url.protocol === 'https:'
        ? secureRequest(url, { ...options, agent: secureAgent }, answered)
        : request(url, { ...options, agent }, answered);
    sent.on('error', reject);
    // A 101 has neither answer nor error: Node closes the connection, and the poll waited for ever, its deadline too.
    sent.on('close', () => reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })));
    sent.end();
  });
}

function inflated(response: IncomingMessage): Readable {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return response;
  if (encoding !== 'gzip') throw new TickerError('source-unreadable', 'an encoding that was not requested');
  // A failure of one stream ends the other; the reader gets it in its loop.
  return pipeline(response, createGunzip(), () => {});
}
