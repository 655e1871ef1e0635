// serve: what this service allows, in words, with the figures that its operator has set.

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
        ? 'Without a limit on this service.'
        : `${rateLimit} a minute and address, then 429 with Retry-After in seconds. Health checks are not counted. Who asks more often than once in ten seconds is better served by the stream.`,
    ],
    [
      'Pictures',
      'A PNG is painted once for a change. Where sixteen already wait to be painted, the answer is 503.',
    ],
    ['Streams', `${maxClients} at a time, ${maxClientsPerAddress} from one address.`],
    [
      'Messages on /ws',
      'Ten in ten seconds, each at most 1 KiB of UTF-8 text. The tenth bad one ends the connection.',
    ],
    [
      'Slow listeners',
      'Who does not drain gets the newest rate of each currency alone, and is closed after 30 s.',
    ],
    [
      'Silence',
      'A heartbeat comes after 15 s without another message; three missed ones mean a dead connection.',
    ],
    [
      'Missed changes',
      'At least the last 1,000 can be replayed by epoch and seq; then a snapshot comes instead.',
    ],
  ];
}
