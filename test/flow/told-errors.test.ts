import { afterEach, expect, it } from 'vitest';
import { type Here, startHere } from '../support/service/in-process.ts';

let here: Here;
afterEach(() => here.stop());

it.each([
  ['a host that does not exist', 'http://bank.invalid:8080', 'bank.invalid'],
  ['an address that refuses', 'http://127.0.0.1:1', '127.0.0.1'],
])('/sources names no host of the network for %s, and the log does', async (_what, origin, host) => {
  here = await startHere({ SOURCES: 'nbk', NBK_ORIGIN: origin });
  await here.poll('nbk');
  const [report] = await here.sources();
  expect(report?.lastError).toMatchObject({
    kind: 'source-unreachable',
    message: expect.stringMatching(/^not reached: E[A-Z_]+$/),
  });
  expect(JSON.stringify(await here.sources())).not.toContain(host);
  expect(here.lines.filter(({ level }) => level === 'warn')[0]?.fields.reason).toContain(host);
});
