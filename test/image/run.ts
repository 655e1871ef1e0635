// image: `npm run test:image` builds the Dockerfile, starts compose.yaml's topology in containers, sends requests
// through nginx, kills the leader’s container, and removes everything.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { freePort } from '../support/redis/servers.ts';
import { startContainers } from './containers.ts';
import { findEngine } from './engine.ts';
import { tryTopology } from './trial.ts';

const root = new URL('../../', import.meta.url);
const engine = findEngine();
if ('missing' in engine) {
  console.error(`no container engine answers here:\n  ${engine.missing.join('\n  ')}`);
  process.exit(1);
}

const prefix = `silk-ticker-test-${process.pid}`;
const image = `localhost/${prefix}:latest`;
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
const revision = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();

console.log(`${engine.name}: building`);
const args = ['--build-arg', `VERSION=${version}`, '--build-arg', `REVISION=${revision}`, '--tag', image];
// The image's health check needs Docker's format; OCI has none. podman's layers would stay as images without a name.
const ways = engine.name === 'podman' ? ['--format', 'docker', '--layers=false'] : [];
await engine.call('build', ...ways, ...args, root.pathname);

const env = { PORT: `127.0.0.1:${await freePort()}`, SOURCES: 'demo' };
try {
  const containers = await startContainers(engine, { root, env, prefix, image });
  try {
    const rows = await tryTopology(engine, containers, { image, version, revision });
    for (const { what, found, passed } of rows) console.log(`${passed ? 'ok  ' : 'FAIL'}  ${what}: ${found}`);
    process.exitCode = rows.every((row) => row.passed) ? 0 : 1;
  } finally {
    await containers.remove();
  }
} finally {
  await engine.call('rmi', '--force', image);
}
