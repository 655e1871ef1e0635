// test: the whole service in this process, on free ports, with a clock that the test sets.
import { readConfig } from '../../../src/config.ts';
import { isCron } from '../../../src/poll/schedule/windows.ts';
import { seedProblemOf } from '../../../src/poll/seed-watch.ts';
import type { Rate, Snapshot, SourceReport } from '../../../src/rates/wire.ts';
import type { WidgetFile } from '../../../src/serve/routes/widget.ts';
import { startService } from '../../../src/service.ts';
import { DEFAULT_SOURCE_IDS, SOURCE_IDS, SOURCE_KEYS } from '../../../src/sources/registry.ts';
import { folderProblemOf } from '../../../src/store/embedded/folder-lock.ts';
import { redisProblemOf } from '../../../src/store/redis/address.ts';
import type { Bank } from '../banks/bank.ts';
import { createQuietLog } from '../recorded-log.ts';

const TOKEN = 'a token for the tests';

/** `POLL_CRON` is a time that no test reaches: a test polls by itself. */
const DEFAULTS = { PORT: '0', OPS_PORT: '0', HOST: '127.0.0.1', DATA_DIR: '', ADMIN_TOKEN: TOKEN };
const NEVER = '0 0 0 29 2 *';

export interface InProcessService {
  origin: string;
  lines: ReturnType<typeof createQuietLog>['lines'];
  /** Sets the clock. */
  at(instant: string): void;
  /** Polls one source or all. Returns the outcomes after all is committed. */
  poll(source?: string): Promise<{ source: string; result: string; reason?: string }[]>;
  snapshot(): Promise<Snapshot>;
  /** The shown rate of one currency. */
  rate(code: string): Promise<Rate>;
  sources(): Promise<SourceReport[]>;
  stop(): Promise<void>;
}

/** Starts the service with this environment, with `bank` as the origin of every publisher. */
export async function startInProcess(
  env: Record<string, string>,
  {
    bank,
    now = new Date().toISOString(),
    widget = { script: '', version: '0', words: {}, parts: {} },
  }: { bank?: Bank; now?: string; widget?: WidgetFile } = {},
): Promise<InProcessService> {
  const origins = [...(bank?.origins ?? [])].map(([id, origin]) => [`${id.toUpperCase()}_ORIGIN`, origin]);
  const checks = { isCron, redisProblemOf, seedProblemOf, folderProblemOf };
  const known = { sources: SOURCE_IDS, defaultSources: DEFAULT_SOURCE_IDS, keys: SOURCE_KEYS, ...checks };
  const config = readConfig({ POLL_CRON: NEVER, ...DEFAULTS, ...Object.fromEntries(origins), ...env }, known);
  const { log, lines } = createQuietLog();
  let clock = new Date(now);
  const service = await startService({ config, log, widget, version: '0', now: () => clock });
  const origin = `http://127.0.0.1:${service.port}`;

  async function get<T>(path: string): Promise<T> {
    const response = await fetch(origin + path);
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return (await response.json()) as T;
  }

  return {
    origin,
    lines,
    at(instant) {
      clock = new Date(instant);
    },
    async poll(source) {
      const query = source === undefined ? '' : `?source=${source}`;
      const response = await fetch(`http://127.0.0.1:${service.opsPort}/admin/poll${query}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      return ((await response.json()) as { polls: { source: string; result: string }[] }).polls;
    },
    snapshot: () => get('/rates'),
    rate: (code) => get(`/rates/${code}`),
    sources: async () => (await get<{ sources: SourceReport[] }>('/sources')).sources,
    stop: () => service.stop(),
  };
}
