// command: reads the arguments of `silk-ticker`. Pure.
import { parseArgs } from 'node:util';
import { messageOf } from '../errors.ts';

/** The flags of the service. Each is another name of a setting. */
export const SERVICE_FLAGS = {
  port: 'PORT',
  redis: 'REDIS_URL',
  sources: 'SOURCES',
  seed: 'SEED_FILE',
} as const;

/** The service's default port, used without `--src` and `PORT`. */
const DEFAULT_PORT = '3000';

export type CommandLine =
  | { command: 'serve'; settings: Record<string, string> }
  | { command: 'rates'; src: string; codes: string[]; isWatched: boolean; isJson: boolean }
  | { command: 'check'; src: string }
  | { command: 'backfill'; args: string[] }
  | { command: 'help'; of: Topic }
  | { command: 'version' }
  /** The arguments are wrong. */
  | { command: 'none'; problem: string; of: Topic };

export type Topic = 'serve' | 'rates' | 'check';

const HELP = { type: 'boolean', short: 'h' } as const;
const TEXT = { type: 'string' } as const;
const SWITCH = { type: 'boolean' } as const;

/** Reads the arguments. `PORT` of the environment is the port of a service on this machine. Never throws. */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv = {}): CommandLine {
  const [first = '', ...rest] = args;
  if (first === 'backfill') return { command: 'backfill', args: rest };
  const topic: Topic = first === 'rates' || first === 'check' ? first : 'serve';
  try {
    if (topic === 'rates') return readRates(rest, env);
    if (topic === 'check') return readCheck(rest, env);
    return readService([...args]);
  } catch (error) {
    return { command: 'none', problem: problemOf(error), of: topic };
  }
}

function readService(args: string[]): CommandLine {
  const { port, redis, sources, seed } = { port: TEXT, redis: TEXT, sources: TEXT, seed: TEXT };
  const version = { type: 'boolean', short: 'v' } as const;
  const options = { port, redis, sources, seed, help: HELP, version };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (positionals.length > 0)
    throw new Error(`unknown command ${positionals[0]}: the commands are rates, check and backfill`);
  if (values.help) return { command: 'help', of: 'serve' };
  if (values.version) return { command: 'version' };
  const settings: Record<string, string> = {};
  for (const [flag, name] of Object.entries(SERVICE_FLAGS)) {
    const value = values[flag as keyof typeof SERVICE_FLAGS];
    if (value === '') throw new Error(`--${flag} needs a value`);
    if (value !== undefined) settings[name] = value;
  }
  return { command: 'serve', settings };
}

function readRates(args: string[], env: NodeJS.ProcessEnv): CommandLine {
  const options = { src: TEXT, watch: { type: 'boolean', short: 'w' }, json: SWITCH, help: HELP } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) return { command: 'help', of: 'rates' };
  const codes = positionals.flatMap((text) => text.toUpperCase().split(',')).filter((code) => code !== '');
  const wrong = codes.find((code) => !/^[A-Z]{3}$/.test(code));
  if (wrong !== undefined)
    throw new Error(`${wrong} is not a currency code: it must be three letters, such as KGS`);
  const { watch: isWatched = false, json: isJson = false } = values;
  return { command: 'rates', src: readSrc(values.src, env), codes: [...new Set(codes)], isWatched, isJson };
}

function readCheck(args: string[], env: NodeJS.ProcessEnv): CommandLine {
  const { values } = parseArgs({ args, options: { src: TEXT, help: HELP } });
  if (values.help) return { command: 'help', of: 'check' };
  return { command: 'check', src: readSrc(values.src, env) };
}

/** Adds `http://` to an address without a scheme, such as `rates.example:3000`. */
function readSrc(given: string | undefined, { PORT }: NodeJS.ProcessEnv): string {
  const text = given ?? `http://localhost:${PORT?.trim() || DEFAULT_PORT}`;
  const address = text.includes('://') ? text : `http://${text}`;
  if (!/^https?:\/\/[^?#@]+$/.test(address) || !URL.canParse(address)) {
    throw new Error('--src: must be an http or https address without user, query or fragment');
  }
  return new URL(address).href.replace(/\/+$/, '');
}

/** The first sentence of the message of `parseArgs`. The rest explains `--`, which no command here needs. */
function problemOf(error: unknown): string {
  const message = messageOf(error).replace(/\. To specify .*/s, '');
  const unknown = /^Unknown option '(.*)'/.exec(message)?.[1];
  return unknown === undefined ? message : `unknown flag ${unknown}`;
}
