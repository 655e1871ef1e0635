// The process: environment in, signals out. The only file with side effects on import.
import { readFileSync } from 'node:fs';
import { BACKFILL_USAGE, runBackfill } from './command/backfill.ts';
import { type Config, readConfig } from './config.ts';
import { messageOf, TickerError } from './errors.ts';
import { createLog } from './log.ts';
import { openLogOutput } from './log-output.ts';
import { isCron } from './poll/schedule.ts';
import { seedProblemOf } from './poll/seed-watch.ts';
import { readWidget } from './serve/routes/widget.ts';
import { type Service, startService } from './service.ts';
import { DEFAULT_SOURCE_IDS, SOURCE_IDS, SOURCE_KEYS } from './sources/registry.ts';
import { folderProblemOf } from './store/embedded/folder-lock.ts';
import { redisProblemOf } from './store/redis/address.ts';

/** Streams are closed and answers drained well within; an orchestrator kills after ten to thirty seconds. */
const STOP_MS = 15_000;

/** The only one of the process: two of them on one pipe would mix their lines. */
const output = openLogOutput();

async function exit(code: number): Promise<never> {
  await output.flush();
  process.exit(code);
}

async function start(): Promise<void> {
  const config = readConfig(process.env, {
    sources: SOURCE_IDS,
    defaultSources: DEFAULT_SOURCE_IDS,
    keys: SOURCE_KEYS,
    isCron,
    redisProblemOf,
    seedProblemOf,
    folderProblemOf,
  });
  const [command, ...args] = process.argv.slice(2);
  if (command === 'backfill') return backfillAndExit(config, args);
  if (command !== undefined)
    throw new TickerError('config-invalid', `no command ${command}; ${BACKFILL_USAGE}`);
  const log = createLog(config.logLevel, output);
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const widget = readWidget(new URL('./widget.js', import.meta.url), version);
  let service: Service | undefined;
  let stopped = false;

  async function stop(signal: string): Promise<void> {
    if (stopped) return;
    stopped = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error('not stopped in time');
      void exit(1);
    }, STOP_MS).unref();
    await service?.stop();
    await exit(0);
  }
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('unhandledRejection', (error) => {
    log.error({ reason: messageOf(error) }, 'a fault that nobody handled');
    void exit(1);
  });
  service = await startService({ config, log, widget, version });
}

/** Ctrl-C keeps what was fetched so far. */
async function backfillAndExit(config: Config, args: string[]): Promise<void> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const log = createLog('warn', output);
  const failed = await runBackfill({ args, config, log, screen: process.stderr, signal: stopping.signal });
  await exit(failed > 0 ? 1 : 0);
}

start().catch((error: unknown) => {
  const known = error instanceof TickerError;
  console.error(known ? error.message : error);
  void exit(1);
});
