// command: the summary on a terminal when the service has started. Pure; fits on a screen of 80 by 24.
import { type Config, DEFAULT_PORT } from '../../config.ts';
import type { Paint } from '../terminal.ts';

export interface Started {
  version: string;
  port: number;
  opsPort: number | null;
  /** Addresses of this machine that can be reached from the network. */
  addresses: readonly string[];
}

/** Addresses, sources, state, and the commands to try next. It never contains secrets. */
export function summaryOf(
  config: Config,
  { version, port, opsPort, addresses }: Started,
  paint: Paint,
): string {
  const host = isAnyHost(config.host) ? 'localhost' : config.host;
  const origin = config.publicUrl ?? `http://${bracketed(host)}:${port}`;
  const rows: [string, string][] = [
    ['open', origin],
    ...(isAnyHost(config.host) && addresses[0] !== undefined
      ? ([['on the network', `http://${addresses[0]}:${port}`]] as [string, string][])
      : []),
    ['rates', `${origin}/rates`],
    ['reference', `${origin}/docs`],
    ['operators', opsPort === null ? 'off' : `http://${bracketed(config.opsHost)}:${opsPort}/metrics`],
    ['sources', config.sources.join(', ')],
    ['state', stateOf(config)],
  ];
  const at = port === DEFAULT_PORT ? '' : ` --src ${origin}`;
  return `${[
    `${paint('bold', 'silk-ticker')} ${version}`,
    '',
    ...rows.map(([name, value]) => `  ${paint('dim', name.padEnd(14))}  ${value}`),
    '',
    `  ${paint('dim', 'on a page')}       <script async src="${origin}/widget.js"></script>`,
    `  ${paint('dim', 'watch rates')}     npx silk-ticker rates --watch${at}`,
    `  ${paint('dim', 'check health')}    npx silk-ticker check${at}`,
    '',
    paint('dim', 'Ctrl-C stops it. Warnings are printed below.'),
  ].join('\n')}\n`;
}

function stateOf({ redisUrl, redisPrefix, dataDir }: Config): string {
  if (redisUrl === null) return dataDir ?? 'in memory only; lost at a restart';
  // User and password are written before the first host. A password may contain the comma that separates hosts.
  const hosts = redisUrl.replace(/^.*:\/\//, '').replace(/^.*@/, '');
  return `Redis at ${hosts}, prefix ${redisPrefix}`;
}

function isAnyHost(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
