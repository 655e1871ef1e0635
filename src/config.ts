// A leaf: the environment read once, into a Config or one error that names every bad key.
import { BlockList, isIP } from 'node:net';
import { TickerError } from './errors.ts';

/** Every setting but `<ID>_ORIGIN` and the keys of sources, which stand with the sources. */
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

/** An empty value is how compose files say "unset"; for these it means "off". */
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
  /** What every key in Redis begins with. */
  redisPrefix: string;
  /** Of the embedded store; `null` = memory only. */
  dataDir: string | null;
  /** Ids in the order in which they publish. */
  sources: string[];
  /** Replaced origins by source id. */
  origins: Map<string, string>;
  /** Keys by source id, for the sources that want one. */
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
  /** Whether the operator chose the port: then a busy one is an error, not a warning. */
  opsPortChosen: boolean;
  opsHost: string;
  adminToken: string | null;
  logLevel: LogLevel;
}

/** What the environment is checked against; passed in so that this file stays a leaf. */
export interface Known {
  sources: readonly string[];
  /** Those of them that are chosen where `SOURCES` is not set. */
  defaultSources: readonly string[];
  /** Setting that holds the key of a source, by its id. */
  keys: Readonly<Record<string, string>>;
  isCron(expression: string): boolean;
  /** What is wrong with a REDIS_URL, without repeating it; `null` for nothing. */
  redisProblemOf(url: string): string | null;
  /** What is wrong with a SEED_FILE; `null` for nothing. */
  seedProblemOf(path: string): string | null;
  /** What keeps a DATA_DIR from being used, which is made if need be; `null` for nothing. */
  folderProblemOf(dir: string): string | null;
}

/** Letters of a host name or of an address: whether it exists is known to the machine alone. */
const HOST = /^[A-Za-z0-9._:%-]{1,255}$/;
/** A guess at a short secret succeeds; 16 characters of base64 are 96 bits. */
const MIN_TOKEN = 16;

/** Reads the environment. Throws `config-invalid` with one line per bad key; secrets are never in it. */
export function readConfig(env: NodeJS.ProcessEnv, known: Known): Config {
  const problems: string[] = [];
  const bad = (key: string, why: string) => void problems.push(`${key}: ${why}`);
  // The keys of OFF_WHEN_EMPTY are read raw.
  const text = (key: string) => env[key]?.trim() || null;
  const whole = (key: string, fallback: number, min: number, max: number) => {
    const value = text(key);
    if (value === null) return fallback;
    if (!/^\d{1,9}$/.test(value) || Number(value) < min || Number(value) > max) {
      bad(key, `a whole number from ${min} to ${max} is due`);
      return fallback;
    }
    return Number(value);
  };
  const origin = (key: string, value: string, pathAllowed: boolean) => {
    const url = parseUrl(value);
    const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
    // By the text: an empty query or fragment leaves no trace in the parts, and what is put behind it goes astray.
    if (url === null || !isHttp || /[?#@]/.test(value)) {
      bad(key, 'an http or https address without user, query or fragment is due');
      return null;
    }
    if (!pathAllowed && url.pathname !== '/') bad(key, 'scheme, host and port alone are due, without a path');
    return url.href.replace(/\/$/, '');
  };

  const { sources, origins, keys } = readSources(known, { text, origin, bad });
  const pollCron = text('POLL_CRON');
  if (pollCron !== null && !known.isCron(pollCron)) bad('POLL_CRON', 'not a cron expression');
  const logLevel = text('LOG_LEVEL') ?? 'info';
  if (!LOG_LEVELS.includes(logLevel as LogLevel)) bad('LOG_LEVEL', `one of ${LOG_LEVELS.join(', ')} is due`);
  const adminToken = text('ADMIN_TOKEN');
  if (adminToken !== null && adminToken.length < MIN_TOKEN) {
    bad('ADMIN_TOKEN', `at least ${MIN_TOKEN} characters are due`);
  }
  const redisUrl = text('REDIS_URL');
  const redisProblem = redisUrl === null ? null : known.redisProblemOf(redisUrl);
  if (redisProblem !== null) bad('REDIS_URL', redisProblem);
  const redisPrefix = text('REDIS_PREFIX') ?? 'ticker';
  // The prefix is the keys' hash tag: a brace in it would end the tag early and spread them over a cluster.
  if (!/^[A-Za-z0-9_.:-]{1,64}$/.test(redisPrefix)) {
    bad('REDIS_PREFIX', 'up to 64 letters, digits and _ . : - are due');
  }
  const host = text('HOST') ?? '0.0.0.0';
  const opsHost = text('OPS_HOST') ?? '127.0.0.1';
  for (const [key, value] of Object.entries({ HOST: host, OPS_HOST: opsHost }))
    if (!HOST.test(value)) bad(key, 'an address or a host name is due');
  const seedFile = text('SEED_FILE');
  const seedProblem = seedFile === null ? null : known.seedProblemOf(seedFile);
  if (seedProblem !== null) bad('SEED_FILE', seedProblem);
  const dataDir = env.DATA_DIR === undefined ? '.data' : text('DATA_DIR');
  // With a shared store the folder is not touched.
  const folderProblem = dataDir === null || redisUrl !== null ? null : known.folderProblemOf(dataDir);
  if (folderProblem !== null) bad('DATA_DIR', folderProblem);
  const publicUrl = text('PUBLIC_URL');
  const config: Config = {
    port: whole('PORT', 3000, 0, 65_535),
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
    // 3,650: the deepest of the archives that answer (NBT, NBK) go back further, ten years cost it an hour.
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

/** What reads one key, and notes what is wrong with it. */
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
  if (sources.length === 0) bad('SOURCES', 'at least one source is due');
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
    else if (sources.includes(id)) bad(key, `due, since SOURCES names ${id}`);
  }
  return { sources, origins, keys };
}

// `URL.parse` would say the same, but came to Node 20 later than 20.19.
function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** As it was given, without the user and password that an address may carry. */
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
    // A browser sends the origin in exactly this form; anything else in the list would never match.
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
