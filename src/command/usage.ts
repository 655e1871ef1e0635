// command: the texts of `--help`. No line is wider than 80 columns.
import type { Topic } from './command-line.ts';

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
  -h, --help        prints this; also: silk-ticker rates --help

All settings: https://github.com/silk-ticker/silk-ticker#configuration
`;

const SRC = `  --src URL         the server; else http://localhost:3000, or the port that the
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

export const USAGE: Readonly<Record<Topic, string>> = { serve: SERVE, rates: RATES, check: CHECK };
