#!/usr/bin/env node
// The process: reads arguments and environment, sets the exit code. The only file with side effects on import.
import { readFileSync } from 'node:fs';
import { type CommandLine, readCommandLine } from './command/command-line.ts';
import { USAGE } from './command/usage.ts';
import { TickerError } from './errors.ts';
import { type LogOutput, openLogOutput } from './log-output.ts';

type Chosen<Name> = Extract<CommandLine, { command: Name }>;

/** Wrong arguments; shells use the same exit code for their own commands. */
const WRONG_USAGE = 2;

/** Each command imports only the modules that it needs: `rates` does not load the service. */
async function run(line: CommandLine): Promise<void> {
  switch (line.command) {
    case 'serve':
      return serveUntilSignal(line.settings);
    case 'backfill':
      return backfillAndExit(line);
    case 'rates': {
      const { showRates } = await import('./command/rates/rates.ts');
      // `rates --watch | head`: the reader of the pipe has ended, so the process ends without a message.
      tellUnwritten(() => process.exit(0));
      return showRates(line, process.stdout, untilSignal);
    }
    case 'check': {
      const { checkService } = await import('./command/check/check.ts');
      tellUnwritten();
      process.exitCode = await checkService(line, process.stdout);
      return;
    }
    case 'help':
      process.stdout.write(USAGE[line.of]);
      return;
    case 'version':
      process.stdout.write(`${version()}\n`);
      return;
    case 'none': {
      const help = line.of === 'serve' ? 'silk-ticker --help' : `silk-ticker ${line.of} --help`;
      console.error(`silk-ticker: ${line.problem}\nsee ${help}`);
      process.exitCode = WRONG_USAGE;
    }
  }
}

async function serveUntilSignal(settings: Record<string, string>): Promise<void> {
  const { readSettings, serve } = await import('./command/serve/serve.ts');
  const config = readSettings({ ...process.env, ...settings });
  const output = openOutput();
  await serve({ config, output, screen: process.stdout, version: version(), exit });
}

/** Ctrl-C stops it; the fixings fetched so far are kept. */
async function backfillAndExit({ from, source }: Chosen<'backfill'>): Promise<void> {
  const { readSettings } = await import('./command/serve/serve.ts');
  const { runBackfill } = await import('./command/backfill.ts');
  const { createLog } = await import('./log.ts');
  const config = readSettings(process.env);
  const log = createLog('warn', openOutput());
  const failed = await runBackfill({
    from,
    source,
    config,
    log,
    screen: process.stderr,
    signal: untilSignal(),
  });
  await exit(failed > 0 ? 1 : 0);
}

/**
 * Ends the command with 1 where its output cannot be written, as on a full disk. `whenGone` is called when the reader of
 * the pipe has ended.
 */
function tellUnwritten(whenGone = () => {}): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return whenGone();
    console.error(`silk-ticker: the output cannot be written: ${error.message}`);
    process.exit(1);
  });
}

/** One for the process: two outputs on one pipe would mix their lines. */
let output: LogOutput | undefined;
function openOutput(): LogOutput {
  output ??= openLogOutput();
  return output;
}

async function exit(code: number): Promise<never> {
  await output?.flush();
  process.exit(code);
}

function untilSignal(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  return stopping.signal;
}

/** The version of the package. */
function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

run(readCommandLine(process.argv.slice(2), process.env)).catch((error: unknown) => {
  const known = error instanceof TickerError;
  console.error(known ? error.message : error);
  void exit(1);
});
