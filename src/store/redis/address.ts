// store: REDIS_URL read into what to connect to.

/** Where Redis is. `hosts` are one server, the sentinels, or some nodes of a cluster. */
export interface RedisAddress {
  kind: 'single' | 'sentinel' | 'cluster';
  hosts: { host: string; port: number }[];
  /** The master's name among the sentinels' ones; empty otherwise. */
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

// WHATWG URLs have room for one host, and sentinels come as a list of them.
const FORM = /^([a-z+]+):\/\/(?:([^/?#@]*)@)?([^/?#@]+)(?:\/([^?#]*))?$/;
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i;

/**
 * Reads `redis://user:password@host:port/db`, `rediss://…`, `redis+sentinel://h1:p,h2:p/name` or
 * `redis+cluster://h1:p,h2:p`; the user may be missing. Anything else is told as a reason, which never repeats the
 * text: it may hold a password.
 */
export function readRedisUrl(url: string): RedisAddress | { problem: string } {
  const [, scheme = '', userinfo, hostList = '', path = ''] = FORM.exec(url) ?? [];
  if (!Object.hasOwn(SCHEMES, scheme)) {
    return {
      problem: 'redis://, rediss://, redis+sentinel:// or redis+cluster:// with host and port is due',
    };
  }
  const { kind, tls, port: usualPort } = SCHEMES[scheme as keyof typeof SCHEMES];
  const hosts: RedisAddress['hosts'] = [];
  for (const entry of hostList.split(',')) {
    const [, host = '', port = String(usualPort)] = HOST.exec(entry.trim()) ?? [];
    if (host === '' || Number(port) < 1 || Number(port) > 65_535) {
      return { problem: 'a host with a port from 1 to 65535 is due, several with commas between' };
    }
    hosts.push({ host: host.replace(/^\[|\]$/g, ''), port: Number(port) });
  }
  if (kind === 'single' && hosts.length > 1) return { problem: 'one host is due in this form' };
  if (kind === 'sentinel' && !/^[\w.-]+$/.test(path))
    return { problem: 'the master’s name is due after the sentinels' };
  if (kind === 'cluster' && path !== '') return { problem: 'a cluster has one database and no name' };
  if (kind === 'single' && !/^\d{0,5}$/.test(path)) return { problem: 'the database is a whole number' };
  const user = readUser(userinfo);
  if (user === null) return { problem: 'user and password are due percent-encoded' };
  const db = kind === 'single' ? Number(path) : 0;
  return { kind, hosts, tls, db, name: kind === 'sentinel' ? path : '', ...user };
}

/** What is wrong with a REDIS_URL; `null` for nothing. */
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
