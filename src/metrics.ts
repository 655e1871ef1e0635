// A leaf: what an operator's dashboard counts. The only importer of prom-client.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** One registry a service, so that two services in one process (as in tests) never share a counter. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const metrics = {
    registry,
    build: new Gauge({
      name: 'ticker_build_info',
      help: '1; the labels say which version of the service runs, and on which version of Node',
      labelNames: ['version', 'node'],
      registers,
    }),
    ...pollMetrics(registers),
    ...storeMetrics(registers),
    ...rateMetrics(registers),
    ...clientMetrics(registers),
  };
  // A counter that appears with its first event hides that event from `increase()`: it has to be seen at 0 before.
  for (const kind of ['ws', 'sse']) metrics.streams.set({ kind }, 0);
  for (const reason of ['too-slow', 'silent', 'impolite']) metrics.streamsCut.inc({ reason }, 0);
  for (const reason of ['rate', 'origin', 'full', 'address-full']) metrics.clientsRefused.inc({ reason }, 0);
  return metrics;
}

/** Of the polls, on the replica that leads. */
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
      // A bank answers in 0.1 to 4 s; the deadline is 10.
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

/** Of who leads, and how level this replica is with the store. */
function storeMetrics(registers: Registry[]) {
  return {
    leads: new Gauge({
      name: 'ticker_leads',
      help: '1 on the replica that polls and commits, 0 on the others',
      registers,
    }),
    leader: new Gauge({
      name: 'ticker_leader_info',
      help: '1 for the replica that leads, as this one knows it',
      labelNames: ['replica'],
      registers,
    }),
    storeUp: new Gauge({
      name: 'ticker_store_up',
      help: '1 while the store answers, or the embedded one can keep its state',
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

/** Of the rates that are shown. */
function rateMetrics(registers: Registry[]) {
  return {
    rateStatus: new Gauge({
      name: 'ticker_rate_status',
      help: '1 for the status that a rate has now, 0 for all others',
      labelNames: ['code', 'status'],
      registers,
    }),
    // Instants, not ages: an age is wrong by the time since the scrape, and stands still when the service does. The
    // rules in deploy/ make the age of them.
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

/** Of streams and requests. */
function clientMetrics(registers: Registry[]) {
  return {
    streams: new Gauge({ name: 'ticker_streams', help: 'Open streams', labelNames: ['kind'], registers }),
    streamWrites: new Counter({
      name: 'ticker_stream_writes_total',
      help: 'Changes written to streams; several of one turn are one write',
      registers,
    }),
    conflations: new Counter({
      name: 'ticker_stream_conflations_total',
      help: 'Times that a listener did not drain and was owed the newest values instead',
      registers,
    }),
    streamsCut: new Counter({
      name: 'ticker_streams_cut_total',
      help: 'Streams ended by the service: too-slow, silent, impolite',
      labelNames: ['reason'],
      registers,
    }),
    requests: new Counter({
      name: 'ticker_http_requests_total',
      help: 'Answers by route and status',
      labelNames: ['route', 'status'],
      registers,
    }),
    clientsRefused: new Counter({
      name: 'ticker_clients_refused_total',
      help: 'Clients turned away at the door, by reason',
      labelNames: ['reason'],
      registers,
    }),
  };
}

/** Forgets what the leader alone knows, so that a replica which leads no more does not repeat its last word for ever. */
export function forgetTerm({ held, checkDifference, goodPoll, nextPoll }: Metrics): void {
  for (const gauge of [held, checkDifference, goodPoll, nextPoll]) gauge.reset();
}
