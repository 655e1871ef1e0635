// A leaf: reads the environment once, into a Config or into one error that names every bad key.
import { BlockList, isIP } from 'node:net';
import { TickerError } from './errors.ts';

/** All settings except `<ID>_ORIGIN` and the keys of sources, which are defined with the sources. */
export const SETTINGS = [
  'PORT',
  'HOST',
  'PUBLIC_URL',
  'DATA_DIR',
  'REDIS_URL',
  'REDIS_PREFIX',
  'SOURCES',
  'SEED_FILE',
  'POLL_CRON',
  'BACKFILL_DAYS',
  'ALLOWED_ORIGINS',
  'TRUSTED_PROXIES',
  'MAX_CLIENTS',
  'MAX_CLIENTS_PER_ADDRESS',
  'RATE_LIMIT',
  'OPS_PORT',
  'OPS_HOST',
  'ADMIN_TOKEN',
  'LOG_LEVEL',
] as const;
export type Setting = (typeof SETTINGS)[number];

/** Where the service listens by default, and its address for a client on the same machine. */
export const DEFAULT_PORT = 3000;
export const LOCAL_ADDRESS = `http://localhost:${DEFAULT_PORT}`;

/** Compose files pass unset variables as empty values. For these settings an empty value means "off". */
export const OFF_WHEN_EMPTY: readonly Setting[] = ['DATA_DIR', 'OPS_PORT'];

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  port: number;
  host: string;
  /** Without a slash at its end; `null` = paths relative to the request. */
  publicUrl: string | null;
  /** `null` = the embedded store. */
  redisUrl: string | null;
  /** The prefix of every key in Redis. */
  redisPrefix: string;
  /** Folder of the embedded store; `null` = memory only. */
  dataDir: string | null;
  /** Source ids. The first source that covers a currency publishes it. */
  sources: string[];
  /** Replaced origins by source id. */
  origins: Map<string, string>;
  /** Keys by source id, for the sources that need one. */
  keys: Map<string, string>;
  /** `null` = the seed that ships. */
  seedFile: string | null;
  /** For all sources, in UTC; `null` = each source's own windows. */
  pollCron: string | null;
  backfillDays: number;
  /** `null` = any origin. */
  allowedOrigins: ReadonlySet<string> | null;
  trustedProxies: BlockList;
  maxClients: number;
  maxClientsPerAddress: number;
  /** HTTP requests a minute and address; 0 = no limit. */
  rateLimit: number;
  /** `null` = no operators' listener. */
  opsPort: number | null;
  /** Whether OPS_PORT is set: then a busy port is an error, not a warning. */
  opsPortChosen: boolean;
  opsHost: string;
  adminToken: string | null;
  logLevel: LogLevel;
}

/** The checks of settings that belong to other rooms. They are passed in so that this file stays a leaf. */
export interface Known {
  sources: readonly string[];
  /** The sources that are used where `SOURCES` is not set. */
  defaultSources: readonly string[];
  /** The setting with the key of a source, by source id. */
  keys: Readonly<Record<string, string>>;
  isCron(expression: string): boolean;
  /** The problem of a REDIS_URL, without the URL itself; `null` = none. */
  redisProblemOf(url: string): string | null;
  /** The problem of a SEED_FILE; `null` = none. */
  seedProblemOf(path: string): string | null;
  /** Creates a DATA_DIR if needed. Returns the problem that prevents its use; `null` = none. */
  folderProblemOf(dir: string): string | null;
}

/** The characters of a host name or an address. Only an attempt to listen shows whether it exists. */
const HOST = /^[A-Za-z0-9._:%-]{1,255}$/;
/** A short secret can be guessed; 16 characters of base64 are 96 bits. */
const MIN_TOKEN = 16;

/**
 * Reads the environment. Throws `config-invalid` with one line for each bad key. The message never contains secrets.
 */
