// command: what `--help` prints. No line is wider than 80 columns.
import { SERVICE_FLAGS, type Topic } from './command-line.ts';
import { wrap } from './terminal.ts';

/** Flags that have no line of their own. */
const OTHERS = Object.keys(SERVICE_FLAGS)
  .map((flag) => `--${flag}`)
  .filter((flag) => !['--port', '--redis', '--sources', '--seed'].includes(flag));

const SERVE = `Usage: silk-ticker [flags]              runs the service
       silk-ticker rates [CODE…]        prints the rates of any server
       silk-ticker check                says how a running service is
       silk-ticker backfill --from DAY  fetches a long past, by hand

Flags of the service. Each is a setting of the environment, which it replaces:
  --port PORT       where it listens; 0 takes a free one        PORT
  --redis URL       a shared store; else state is in DATA_DIR   REDIS_URL
  --sources IDS     nbkr,nbk,nbt,cbu,cbt,cbr; demo and seed     SOURCES
                    alone ask no bank
  --seed FILE       figures kept by hand                        SEED_FILE
  -v, --version     prints the version
  -h, --help        prints this; after a command, its own

Every other setting is a flag too, by its name: DATA_DIR is --data-dir. A secret
belongs in the environment. What each means:
https://github.com/silk-ticker/silk-ticker#configuration

${wrap(OTHERS.join(' '), 78)
  .map((line) => `  ${line}`)
  .join('\n')}
`;

const SRC = `  --src URL         the server; else http://localhost:3000, or the port that the
                    environment names by PORT`;

const RATES = `Usage: silk-ticker rates [CODE…] [--watch] [--json] [--src URL]

Prints the rates of a server as a table: all, or those of the codes given.

  -w, --watch       stays, and shows each change as it comes; Ctrl-C ends it
  --json            JSON instead; with --watch a line for each message
${SRC}
  -h, --help        prints this

Colours are for a terminal without NO_COLOR. A narrow one shows fewer columns; a
mark * then stands for each rate that is not live.
Exit code: 0, or 1 when the server cannot be reached or does not know a code.
`;

const CHECK = `Usage: silk-ticker check [--src URL]

Asks a running service and says what an operator should know: which rates are
stale or held, which bank fails since when, and whether a stream opens.

${SRC}
  -h, --help        prints this

Exit code: 0 healthy, 1 needs a look, 2 not reachable.
`;

const BACKFILL = `Usage: silk-ticker backfill --from DAY [--source ID]

Fetches what is missing of the history since that day into DATA_DIR, side by
side from every publisher. The service that uses the folder must not run. Ctrl-C
stops it; the next run goes on from there.

  --from DAY        the first day, such as 2020-01-01
  --source ID       of this publisher alone, such as nbk
  -h, --help        prints this

Exit code: 0, or 1 when a publisher failed or a setting is wrong.
`;

export const USAGE: Readonly<Record<Topic, string>> = {
  serve: SERVE,
  rates: RATES,
  check: CHECK,
  backfill: BACKFILL,
};
