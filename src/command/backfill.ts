// command: `silk-ticker backfill`: fetches a long history into the folder that the service will start with.
import type { Config } from '../config.ts';
import { messageOf, TickerError } from '../errors.ts';
import type { Log } from '../log.ts';
import { backfill, type Progress } from '../poll/history/backfill.ts';
import { readSeedFile } from '../poll/seed-watch.ts';
import { bankTime } from '../rates/calendar.ts';
import type { Code } from '../rates/fixing.ts';
import { shippedSeed } from '../sources/registry.ts';
import { selectSources } from '../sources/selection.ts';
import { openStateFiles } from '../store/embedded/state-files.ts';
import { createEmbeddedStore } from '../store/embedded/store.ts';

export interface BackfillCommand {
  /** The first day, such as `2020-01-01`. */
  from: string;
  /** The id of the only publisher; undefined = all. */
  source: string | undefined;
  config: Config;
  log: Log;
  /** Where progress is shown: a terminal redraws its lines, any other output gets one line for each source. */
  screen: { isTTY?: boolean; write(text: string): unknown };
  signal: AbortSignal;
}

/**
 * Fetches the missing days since `from` from all publishers at once. Resolves to the number of publishers that failed.
 * Throws `config-invalid` for bad settings, and while another process uses that DATA_DIR.
 */
export async function runBackfill(command: BackfillCommand): Promise<number> {
  const { from, source, config, log, screen, signal } = command;
  if (config.dataDir === null)
    throw new TickerError('config-invalid', 'DATA_DIR: must name a folder, which keeps the history');
  if (config.redisUrl !== null)
    throw new TickerError(
      'config-invalid',
      'REDIS_URL: must not be set; with Redis the leader fetches the history, see BACKFILL_DAYS',
    );
  const { selectedSources } = selectSources(config.sources, config.origins, config.keys);
  const asked = selectedSources.filter(
    (selected) =>
      selected.publishes.length > 0 &&
      selected.source.keepsHistory !== false &&
      (source ?? selected.source.id) === selected.source.id,
  );
  if (asked.length === 0)
    throw new TickerError(
      'config-invalid',
      source === undefined
        ? 'SOURCES: none of them publishes a currency and keeps its history'
        : `--source: ${source} is not in SOURCES, or publishes no currency with a history`,
    );
  const now = () => new Date();
  const store = await createEmbeddedStore({ files: await openStateFiles(config.dataDir), log, now });
  const draw = createScreen(screen);
  // Before the first start no rate is shown yet. The guard compares the newest day with the seed instead.
  const { entries } =
    config.seedFile === null ? { entries: shippedSeed() } : await readSeedFile(config.seedFile);
  const seedOf = (code: Code) =>
    entries.find(({ bulletin }) => bulletin.code === code)?.bulletin.perDollar ?? null;
  let failed = 0;
  await Promise.all(
    asked.map(async (selected) => {
      const { id, calendar } = selected.source;
      try {
        await backfill(
          selected,
          { from, to: bankTime(calendar, now()).date },
          { store, log, now, signal, seedOf },
          draw.progress,
        );
        draw.end(id, 'done');
      } catch (error) {
        failed += 1;
        draw.end(
          id,
          signal.aborted ? 'stopped; the next run continues from here' : `failed: ${messageOf(error)}`,
        );
      }
    }),
  );
  await store.close();
  return failed;
}

const BAR = 30;

function createScreen(screen: BackfillCommand['screen']) {
  const lines = new Map<string, string>();
  let drawn = 0;

  function redraw(): void {
    // Moves the cursor to the first line. Each line is cleared before it is written again.
    const text = [...lines.values()].map((line) => `\x1b[2K${line}\n`).join('');
    screen.write((drawn > 0 ? `\x1b[${drawn}A` : '') + text);
    drawn = lines.size;
  }

  return {
    progress({ source, code, doneDays, allDays, fixings }: Progress): void {
      const share = allDays === 0 ? 1 : doneDays / allDays;
      const bar = '█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░');
      const percent = `${Math.floor(share * 100)}`.padStart(3);
      lines.set(source, `${source.padEnd(12)} ${code} ${bar} ${percent} %  ${fixings} fixings`);
      if (screen.isTTY) redraw();
    },
    end(source: string, how: string): void {
      const line = `${lines.get(source) ?? source.padEnd(12)}  ${how}`;
      lines.set(source, line);
      if (screen.isTTY) redraw();
      else screen.write(`${line}\n`);
    },
  };
}
