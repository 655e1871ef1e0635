// command: the texts of `--help`. No line is wider than 80 columns.
import { LOCAL_ADDRESS } from '../config.ts';
import { SERVICE_FLAGS, type Topic } from './command-line.ts';
import { wrap } from './terminal.ts';

/** The flags without a line of their own. */
const OTHERS = Object.keys(SERVICE_FLAGS)
  .map((flag) => `--${flag}`)
  .filter((flag) => !['--port', '--redis', '--sources', '--seed'].includes(flag));

const SERVE = `Usage: silk-ticker [flags]              runs the service
       silk-ticker rates [CODE…]        prints the rates of any server
       silk-ticker check                checks the health of a running service
       silk-ticker backfill --from DAY  fetches a long history, before a start

Flags of the service. Each replaces a setting of the environment:
  --port PORT       where it listens; 0 takes a free one        PORT
  --redis URL       a shared store; else state is in DATA_DIR   REDIS_URL
  --sources IDS     nbkr,nbk,nbt,cbu,cbt,cbr; demo or seed      SOURCES
                    alone send no requests to banks
  --seed FILE       figures edited by hand                      SEED_FILE
  -v, --version     prints the version
  -h, --help        prints this; after a command, the help of that command

Other settings have a flag with the same name: DATA_DIR is --data-dir. Secrets
have none: set them in the environment. The settings are described at
https://github.com/silk-ticker/silk-ticker#configuration

${wrap(OTHERS.join(' '), 78)
  .map((line) => `  ${line}`)
  .join('\n')}
`;

const SRC = `  --src URL         the server; else ${LOCAL_ADDRESS}, or the port that the
                    environment names by PORT`;

const RATES = `Usage: silk-ticker rates [CODE…] [--watch] [--json] [--src URL]

Prints the rates of a server as a table: all, or those of the given codes.

  -w, --watch       keeps running and shows each change; Ctrl-C ends it
  --json            JSON instead; with --watch a line for each message
${SRC}
  -h, --help        prints this

Colours are for a terminal without NO_COLOR. A narrow one shows fewer columns; a
mark * then stands for each rate that is not live.
Exit code: 0, or 1 when the server cannot be reached or does not serve a code.
`;

const CHECK = `Usage: silk-ticker check [--src URL]

Checks a running service: which rates are stale or held, which bank fails and
since when, and whether a stream opens.

${SRC}
  -h, --help        prints this

Exit code: 0 healthy, 1 needs a look, 2 not reachable.
`;

const BACKFILL = `Usage: silk-ticker backfill --from DAY [--source ID]

Fetches the missing days of the history since that day from all publishers at
once, into DATA_DIR. The service that uses the folder must not run. Ctrl-C stops
the command; the next run continues from there.

  --from DAY        the first day, such as 2020-01-01
  --source ID       only this publisher, such as nbk
  -h, --help        prints this

Exit code: 0, or 1 when a publisher failed, a setting is wrong or it was
stopped.
`;

export const USAGE: Readonly<Record<Topic, string>> = {
  serve: SERVE,
  rates: RATES,
  check: CHECK,
  backfill: BACKFILL,
};
