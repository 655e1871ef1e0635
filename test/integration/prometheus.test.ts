import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { allPages, originsAt } from '../support/banks/all-banks.ts';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { until } from '../support/until.ts';

interface Rule {
  record?: string;
  alert?: string;
  expr: string;
  annotations?: Record<string, string>;
}
interface DataSource {
  type: string;
  uid: string;
}
interface Panel {
  id: number;
  title: string;
  type: string;
  description?: string;
  datasource?: DataSource;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { refId: string; expr: string; datasource: DataSource }[];
  fieldConfig?: { defaults: object; overrides: unknown[] };
  options?: object;
}

const folder = new URL('../../deploy/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8');
const rules = parse(read('prometheus/rules.yml')).groups.flatMap(
  (it: { rules: Rule[] }) => it.rules,
) as Rule[];
const alerts = rules.flatMap(({ alert, annotations }) =>
  alert === undefined ? [] : [{ alert, annotations }],
);
const dashboard = JSON.parse(read('grafana/dashboard.json')) as {
  panels: Panel[];
  templating: { list: { name: string; type: string }[] };
};
const { panels } = dashboard;
/** The queries of the panels, with Grafana's variables set to all jobs and replicas. */
const asked = panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => ({
    title,
    expr: expr.replace(/\$(?:job|instance)/g, '.+').replace(/\$__rate_interval/g, '10s'),
  })),
);

const promtool = (...args: string[]) =>
  execFileSync('promtool', args, { cwd: new URL('prometheus/', folder), encoding: 'utf8', stdio: 'pipe' });

/** The names of metrics in an expression, without labels, groupings, functions and numbers. */
function metricsIn(expr: string): string[] {
  const bare = expr
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(?:by|on|ignoring|without|group_left|group_right)\s*\([^)]*\)/g, '');
  return [...bare.matchAll(/\b[a-z_][\w:]*\b(?!\s*\()/gi)]
    .map(([name]) => name)
    .filter((name) => !/^(?:and|or|unless|by|e\d+)$/.test(name));
}

