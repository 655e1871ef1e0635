// A leaf: the metrics for operators. The only importer of prom-client.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** All metrics of one service. */
export type Metrics = ReturnType<typeof createMetrics>;

const STREAM_KINDS = ['ws', 'sse'] as const;
const CUT_REASONS = ['too-slow', 'silent', 'impolite'] as const;
const REFUSAL_REASONS = ['rate', 'origin', 'connections', 'full', 'address-full'] as const;
/** Why the service has ended a stream. */
export type CutReason = (typeof CUT_REASONS)[number];
/** Why the service has refused a connection, a request or a stream. */
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** A counter with a closed set of reasons. */
interface ReasonCounter<Reason extends string> extends Omit<Counter<'reason'>, 'inc'> {
  inc(labels: { reason: Reason }, value?: number): void;
}

/** Each service has its own registry, so that two services in one process (as in tests) do not share counters. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const metrics = {
    registry,
    build: new Gauge({
      name: 'ticker_build_info',
      help: 'Always 1; the labels are the versions of the service and of Node',
      labelNames: ['version', 'node'],
      registers,
    }),
    ...pollMetrics(registers),
    ...storeMetrics(registers),
    ...rateMetrics(registers),
    ...clientMetrics(registers),
  };
  // `increase()` misses the first event of a counter that appears with it. So the counters are exported at 0 first.
  for (const kind of STREAM_KINDS) metrics.streams.set({ kind }, 0);
  for (const reason of CUT_REASONS) metrics.streamsCut.inc({ reason }, 0);
  for (const reason of REFUSAL_REASONS) metrics.clientsRefused.inc({ reason }, 0);
  return metrics;
}

/** The metrics of the polls, set by the replica that leads. */
function pollMetrics(registers: Registry[]) {
  return {
    polls: new Counter({
      name: 'ticker_polls_total',
      help: 'Polls of a source by outcome: changed, unchanged, held, refused, failed',
      labelNames: ['source', 'outcome'],
      registers,
    }),
    missedPolls: new Counter({
      name: 'ticker_missed_polls_total',
      help: 'Windows that passed without a poll, each polled late',
      labelNames: ['source'],
      registers,
    }),
    pollSeconds: new Histogram({
      name: 'ticker_poll_seconds',
      help: 'Duration of a poll, all its requests together',
      labelNames: ['source'],
      // A bank answers within 0.1 to 4 s; the deadline is 10 s.
      buckets: [0.1, 0.25, 0.5, 1, 2, 4, 7, 10],
      registers,
    }),
    refusals: new Counter({
      name: 'ticker_refused_total',
      help: 'Fixings that the guard refused, by rule',
      labelNames: ['source', 'rule'],
      registers,
    }),
    holds: new Counter({
      name: 'ticker_holds_total',
      help: 'Fixings that the guard held for confirmation, by rule',
      labelNames: ['source', 'rule'],
      registers,
    }),
    held: new Gauge({
      name: 'ticker_held',
      help: '1 while a newer figure of this source waits for confirmation',
      labelNames: ['source', 'code'],
      registers,
    }),
    checkDifference: new Gauge({
      name: 'ticker_cross_check_difference_percent',
      help: 'How far a cross-check of about the same date lies from what is shown',
      labelNames: ['code', 'source'],
      registers,
    }),
    goodPoll: new Gauge({
      name: 'ticker_last_good_poll_timestamp_seconds',
      help: 'When a source last answered with a readable document',
      labelNames: ['source'],
      registers,
    }),
    nextPoll: new Gauge({
      name: 'ticker_next_poll_timestamp_seconds',
      help: 'When a source will be polled next: by its windows, or by the back-off after a failure',
      labelNames: ['source'],
      registers,
    }),
  };
}

/** The metrics of the leadership and of the distance between this replica and the store. */
function storeMetrics(registers: Registry[]) {
  return {
    leads: new Gauge({
      name: 'ticker_leads',
      help: '1 on the replica that polls and commits, 0 on the others',
      registers,
    }),
    leader: new Gauge({
      name: 'ticker_leader_info',
      help: '1 for the replica that leads, as far as this replica knows',
      labelNames: ['replica'],
      registers,
    }),
    storeUp: new Gauge({
      name: 'ticker_store_up',
      help: '1 while Redis answers, or while the embedded store can write its state',
      registers,
    }),
    changesBehind: new Gauge({
      name: 'ticker_behind_changes',
      help: 'Committed changes that this replica does not serve yet',
      registers,
    }),
    secondsBehind: new Gauge({
      name: 'ticker_behind_seconds',
      help: 'Time since this replica last knew that it served the newest change',
      registers,
    }),
    seq: new Gauge({ name: 'ticker_seq', help: 'Position that this replica serves', registers }),
  };
}

/** The metrics of the rates that are shown. */
function rateMetrics(registers: Registry[]) {
  return {
    rateStatus: new Gauge({
      name: 'ticker_rate_status',
      help: '1 for the status that a rate has now, 0 for all others',
      labelNames: ['code', 'status'],
      registers,
    }),
    // Instants, not ages: an exported age is wrong by the time since the scrape and does not grow when the service
    // hangs. The rules in deploy/ compute the ages.
    fixingDate: new Gauge({
      name: 'ticker_fixing_timestamp_seconds',
      help: 'Day of the fixing that is shown, at midnight UTC',
      labelNames: ['code'],
      registers,
    }),
    rateRead: new Gauge({
      name: 'ticker_rate_read_timestamp_seconds',
      help: 'When the figure that is shown was first read',
      labelNames: ['code'],
      registers,
    }),
  };
}

/** The metrics of streams and requests. */
function clientMetrics(registers: Registry[]) {
  return {
    streams: new Gauge({ name: 'ticker_streams', help: 'Open streams', labelNames: ['kind'], registers }),
    streamWrites: new Counter({
      name: 'ticker_stream_writes_total',
      help: 'Changes written to streams; several changes at once are one write',
      registers,
    }),
    conflations: new Counter({
      name: 'ticker_stream_conflations_total',
      help: 'Times that a listener did not drain and got the newest values instead',
      registers,
    }),
    streamsCut: new Counter({
      name: 'ticker_streams_cut_total',
      help: `Streams ended by the service: ${CUT_REASONS.join(', ')}`,
      labelNames: ['reason'],
      registers,
    }) as ReasonCounter<CutReason>,
    requests: new Counter({
      name: 'ticker_http_requests_total',
      help: 'Answers by route and status, without those to requests for a stream: see ticker_streams and ticker_clients_refused_total',
      labelNames: ['route', 'status'],
      registers,
    }),
    clientsRefused: new Counter({
      name: 'ticker_clients_refused_total',
      help: 'Refused connections, requests and streams, by reason',
      labelNames: ['reason'],
      registers,
    }) as ReasonCounter<RefusalReason>,
  };
}

/** Clears the gauges that only the leader sets. Otherwise a former leader would export its last values for ever. */
export function forgetTerm({ held, checkDifference, goodPoll, nextPoll }: Metrics): void {
  for (const gauge of [held, checkDifference, goodPoll, nextPoll]) gauge.reset();
}
