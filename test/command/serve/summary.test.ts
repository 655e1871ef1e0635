import { describe, expect, it } from 'vitest';
import { readableLine } from '../../../src/command/serve/log-lines.ts';
import { summaryOf } from '../../../src/command/serve/summary.ts';
import { readConfig } from '../../../src/config.ts';

const known = {
  sources: ['nbk', 'nbkr'],
  defaultSources: ['nbk', 'nbkr'],
  keys: {},
  isCron: () => true,
  redisProblemOf: () => null,
  seedProblemOf: () => null,
  folderProblemOf: () => null,
};
const started = { version: '0.1.0', port: 3000, opsPort: 9464, addresses: ['192.0.2.7'] };
const summary = (env: Record<string, string>, more = {}) =>
  summaryOf(readConfig(env, known), { ...started, ...more }, (_style, text) => text);

describe('the summary of a start', () => {
  it('fits a screen of 80 by 24 and contains all addresses', () => {
    const text = summary({});
    const lines = text.split('\n');
    expect(lines.length).toBeLessThan(24);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(text).toContain('open            http://localhost:3000\n');
    expect(text).toContain('on the network  http://192.0.2.7:3000\n');
    expect(text).toContain('operators       http://127.0.0.1:9464/metrics\n');
    expect(text).toContain('state           .data\n');
    expect(text).toContain('npx silk-ticker check\n');
  });

  it('contains the public address, and another port', () => {
    const text = summary({ PUBLIC_URL: 'https://rates.example', HOST: '::1' }, { port: 4000, opsPort: null });
    expect(text).toContain('<script async src="https://rates.example/widget.js"></script>');
    expect(text).toContain('check --src https://rates.example\n');
    expect(text).toContain('operators       off\n');
    expect(text).not.toContain('on the network');
    expect(summary({ HOST: '::1' }, { port: 4000 })).toContain('open            http://[::1]:4000\n');
  });

  it('contains no password of Redis', () => {
    const text = summary({ REDIS_URL: 'redis+sentinel://u:sw0rd,f1sh@h1:1,h2:2/name' });
    expect(text).toContain('state           Redis at h1:1,h2:2/name, prefix ticker\n');
    expect(text).not.toMatch(/sw0rd|f1sh/);
  });
});

describe('a log line in a terminal', () => {
  it('has the time of day, the level, the message and its fields', () => {
    const line =
      '{"level":"warn","time":"2026-11-25T12:37:08.000Z","source":"nbkr","reason":"not reached","msg":"poll failed"}\n';
    expect(readableLine(line, (_style, text) => text)).toBe(
      '12:37:08 warn  poll failed source=nbkr reason="not reached"\n',
    );
  });
});
