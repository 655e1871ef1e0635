// command: reads the arguments of `silk-ticker`. Pure.
import { parseArgs } from 'node:util';
import { codesIn } from '../codes.ts';
import { DEFAULT_PORT, OFF_WHEN_EMPTY, SETTINGS, type Setting } from '../config.ts';
import { messageOf } from '../errors.ts';
import { isIsoDate } from '../rates/date.ts';

/** No flags: all users of a machine can read the arguments of a process. */
const SECRETS: readonly Setting[] = ['ADMIN_TOKEN'];

/** The flags of the service. Each is another name of a setting; two settings have a short one too. */
export const SERVICE_FLAGS: Readonly<Record<string, Setting>> = {
  ...Object.fromEntries(
    SETTINGS.filter((name) => !SECRETS.includes(name)).map((name) => [flagOf(name), name]),
  ),
  redis: 'REDIS_URL',
  seed: 'SEED_FILE',
};

export type CommandLine =
  | { command: 'serve'; settings: Record<string, string> }
  | { command: 'rates'; src: string; codes: string[]; isWatched: boolean; isJson: boolean }
  | { command: 'check'; src: string }
  | { command: 'backfill'; from: string; source: string | undefined }
  | { command: 'help'; of: Topic }
  | { command: 'version' }
  /** The arguments are wrong. */
  | { command: 'none'; problem: string; of: Topic };

const COMMANDS = ['rates', 'check', 'backfill'] as const;
export type Topic = 'serve' | (typeof COMMANDS)[number];

const HELP = { type: 'boolean', short: 'h' } as const;
const TEXT = { type: 'string' } as const;
const SWITCH = { type: 'boolean' } as const;

/** Reads the arguments. `PORT` of the environment is the port of a service on this machine. Never throws. */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv = {}): CommandLine {
  const [first, ...rest] = args;
  const of: Topic = COMMANDS.find((name) => name === first) ?? 'serve';
  try {
    if (first === 'help')
      return { command: 'help', of: COMMANDS.find((name) => name === rest[0]) ?? 'serve' };
    if (of === 'rates') return readRates(rest, env);
    if (of === 'check') return readCheck(rest, env);
    if (of === 'backfill') return readBackfill(rest);
    return readService([...args]);
  } catch (error) {
    return { command: 'none', problem: problemOf(error), of };
  }
}

function readService(args: string[]): CommandLine {
  const flags = Object.keys(SERVICE_FLAGS).map((flag) => [flag, TEXT] as const);
  const version = { type: 'boolean', short: 'v' } as const;
  const options = { ...Object.fromEntries(flags), help: HELP, version };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (positionals.length > 0)
    throw new Error(`unknown command ${positionals[0]}: the commands are ${COMMANDS.join(', ')} and help`);
  if (values.help) return { command: 'help', of: 'serve' };
  if (values.version) return { command: 'version' };
  const settings: Record<string, string> = {};
  for (const [flag, name] of Object.entries(SERVICE_FLAGS)) {
    const value: unknown = Reflect.get(values, flag);
    if (typeof value !== 'string') continue;
    if (value === '' && !OFF_WHEN_EMPTY.includes(name)) throw new Error(`--${flag} needs a value`);
    settings[name] = value;
  }
  return { command: 'serve', settings };
}

function readRates(args: string[], env: NodeJS.ProcessEnv): CommandLine {
  const options = { src: TEXT, watch: { type: 'boolean', short: 'w' }, json: SWITCH, help: HELP } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (values.help) return { command: 'help', of: 'rates' };
  const codes = codesIn(positionals.join());
  const wrong = codes.find((code) => !/^[A-Z]{3}$/.test(code));
  if (wrong !== undefined)
    throw new Error(`${wrong} is not a currency code: it must be three letters, such as KGS`);
  const { watch: isWatched = false, json: isJson = false } = values;
  return { command: 'rates', src: readSrc(values.src, env), codes, isWatched, isJson };
}

function readCheck(args: string[], env: NodeJS.ProcessEnv): CommandLine {
  const { values } = parseArgs({ args, options: { src: TEXT, help: HELP } });
  if (values.help) return { command: 'help', of: 'check' };
  return { command: 'check', src: readSrc(values.src, env) };
}

function readBackfill(args: string[]): CommandLine {
  const { values } = parseArgs({ args, options: { from: TEXT, source: TEXT, help: HELP } });
  if (values.help) return { command: 'help', of: 'backfill' };
  const { from, source } = values;
  if (from === undefined || !isIsoDate(from)) throw new Error('--from: must be a day such as 2020-01-01');
  return { command: 'backfill', from, source };
}

/** Adds `http://` to an address without a scheme, such as `rates.example:3000`. */
function readSrc(given: string | undefined, { PORT }: NodeJS.ProcessEnv): string {
  const port = PORT?.trim() || String(DEFAULT_PORT);
  if (given === undefined && !/^\d{1,5}$/.test(port))
    throw new Error('PORT of the environment is no port: name the server by --src');
  const text = given ?? `http://localhost:${port}`;
  const address = text.includes('://') ? text : `http://${text}`;
  if (!/^https?:\/\/[^?#@]+$/.test(address) || !URL.canParse(address)) {
    throw new Error('--src: must be an http or https address without user, query or fragment');
  }
  return new URL(address).href.replace(/\/+$/, '');
}

/** `DATA_DIR` → `data-dir`. */
function flagOf(name: Setting): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** The first sentence of the message of `parseArgs`. The rest explains `--`, which no command here needs. */
function problemOf(error: unknown): string {
  const message = messageOf(error)
    .replace(/\n.*/s, '')
    .replace(/\. To specify .*/s, '')
    .replace(/\.$/, '');
  const unknown = /^Unknown option '(.*)'/.exec(message)?.[1];
  return unknown === undefined ? message : `unknown flag ${unknown}`;
}
