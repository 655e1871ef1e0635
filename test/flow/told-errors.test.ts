import { afterEach, expect, it } from 'vitest';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';

let service: InProcessService;
afterEach(() => service.stop());

it.each([
  ['a host that does not exist', 'http://bank.invalid:8080', 'bank.invalid'],
  ['an address that refuses', 'http://127.0.0.1:1', '127.0.0.1'],
])('/sources names no host of the network for %s, and the log does', async (_what, origin, host) => {
  service = await startInProcess({ SOURCES: 'nbk', NBK_ORIGIN: origin });
  await service.poll('nbk');
  const [report] = await service.sources();
  expect(report?.lastError).toMatchObject({
    kind: 'source-unreachable',
    message: expect.stringMatching(/^not reached: E[A-Z_]+$/),
  });
  expect(JSON.stringify(await service.sources())).not.toContain(host);
  expect(service.lines.filter(({ level }) => level === 'warn')[0]?.fields.reason).toContain(host);
});