describe('the alerts', () => {
  it('are accepted by promtool, and raised by their faults', () => {
    expect(promtool('check', 'config', 'prometheus.yml')).toContain('SUCCESS');
    expect(promtool('check', 'rules', 'rules.yml')).toContain(`${rules.length} rules found`);
    expect(promtool('test', 'rules', 'rules.test.yml')).toContain('SUCCESS');
  });

  it('each have a test with the alert and one without it', () => {
    const tested = parse(read('prometheus/rules.test.yml')).tests.flatMap(
      (it: { alert_rule_test?: { alertname: string; exp_alerts: unknown[] }[] }) => it.alert_rule_test ?? [],
    ) as { alertname: string; exp_alerts: unknown[] }[];
    for (const { alert } of alerts) {
      const expected = tested.filter((it) => it.alertname === alert).map((it) => it.exp_alerts.length > 0);
      expect(expected, alert).toEqual(expect.arrayContaining([true, false]));
    }
  });

  it('each have a section in docs/OPERATIONS.md, to which their address leads', () => {
    const book = readFileSync(new URL('../docs/OPERATIONS.md', folder), 'utf8');
    const headings = [...book.matchAll(/^### (Ticker\w+)$/gm)].map(([, name = '']) => name);
    expect(headings.sort()).toEqual(alerts.map((it) => it.alert).sort());
    for (const { alert, annotations } of alerts)
      expect(annotations?.runbook_url).toMatch(new RegExp(`docs/OPERATIONS\\.md#${alert.toLowerCase()}$`));
  });
});

/** Calls with the path of a file of promtool that has this content. */
function withFile<T>(content: object, use: (path: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'ticker-promtool-'));
  const path = join(dir, 'content.yml');
  try {
    // JSON is valid YAML.
    writeFileSync(path, JSON.stringify(content));
    return use(path);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** The value of a panel for these series, by an evaluation of promtool. */
function expectValue(title: string, series: Record<string, number>, expected: Record<string, number>): void {
  const { expr = '' } = asked.find((it) => it.title === title) ?? {};
  const exp_samples = Object.entries(expected).map(([labels, value]) => ({ labels, value }));
  const input_series = Object.entries(series).map(([name, value]) => ({
    series: name,
    values: `${value}x4`,
  }));
  const promql_expr_test = [{ expr, eval_time: '1m', exp_samples }];
  withFile({ tests: [{ interval: '15s', input_series, promql_expr_test }] }, (path) =>
    expect(promtool('test', 'rules', path), title).toContain('SUCCESS'),
  );
}

describe('the scrape configuration for Kubernetes', () => {
  /** The targets of the listed pods. They are static, because Debian's promtool has no discovery in Kubernetes. */
  function targetsOf(...pods: Record<string, string>[]): Record<string, string>[] {
    const config = parse(read('prometheus/kubernetes.yml'));
    const [job] = config.scrape_configs;
    expect(job.kubernetes_sd_configs).toEqual([{ role: 'pod' }]);
    job.kubernetes_sd_configs = undefined;
    config.rule_files = undefined;
    job.static_configs = pods.map((pod, index) => ({
      targets: [`10.0.0.${index}:9464`],
      labels: Object.fromEntries(
        Object.entries(pod).map(([key, value]) => [`__meta_kubernetes_${key}`, value]),
      ),
    }));
    // It waits for the whole time, 30 s by default, also with static targets.
    const said = withFile(config, (path) =>
      promtool('check', 'service-discovery', '--timeout=2s', path, job.job_name),
    );
    const found = JSON.parse(said) as { labels: Record<string, string> }[];
    return found.map((it) => it.labels).filter((it) => Object.keys(it).length > 0);
  }
  const pod = (namespace: string, more: Record<string, string> = {}) => ({
    namespace,
    pod_name: `silk-ticker-${namespace}`,
    pod_phase: 'Running',
    pod_label_app_kubernetes_io_name: 'silk-ticker',
    pod_container_port_name: 'ops',
    ...more,
  });

  it('gives each namespace a job, by whose name the rules recognise it', () => {
    const found = targetsOf(pod('eu'), pod('us'));
    expect(found.map(({ job, instance }) => ({ job, instance }))).toEqual([
      { job: 'silk-ticker/eu', instance: 'silk-ticker-eu' },
      { job: 'silk-ticker/us', instance: 'silk-ticker-us' },
    ]);
  });

  it('passes over other pods, other ports and pods that have ended', () => {
    const other = pod('eu', { pod_label_app_kubernetes_io_name: 'mail' });
    const http = pod('eu', { pod_container_port_name: 'http' });
    expect(targetsOf(pod('eu'), other, http, pod('eu', { pod_phase: 'Failed' }))).toHaveLength(1);
  });
});

describe('the dashboard', () => {
  it('has the fields that an import into Grafana needs', () => {
    expect(dashboard).toMatchObject({
      uid: expect.stringMatching(/^[\w-]{1,40}$/),
      title: expect.any(String),
      schemaVersion: expect.any(Number),
      time: { from: expect.any(String), to: expect.any(String) },
      annotations: { list: expect.any(Array) },
    });
    const variables = dashboard.templating.list.map((it) => `${it.name} ${it.type}`);
    expect(variables).toEqual(['datasource datasource', 'job query', 'instance query']);
    const datasource = { type: 'prometheus', uid: expect.stringMatching(/^\$\{datasource\}$/) };
    for (const panel of panels.filter((it) => it.type !== 'row')) {
      expect(panel.type, panel.title).toMatch(/^(?:stat|state-timeline|timeseries|table)$/);
      expect(panel, panel.title).toMatchObject({
        description: expect.stringMatching(/\.$/),
        datasource,
        fieldConfig: { defaults: expect.any(Object), overrides: expect.any(Array) },
        options: expect.any(Object),
      });
      const { targets = [] } = panel;
      expect(targets.length, panel.title).toBeGreaterThan(0);
      expect(new Set(targets.map((it) => it.refId)).size).toBe(targets.length);
      for (const target of targets) expect(target.datasource, panel.title).toEqual(datasource);
    }
  });

  it('shows the worst status that a replica has, and no status that none has', () => {
    const of = (instance: string, status: string, job = 't') =>
      `ticker_rate_status{job="${job}", instance="${instance}", code="KZT", status="${status}"}`;
    const kzt = '{job="t", code="KZT"}';
    const both = { [of('a', 'stale')]: 1, [of('a', 'live')]: 0, [of('b', 'stale')]: 0, [of('b', 'live')]: 1 };
    // 1 is live, 3 is stale; their sum would be held.
    expectValue('Status of each rate', both, { [kzt]: 3 });
    expectValue(
      'Status of each rate',
      { ...both, [of('a', 'stale')]: 0, [of('a', 'live')]: 1 },
      { [kzt]: 1 },
    );
    const stores = { ...both, [of('c', 'live', 'u')]: 1 };
    expectValue('Status of each rate', stores, { [kzt]: 3, '{job="u", code="KZT"}': 1 });
  });

  it('counts leaders for each store, and replicas that do not reach it', () => {
    const leads = { 'ticker_leads{job="t", instance="a"}': 1, 'ticker_leads{job="u", instance="b"}': 1 };
    expectValue('Leaders', leads, { '{job="t"}': 1, '{job="u"}': 1 });
    const up = { 'ticker_store_up{job="t", instance="a"}': 1, 'ticker_store_up{job="t", instance="b"}': 0 };
    expectValue('Without store', up, { '{}': 1 });
  });

  it('has panels that do not overlap, each with its own id', () => {
    const cells = new Set<string>();
    for (const { title, gridPos } of panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(cells.has(`${x} ${y}`), title).toBe(false);
          cells.add(`${x} ${y}`);
        }
      }
    }
    expect(new Set(panels.map((it) => it.id)).size).toBe(panels.length);
    expect(asked.length).toBeGreaterThan(25);
  });
});

describe('with a real Prometheus', () => {
  let bank: Bank;
  let child: ServiceChild;
  let prometheus: Prometheus;
  beforeAll(async () => {
    bank = await openBank(allPages());
    // Every other second, because a cross-check is compared with a rate that was shown before it.
    const polling = { SOURCES: '', BACKFILL_DAYS: '0', POLL_CRON: '*/2 * * * * *' };
    child = await startChild({ ...polling, ...originsAt(bank) });
    const ops = new URL(child.opsOrigin ?? '').host;
    prometheus = await startPrometheus(new URL('prometheus/rules.yml', folder), [ops]);
    await until('twelve scrapes', async () => {
      await (await fetch(`${child.origin}/rates`)).text();
      await sleep(500);
      return Number((await prometheus.query('count_over_time(ticker_leads[1m])'))[0]?.value[1]) >= 12;
    });
  });
  afterAll(async () => {
    await prometheus?.stop();
    await child?.end();
    await bank?.close();
  });

  it('every metric of a panel or a rule is exported', async () => {
    const text = await (await fetch(`${child.opsOrigin}/metrics`)).text();
    const exported = new Set([...text.matchAll(/^([a-z_][\w:]*)[ {]/gim)].map(([, name]) => name));
    const recorded = new Set(rules.map((it) => it.record));
    // Prometheus itself records whether it could scrape.
    exported.add('up');
    const wanted = [...rules, ...asked].flatMap(({ expr }) => metricsIn(expr));
    expect(wanted.length).toBeGreaterThan(50);
    for (const name of wanted) expect(exported.has(name) || recorded.has(name), name).toBe(true);
  });

  it.each(asked)('the panel $title has data: $expr', async ({ expr }) => {
    expect((await prometheus.query(expr)).length).toBeGreaterThan(0);
  });

  it('a healthy service raises no alert', async () => {
    expect(await prometheus.alerts()).toEqual([]);
  });
});
