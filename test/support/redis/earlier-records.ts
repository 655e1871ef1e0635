// test: the records of polls as earlier versions have written them to Redis.

const SINCE = '2026-04-01T11:00:00.000Z';
const PRINTED = { code: 'KZT', date: '2026-04-02', printed: '4750.90', nominal: '1' };
const WHY = { rule: 'power-of-ten', message: 'differs by zeros', confirmedBy: [], since: SINCE, reads: 2 };

const report = {
  id: 'nbk',
  name: 'National Bank of Kazakhstan',
  kind: 'official',
  url: 'https://nationalbank.kz',
  country: 'KZ',
  terms: 'None.',
  publishes: ['KZT'],
  checks: [],
  lastPoll: '2026-04-01T11:05:00.000Z',
  lastGoodPoll: SINCE,
  lastError: { kind: 'source-unreachable', message: 'answered 503', at: '2026-04-01T11:05:00.000Z' },
  nextPoll: '2026-04-01T11:10:00.000Z',
  printed: [PRINTED],
  held: [{ ...PRINTED, read: '4750.90', ...WHY }],
};

/** What this version reads from both of them. */
export const READ = {
  source: 'nbk',
  lastPoll: report.lastPoll,
  lastGoodPoll: report.lastGoodPoll,
  lastError: report.lastError,
  nextPoll: report.nextPoll,
  printed: report.printed,
  held: [
    {
      ...WHY,
      fixing: { ...PRINTED, perDollar: '4750.90', source: 'nbk', fetchedAt: SINCE },
      firstDate: '2026-04-02',
    },
  ],
};

/** By version: the report of `/sources` alone, and with the held figures beside it. */
export const EARLIER_RECORDS: [version: string, text: string][] = [
  ['the report alone', JSON.stringify(report)],
  ['the report and the held figures', JSON.stringify({ report, held: READ.held })],
];