export function readConfig(env: NodeJS.ProcessEnv, known: Known): Config {
  const problems: string[] = [];
  const bad = (key: string, why: string) => void problems.push(`${key}: ${why}`);
  // The keys of OFF_WHEN_EMPTY are read directly.
  const text = (key: string) => env[key]?.trim() || null;
  const whole = (key: string, fallback: number, min: number, max: number) => {
    const value = text(key);
    if (value === null) return fallback;
    if (!/^\d{1,9}$/.test(value) || Number(value) < min || Number(value) > max) {
      bad(key, `must be a whole number from ${min} to ${max}`);
      return fallback;
    }
    return Number(value);
  };
  const origin = (key: string, value: string, pathAllowed: boolean) => {
    const url = parseUrl(value);
    const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
    // The text is checked, because `URL` drops an empty query or fragment, and a path appended after it would be lost.
    if (url === null || !isHttp || /[?#@]/.test(value)) {
      bad(key, 'must be an http or https address without user, query or fragment');
      return null;
    }
    if (!pathAllowed && url.pathname !== '/') bad(key, 'must be scheme, host and port only, without a path');
    return url.href.replace(/\/$/, '');
  };

  const { sources, origins, keys } = readSources(known, { text, origin, bad });
  const pollCron = text('POLL_CRON');
  if (pollCron !== null && !known.isCron(pollCron)) bad('POLL_CRON', 'not a cron expression');
  const logLevel = text('LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel as LogLevel)) bad('LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`);
  const adminToken = text('ADMIN_TOKEN');
  if (adminToken !== null && adminToken.length < MIN_TOKEN) {
    bad('ADMIN_TOKEN', `must have at least ${MIN_TOKEN} characters`);
  }
  const redisUrl = text('REDIS_URL');
  const redisProblem = redisUrl === null ? null : known.redisProblemOf(redisUrl);
  if (redisProblem !== null) bad('REDIS_URL', redisProblem);
  const redisPrefix = text('REDIS_PREFIX') ?? 'ticker';
  // The prefix is the hash tag of the keys. A brace in it would end the tag early and spread the keys over a cluster.
  if (!/^[A-Za-z0-9_.:-]{1,64}$/.test(redisPrefix)) {
    bad('REDIS_PREFIX', 'must have at most 64 characters: letters, digits and _ . : -');
  }
  const host = text('HOST') ?? '0.0.0.0';
  const opsHost = text('OPS_HOST') ?? '127.0.0.1';
  for (const [key, value] of Object.entries({ HOST: host, OPS_HOST: opsHost }))
    if (!HOST.test(value)) bad(key, 'must be an address or a host name');
  const seedFile = text('SEED_FILE');
  const seedProblem = seedFile === null ? null : known.seedProblemOf(seedFile);
  if (seedProblem !== null) bad('SEED_FILE', seedProblem);
  const dataDir = env.DATA_DIR === undefined ? '.data' : text('DATA_DIR');
  // With a shared store the folder is not used.
  const folderProblem = dataDir === null || redisUrl !== null ? null : known.folderProblemOf(dataDir);
  if (folderProblem !== null) bad('DATA_DIR', folderProblem);
  const publicUrl = text('PUBLIC_URL');
  const config: Config = {
    port: whole('PORT', DEFAULT_PORT, 0, 65_535),
    host,
    publicUrl: publicUrl === null ? null : origin('PUBLIC_URL', publicUrl, true),
    redisUrl,
    redisPrefix,
    dataDir,
    sources,
    origins,
    keys,
    seedFile,
    pollCron,
    // 3,650: the archives of NBT and NBK go back further, but ten years already take an hour to fetch.
    backfillDays: whole('BACKFILL_DAYS', 90, 0, 3_650),
    allowedOrigins: readOrigins(text('ALLOWED_ORIGINS'), bad),
    trustedProxies: readProxies(text('TRUSTED_PROXIES'), bad),
    maxClients: whole('MAX_CLIENTS', 20_000, 1, 1_000_000),
    maxClientsPerAddress: whole('MAX_CLIENTS_PER_ADDRESS', 1_000, 1, 1_000_000),
    rateLimit: whole('RATE_LIMIT', 600, 0, 1_000_000),
    opsPort: env.OPS_PORT?.trim() === '' ? null : whole('OPS_PORT', 9464, 0, 65_535),
    opsPortChosen: text('OPS_PORT') !== null,
    opsHost,
    adminToken,
    logLevel: logLevel as LogLevel,
  };
  if (problems.length > 0) {
    throw new TickerError('config-invalid', `bad configuration:\n  ${problems.join('\n  ')}`);
  }
  return config;
}

/** Reads one key and reports its problem. */
interface KeyReader {
  text(key: string): string | null;
  origin(key: string, value: string, pathAllowed: boolean): string | null;
  bad: Bad;
}

function readSources(
  known: Known,
  { text, origin, bad }: KeyReader,
): Pick<Config, 'sources' | 'origins' | 'keys'> {
  const sources = listOf(text('SOURCES') ?? known.defaultSources.join());
  const unknown = sources.filter((id) => !known.sources.includes(id));
  if (unknown.length > 0) {
    bad('SOURCES', `${unknown.map(quoted).join(', ')} not among ${known.sources.join(', ')}`);
  }
  if (new Set(sources).size !== sources.length) bad('SOURCES', 'a source is listed twice');
  if (sources.length === 0) bad('SOURCES', 'must name at least one source');
  const origins = new Map<string, string>();
  for (const id of known.sources) {
    const key = `${id.toUpperCase()}_ORIGIN`;
    const value = text(key);
    const read = value === null ? null : origin(key, value, false);
    if (read !== null) origins.set(id, read);
  }

  const keys = new Map<string, string>();
  for (const [id, key] of Object.entries(known.keys)) {
    const value = text(key);
    if (value !== null) keys.set(id, value);
    else if (sources.includes(id)) bad(key, `must be set, because SOURCES names ${id}`);
  }
  return { sources, origins, keys };
}

// `URL.parse` would do the same, but Node 20.19 does not have it.
function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** The given text in quotes, without the user and password that an address may contain. */
function quoted(text: string): string {
  return JSON.stringify(text.replace(/[^/]*@/g, '…@'));
}

type Bad = (key: string, why: string) => void;

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readOrigins(text: string | null, bad: Bad): ReadonlySet<string> | null {
  if (text === null || text === '*') return null;
  const origins = listOf(text);
  for (const origin of origins) {
    // A browser sends the origin in exactly this form. Any other text would never match.
    if (origin !== 'null' && parseUrl(origin)?.origin !== origin) {
      bad('ALLOWED_ORIGINS', `${quoted(origin)} is not an origin such as https://news.example`);
    }
  }
  return new Set(origins);
}

function readProxies(text: string | null, bad: Bad): BlockList {
  const proxies = new BlockList();
  for (const entry of listOf(text ?? '')) {
    const [address = '', prefix] = entry.split('/');
    const version = isIP(address);
    const bits = version === 6 ? 128 : 32;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
    if (version === 0 || length < 0 || length > bits) {
      bad('TRUSTED_PROXIES', `${quoted(entry)} is not an address or CIDR such as 10.0.0.0/8`);
    } else {
      proxies.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
    }
  }
  return proxies;
}
