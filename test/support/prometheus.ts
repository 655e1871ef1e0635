// test: a real Prometheus that scrapes services on this machine, and is queried like by a dashboard.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './redis/servers.ts';
import { until } from './until.ts';

export interface Sample {
  metric: Record<string, string>;
  value: [atS: number, value: string];
}

export interface Prometheus {
  /** Evaluates an expression now. Throws the error of Prometheus. */
  query(expression: string): Promise<Sample[]>;
  /** Names of the alerts that are pending or firing. */
  alerts(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts it with rules. It scrapes the operators' listeners at these `host:port` every second. */
export async function startPrometheus(rules: URL, targets: readonly string[]): Promise<Prometheus> {
  const dir = await mkdtemp(join(tmpdir(), 'ticker-prometheus-'));
  const config = {
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules.pathname],
    scrape_configs: [{ job_name: 'silk-ticker', static_configs: [{ targets }] }],
  };
  // JSON is valid YAML.
  await writeFile(join(dir, 'prometheus.yml'), JSON.stringify(config));
  const port = await freePort();
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + String(chunk)).slice(-10_000);
  });
  const origin = `http://127.0.0.1:${port}`;
  await until('Prometheus', async () => {
    if (child.exitCode !== null) throw new Error(`Prometheus ended: ${errors}`);
    return (await fetch(`${origin}/-/ready`).catch(() => null))?.ok === true;
  });

  async function ask(path: string) {
    const answer = (await (await fetch(origin + path)).json()) as {
      status: string;
      error?: string;
      data: unknown;
    };
    if (answer.status !== 'success') throw new Error(answer.error);
    return answer.data;
  }

  return {
    async query(expression) {
      const data = await ask(`/api/v1/query?query=${encodeURIComponent(expression)}`);
      return (data as { result: Sample[] }).result;
    },
    async alerts() {
      const data = await ask('/api/v1/alerts');
      return (data as { alerts: { labels: { alertname: string } }[] }).alerts.map(
        (it) => it.labels.alertname,
      );
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
