// image: compose.yaml as arguments of `docker run` or `podman run`, for machines without compose.
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

export interface Service {
  name: string;
  /** `null` = built from the Dockerfile. */
  image: string | null;
  needs: string[];
  /** The health check; `null` = that of its image. */
  health: string[] | null;
  address: string;
  /** All other arguments of `run`, without the image. */
  flags: string[];
  command: string[];
}

export interface Topology {
  subnet: string;
  /** In the order of their dependencies. */
  services: Service[];
  volumes: string[];
}

interface Written {
  image?: string;
  build?: string;
  user?: string;
  command?: string | string[];
  environment?: Record<string, string | null>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  networks: string[] | Record<string, { ipv4_address: string }>;
  volumes?: string[];
  ports?: string[];
  tmpfs?: string[];
  sysctls?: Record<string, string | number>;
  cap_drop?: string[];
  security_opt?: string[];
  read_only?: boolean;
  mem_limit?: string;
  pids_limit?: number;
}

/**
 * Keys that are not used here: a killed replica must not restart, `stop` gets its time as an argument, and the output of
 * a short run is small.
 */
const PASSED_OVER = ['restart', 'stop_grace_period', 'logging'];
const KNOWN = [
  ...['image', 'build', 'user', 'command', 'environment', 'depends_on', 'healthcheck', 'networks', 'volumes'],
  ...['ports', 'tmpfs', 'sysctls', 'cap_drop', 'security_opt', 'read_only', 'mem_limit', 'pids_limit'],
];

/** Reads compose.yaml, with `prefix` before the names of volumes. Throws for a key that is not supported here. */
export async function readTopology(
  path: URL,
  env: Record<string, string>,
  prefix: string,
): Promise<Topology> {
  const file = parse(filled(await readFile(path, 'utf8'), env), { merge: true });
  const { subnet } = file.networks.ticker.ipam.config[0];
  const volumes = Object.keys(file.volumes).map((name) => `${prefix}-${name}`);
  const services = Object.entries(file.services as Record<string, Written>).map(([name, written], index) => {
    const unknown = Object.keys(written).filter((key) => !KNOWN.includes(key) && !PASSED_OVER.includes(key));
    if (unknown.length > 0) throw new Error(`${name}: ${unknown.join(', ')} is not supported by this test`);
    return serviceOf(name, written, subnet.replace(/\d+\/\d+$/, String(130 + index)), prefix, path);
  });
  return { subnet, volumes, services: ordered(services) };
}

function serviceOf(name: string, written: Written, free: string, prefix: string, base: URL): Service {
  const { networks, command = [] } = written;
  const each = (flag: string, values: readonly (string | number)[] = []) =>
    values.flatMap((value) => [flag, String(value)]);
  const pairs = (record: Record<string, string | number | null> = {}) =>
    // An empty variable is read as null.
    Object.entries(record).map(([key, value]) => `${key}=${value ?? ''}`);
  const mounts = (written.volumes ?? []).map((it) =>
    it.startsWith('./') ? new URL(it, base).pathname : `${prefix}-${it}`,
  );
  return {
    name,
    image: written.image === undefined ? null : `docker.io/library/${written.image}`,
    needs: Object.keys(written.depends_on ?? {}),
    health: written.healthcheck === undefined ? null : checkOf(written.healthcheck.test),
    address: Array.isArray(networks) ? free : (networks.ticker?.ipv4_address ?? free),
    flags: [
      ...each('--user', written.user === undefined ? [] : [written.user]),
      ...each('--env', pairs(written.environment)),
      ...each('--volume', mounts),
      ...each('--publish', written.ports),
      ...each('--tmpfs', written.tmpfs),
      ...each('--sysctl', pairs(written.sysctls)),
      ...each('--cap-drop', written.cap_drop),
      // podman accepts only the name of the option.
      ...each(
        '--security-opt',
        written.security_opt?.map((it) => it.replace(/:true$/, '')),
      ),
      ...(written.read_only === true ? ['--read-only'] : []),
      ...each('--memory', written.mem_limit === undefined ? [] : [written.mem_limit]),
      ...each('--pids-limit', written.pids_limit === undefined ? [] : [written.pids_limit]),
    ],
    command: typeof command === 'string' ? command.split(' ') : command,
  };
}

/** `CMD` and `CMD-SHELL`, as in compose and in images. */
export function checkOf([kind, ...rest]: readonly string[]): string[] {
  return kind === 'CMD-SHELL' ? ['sh', '-c', ...rest] : rest;
}

/** `${NAME:-else}` and `$$`, as compose substitutes them. */
function filled(text: string, env: Record<string, string>): string {
  return text.replace(/\$\$|\$\{(\w+):-([^}]*)\}/g, (place, name?: string, otherwise = '') =>
    place === '$$' ? '$' : (env[name ?? ''] ?? otherwise),
  );
}

function ordered(services: readonly Service[]): Service[] {
  const done: Service[] = [];
  while (done.length < services.length) {
    const next = services.find((it) => !done.includes(it) && it.needs.every((need) => isIn(done, need)));
    if (next === undefined) throw new Error('depends_on has a circle or an unknown service');
    done.push(next);
  }
  return done;
}

function isIn(services: readonly Service[], name: string): boolean {
  return services.some((it) => it.name === name);
}
