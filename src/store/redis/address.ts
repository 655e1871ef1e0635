// store: parses REDIS_URL.

/** The address of Redis. `hosts` are one server, the sentinels, or some nodes of a cluster. */
export interface RedisAddress {
  kind: 'single' | 'sentinel' | 'cluster';
  hosts: { host: string; port: number }[];
  /** The master's name for sentinels; empty otherwise. */
  name: string;
  db: number;
  tls: boolean;
  username: string | undefined;
  password: string | undefined;
}

const SCHEMES = {
  redis: { kind: 'single', tls: false, port: 6379 },
  rediss: { kind: 'single', tls: true, port: 6379 },
  'redis+sentinel': { kind: 'sentinel', tls: false, port: 26_379 },
  'redis+cluster': { kind: 'cluster', tls: false, port: 6379 },
} as const;

// A WHATWG URL has one host, and sentinels are a list of hosts.
const FORM = /^([a-z+]+):\/\/(?:([^/?#@]*)@)?([^/?#@]+)(?:\/([^?#]*))?$/;
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i;

/**
 * Reads `redis://user:password@host:port/db`, `rediss://…`, `redis+sentinel://h1:p,h2:p/name` or
 * `redis+cluster://h1:p,h2:p`; the user is optional. For anything else it returns a reason, which never contains the
 * text: that may contain a password.
 */
export function readRedisUrl(url: string): RedisAddress | { problem: string } {
  const [, scheme = '', userinfo, hostList = '', path = ''] = FORM.exec(url) ?? [];
  if (!Object.hasOwn(SCHEMES, scheme)) {
    return {
      problem: 'expected redis://, rediss://, redis+sentinel:// or redis+cluster:// with host and port',
    };
  }
  const { kind, tls, port: usualPort } = SCHEMES[scheme as keyof typeof SCHEMES];
  const hosts: RedisAddress['hosts'] = [];
  for (const entry of hostList.split(',')) {
    const [, host = '', port = String(usualPort)] = HOST.exec(entry.trim()) ?? [];
    if (host === '' || Number(port) < 1 || Number(port) > 65_535) {
      return { problem: 'expected hosts with a port from 1 to 65535, with commas between them' };
    }
    hosts.push({ host: host.replace(/^\[|\]$/g, ''), port: Number(port) });
  }
  if (kind === 'single' && hosts.length > 1) return { problem: 'this form takes one host' };
  if (kind === 'sentinel' && !/^[\w.-]+$/.test(path))
    return { problem: 'expected the master’s name after the sentinels' };
  if (kind === 'cluster' && path !== '') return { problem: 'a cluster has one database and no name' };
  if (kind === 'single' && !/^\d{0,5}$/.test(path))
    return { problem: 'expected a whole number as the database' };
  const user = readUser(userinfo);
  if (user === null) return { problem: 'expected user and password in percent-encoding' };
  const db = kind === 'single' ? Number(path) : 0;
  return { kind, hosts, tls, db, name: kind === 'sentinel' ? path : '', ...user };
}

/** The problem of a REDIS_URL; `null` for a valid one. */
export function redisProblemOf(url: string): string | null {
  const read = readRedisUrl(url);
  return 'problem' in read ? read.problem : null;
}

function readUser(userinfo = ''): Pick<RedisAddress, 'username' | 'password'> | null {
  const colon = userinfo.indexOf(':');
  const [username, password] =
    colon === -1 ? [userinfo, ''] : [userinfo.slice(0, colon), userinfo.slice(colon + 1)];
  try {
    return {
      username: decodeURIComponent(username) || undefined,
      password: decodeURIComponent(password) || undefined,
    };
  } catch {
    return null;
  }
}
