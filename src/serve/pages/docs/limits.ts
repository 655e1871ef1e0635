// serve: the limits of this service in words, with the figures that its operator has set.

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
      'Each PNG is painted once after a change of the rates. While sixteen are waiting to be painted, a request for another one gets 503.',
    ],
    ['Streams', `${maxClients} at a time, ${maxClientsPerAddress} from one address.`],
    [
      'Messages on /ws',
      'Ten in ten seconds, each at most 1 KiB of UTF-8 text. The tenth bad message ends the connection.',
    ],
    [
      'Slow listeners',
      'A client that does not read gets only the newest rate of each currency when it reads again. After 30 s its connection is closed.',
    ],
    [
      'Silence',
      'A heartbeat is sent after 15 s without another message. A connection without three heartbeats in a row is dead.',
    ],
    [
      'Missed changes',
      'At least the last 1,000 changes can be replayed by epoch and seq. A client that missed more gets a snapshot.',
    ],
  ];
}
