// command: runs the service until a signal stops it.
import { networkInterfaces } from 'node:os';
import { builtFile } from '../../built.ts';
import { type Config, readConfig } from '../../config.ts';
import { messageOf } from '../../errors.ts';
import { createLog } from '../../log.ts';
import type { LogOutput } from '../../log-output.ts';
import { isCron } from '../../poll/schedule/windows.ts';
import { seedProblemOf } from '../../poll/seed-watch.ts';
import { readWidget } from '../../serve/routes/widget.ts';
import { type Service, startService } from '../../service.ts';
import { DEFAULT_SOURCE_IDS, SOURCE_IDS, SOURCE_KEYS } from '../../sources/registry.ts';
import { folderProblemOf } from '../../store/embedded/folder-lock.ts';
import { redisProblemOf } from '../../store/redis/address.ts';
import { type Output, paintFor } from '../terminal.ts';
import { readable } from './log-lines.ts';
import { summaryOf } from './summary.ts';

/** Enough to close 20,000 streams and finish answers. An orchestrator kills the process after ten to thirty seconds. */
const STOP_MS = 15_000;

export interface ServeDeps {
  config: Config;
  output: LogOutput;
  /** A terminal gets a summary and short log lines, any other output gets lines of JSON. */
  screen: Output;
  version: string;
  exit(code: number): Promise<never>;
}

/** Reads the environment. Throws `config-invalid` with one line for each bad key. */
export function readSettings(env: NodeJS.ProcessEnv): Config {
  return readConfig(env, {
    sources: SOURCE_IDS,
    defaultSources: DEFAULT_SOURCE_IDS,
    keys: SOURCE_KEYS,
    isCron,
    redisProblemOf,
    seedProblemOf,
    folderProblemOf,
  });
}

/** Resolves when the service listens; a signal ends the process. Throws `config-invalid` as `startService` does. */
export async function serve({ config, output, screen, version, exit }: ServeDeps): Promise<void> {
  const isTerminal = screen.isTTY === true;
  const paint = paintFor(screen);
  // The summary contains what the log would say at level info.
  const level = isTerminal && config.logLevel === 'info' ? 'warn' : config.logLevel;
  const log = createLog(level, isTerminal ? readable(output, paint) : output);
  const widget = readWidget(builtFile('widget.js'), version);
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
    log.error({ reason: messageOf(error) }, 'unhandled rejection');
    void exit(1);
  });
  service = await startService({ config, log, widget, version });
  const { port, opsPort } = service;
  if (isTerminal && level !== 'silent')
    output.write(summaryOf(config, { version, port, opsPort, addresses: ownAddresses() }, paint));
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}
