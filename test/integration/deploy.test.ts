import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { SETTINGS } from '../../src/config.ts';
import { readTopology } from '../image/topology.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

describe('the systemd unit', () => {
  /** A copy that runs this Node, because systemd checks that the program exists. */
  function withUnit<T>(use: (path: string) => T): T {
    const dir = mkdtempSync(join(tmpdir(), 'ticker-unit-'));
    const path = join(dir, 'silk-ticker.service');
    writeFileSync(
      path,
      read('deploy/systemd/silk-ticker.service').replace('/usr/bin/node', process.execPath),
    );
    try {
      return use(path);
    } finally {
      rmSync(dir, { recursive: true });
    }
  }

  it('is accepted by systemd without a warning', () => {
    const said = withUnit((path) =>
      execFileSync('sh', ['-c', 'systemd-analyze verify "$0" 2>&1', path], { encoding: 'utf8' }),
    );
    expect(said).toBe('');
  });

  it('restricts the service', () => {
    const said = withUnit((path) =>
      execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', path], {
        encoding: 'utf8',
      }),
    );
    // 0 is no access, 10 is all; an ordinary unit has 9.6.
    expect(Number(/Overall exposure level for .*: ([\d.]+)/.exec(said)?.[1])).toBeLessThan(2);
  });
});

describe('the Kubernetes manifest', () => {
  const documents = parseAllDocuments(read('deploy/kubernetes/silk-ticker.yaml')).map((it) => it.toJS());
  const [deployment, service, budget] = documents;

  it('is valid by Kubernetes’ schema, which rejects a mistake', () => {
    new Deployment(deployment).validate();
    new Service(service).validate();
    new PodDisruptionBudget(budget).validate();
    expect(documents).toHaveLength(3);
    const slip = structuredClone(deployment);
    slip.spec.template.spec.containers[0].readinessProbe.periodSeconds = 'soon';
    expect(() => new Deployment(slip).validate()).toThrow();
  });

  it('has matching labels and ports and the version of the package', () => {
    const { labels } = deployment.spec.template.metadata;
    for (const selector of [
      deployment.spec.selector.matchLabels,
      service.spec.selector,
      budget.spec.selector.matchLabels,
    ])
      expect(labels).toMatchObject(selector);
    const [ticker] = deployment.spec.template.spec.containers;
    const ports = ticker.ports.map((it: { name: string }) => it.name);
    for (const name of [ticker.livenessProbe, ticker.readinessProbe, ticker.startupProbe].map(
      (it) => it.httpGet.port,
    ))
      expect(ports).toContain(name);
    expect(ports).toContain(service.spec.ports[0].targetPort);
    expect(ticker.image).toBe(`silk-ticker:${version}`);
  });

  it('has the label, the port and no annotations by which Prometheus finds its pods', () => {
    const [{ relabel_configs }] = parse(read('deploy/prometheus/kubernetes.yml')).scrape_configs;
    const [keep] = relabel_configs as { regex: string; source_labels: string[] }[];
    const { labels, annotations } = deployment.spec.template.metadata;
    const [{ ports }] = deployment.spec.template.spec.containers;
    const { name } = ports.find((it: { containerPort: number }) => it.containerPort === 9464);
    expect(keep?.regex).toBe(`${labels['app.kubernetes.io/name']};${name}`);
    // A scrape by annotations has one job for all pods, so two stores would look like one with two leaders.
    expect(annotations).toBeUndefined();
  });

  it('allows time for the goodbye to its streams', () => {
    const { containers, terminationGracePeriodSeconds } = deployment.spec.template.spec;
    const preStopS = Number(containers[0].lifecycle.preStop.exec.command[1]);
    const stopS = Number(/STOP_MS = (\d+)_000/.exec(read('src/command/serve/serve.ts'))?.[1]);
    expect(terminationGracePeriodSeconds).toBeGreaterThanOrEqual(preStopS + stopS);
  });
});

describe('compose.yaml', () => {
  const services = Object.entries(parse(read('compose.yaml'), { merge: true }).services) as [
    string,
    Record<string, unknown>,
  ][];

  it.each(services)('%s is restricted, limited and has a health check', (_name, written) => {
    expect(written).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: expect.stringMatching(/^\d+m$/),
      pids_limit: expect.any(Number),
      logging: {
        driver: 'json-file',
        options: { 'max-size': expect.any(String), 'max-file': expect.any(String) },
      },
    });
    // Built services have the health check of their image.
    expect(written.build ?? written.healthcheck).toBeDefined();
    for (const need of Object.values(written.depends_on ?? {}))
      expect(need).toEqual({ condition: 'service_healthy' });
  });

  it('passes on each setting that a container can use', () => {
    // Set by compose.yaml or the image, or a file or an address inside the container.
    const own = ['PORT', 'HOST', 'DATA_DIR', 'REDIS_URL', 'REDIS_PREFIX', 'SEED_FILE', 'TRUSTED_PROXIES'];
    const due = SETTINGS.filter((name) => ![...own, 'OPS_PORT', 'OPS_HOST'].includes(name));
    const replica = services.find(([name]) => name === 'ticker-1')?.[1];
    const environment = (replica?.environment ?? {}) as Record<string, string>;
    const passed = Object.keys(environment).filter((name) => environment[name] === `\${${name}:-}`);
    expect(passed.sort()).toEqual([...due, 'OXR_APP_ID'].sort());
  });

  it('and the Dockerfile name images by their minor version', () => {
    const named = services.flatMap(([, { image }]) => (image === undefined ? [] : [String(image)]));
    const built = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image = '']) => image);
    expect(named.length + built.length).toBe(4);
    for (const image of [...named, ...built]) expect(image).toMatch(/^[a-z]+:\d+\.\d+-[a-z]+$/);
    expect(read('Dockerfile')).toContain(`base.name="docker.io/library/${built[0]}"`);
  });

  it('has only keys that the run in containers supports', async () => {
    const topology = await readTopology(new URL('compose.yaml', root), { PORT: '1' }, 'test');
    expect(topology.services.map((it) => it.name)).toEqual(['redis', 'ticker-1', 'ticker-2', 'nginx']);
  });
});
