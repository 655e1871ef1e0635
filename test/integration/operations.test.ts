import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceChild, startChild } from '../support/service/child.ts';

const run = promisify(execFile);
const TOKEN = 'a token of an operator';
/** Stand for the container tools: they run the command here. */
const TOOLS = `
docker() { shift 3; "$@"; }
kubectl() { if [ "$1" = get ]; then echo pod/one; else shift 3; "$@"; fi; }
`;

const book = readFileSync(new URL('../../docs/OPERATIONS.md', import.meta.url), 'utf8');
const [, night = ''] = /\n## At night\n(.*?)\n## /s.exec(book) ?? [];
const blocks = [...night.matchAll(/```sh\n(.*?)```/gs)].map(([, code = '']) => code);

let child: ServiceChild;
const dir = mkdtempSync(join(tmpdir(), 'ticker-operations-'));
beforeAll(async () => {
  child = await startChild({ SOURCES: 'demo', ADMIN_TOKEN: TOKEN });
  writeFileSync(join(dir, 'settings.env'), `POLL_CRON=* * * * *\nADMIN_TOKEN=${TOKEN}\nLOG_LEVEL=info\n`);
});
afterAll(async () => {
  rmSync(dir, { recursive: true });
  await child.end();
});

/** Runs a text of OPERATIONS as it is pasted, with the port and the file of this service. */
async function paste(code: string): Promise<string> {
  const here = code
    .replaceAll('127.0.0.1:9464', new URL(child.opsOrigin ?? '').host)
    .replaceAll('/etc/silk-ticker.env', join(dir, 'settings.env'));
  const env = { PATH: process.env.PATH ?? '', ADMIN_TOKEN: TOKEN };
  return (await run('bash', ['-c', TOOLS + here], { env })).stdout;
}

describe('the lines of OPERATIONS for the night', () => {
  it('poll all sources of a service under systemd', async () => {
    const [systemd = ''] = blocks;
    expect(JSON.parse(await paste(systemd))).toEqual({
      polls: [expect.objectContaining({ source: 'demo' })],
    });
  });

  it('poll all sources of each container', async () => {
    const said = (await paste(blocks[1] ?? '')).trim().split('\n');
    // Two replicas of compose and one pod.
    expect(said).toEqual(Array(3).fill(expect.stringMatching(/^200 \{"polls":\[\{"source":"demo"/)));
  });

  it('print the metrics of a container', async () => {
    const [code = ''] = /node -e '[^']*metrics[^']*'/.exec(night) ?? [];
    expect(await paste(code)).toMatch(/^ticker_leads 1$/m);
  });
});
