// serve: the limits of this service in words, with the figures that its operator has set.
import { HEARTBEAT_MS } from '../../../publish/heartbeat.ts';
import { TOO_SLOW_MS } from '../../../publish/stalls.ts';
import { LOG_LENGTH } from '../../../store/store.ts';
import { MAX_WAITING } from '../../pictures/painter.ts';
import { MAX_BAD, MAX_MESSAGE_BYTES, MAX_MESSAGES, WINDOW_MS } from '../../stream/client-message.ts';

export interface Limits {
  /** HTTP requests a minute and address; 0 = no limit. */
  rateLimit: number;
  maxClients: number;
  maxClientsPerAddress: number;
}

export function limitRows({ rateLimit, maxClients, maxClientsPerAddress }: Limits): [string, string][] {
  return [
    [
      'Requests',
      rateLimit === 0
        ? 'This service has no limit.'
        : `${rateLimit} a minute and address, then 429 with Retry-After in seconds. Health checks are not counted. A client that polls more often than every ten seconds should use the stream.`,
    ],
    [
      'Pictures',
      `Each PNG is painted once after a change of the rates. While ${MAX_WAITING} are waiting to be painted, a request for another one gets 503.`,
    ],
    ['Streams', `${maxClients} at a time, ${maxClientsPerAddress} from one address.`],
    [
      'Messages on /ws',
      `${MAX_MESSAGES} in ${WINDOW_MS / 1_000} s, each at most ${MAX_MESSAGE_BYTES / 1_024} KiB of UTF-8 text. Bad message number ${MAX_BAD} ends the connection.`,
    ],
    [
      'Slow listeners',
      `A client that does not read gets only the newest rate of each currency when it reads again. After ${TOO_SLOW_MS / 1_000} s its connection is closed.`,
    ],
    [
      'Silence',
      `A heartbeat is sent after ${HEARTBEAT_MS / 1_000} s without another message. A connection without three heartbeats in a row is dead.`,
    ],
    [
      'Missed changes',
      `At least the last ${LOG_LENGTH.toLocaleString('en')} changes can be replayed by epoch and seq. A client that missed more gets a snapshot.`,
    ],
  ];
}
