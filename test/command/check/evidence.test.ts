import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { checkService } from '../../../src/command/check/check.ts';

const REPORT = { id: 'nbk', kind: 'official', publishes: ['KZT'], checks: [], held: [] };
const POLLS = { lastPoll: null, lastGoodPoll: null, lastError: null, nextPoll: null };

it.each([
  { ...REPORT, ...POLLS, held: [null] },
  { ...REPORT, ...POLLS, held: [{ code: 'KZT', since: 7 }] },
  { ...REPORT, ...POLLS, lastError: 'down' },
  { ...REPORT, lastError: { at: '2026-04-02T11:50:00.000Z' }, lastGoodPoll: 7, nextPoll: [] },
  null,
])('a report that is none is no reason to break off: %j', async (report) => {
  const server = createServer((request, response) => {
    const isSources = request.url === '/sources';
    response.writeHead(isSources || request.url === '/readyz' ? 200 : 404);
    response.end(isSources ? JSON.stringify({ sources: [report] }) : '{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let said = '';
  const out = {
    write(text: string) {
      said += text;
    },
  };
  expect(await checkService({ src: `http://127.0.0.1:${port}` }, out)).toBe(1);
  server.closeAllConnections();
  server.close();
  expect(said).toContain('The answer of /sources cannot be read');
});
