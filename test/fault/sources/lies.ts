// fault: answers that are not a document, from each bank through the whole service.

import { allPages } from '../../support/banks/all-banks.ts';
import { type Fault, openBank } from '../../support/banks/bank.ts';
import type { FaultRow } from '../../support/fault/table.ts';
import { startInProcess } from '../../support/service/in-process.ts';

const TODAY = '2030-02-13';
const page = (body: string | Buffer, type = 'text/html'): Fault => ({ kind: 'page', page: { body, type } });

const LIES: Record<string, Fault> = {
  'HTML with 200': page('<!DOCTYPE html><html><head><title>Sorry</title></head><body>Later</body></html>'),
  'HTML without a DOCTYPE': page('<html><body>Later</body></html>'),
  'an empty 200': page(''),
  'blanks with 200': page(' \r\n\t'),
  'a redirect': { kind: 'status', status: 302, headers: { location: '/elsewhere' } },
  'a redirect for ever': { kind: 'status', status: 308, headers: { location: '/rss/' } },
  'UTF-16': { kind: 'damage', damage: (body) => Buffer.from(body.toString('latin1'), 'utf16le') },
  'bytes that are no UTF-8 in front': {
    kind: 'damage',
    damage: (body) => Buffer.concat([Buffer.from([0xff, 0xfe, 0xc3, 0x28]), body]),
  },
  'an encoding that was not requested': {
    kind: 'status',
    status: 200,
    headers: { 'content-encoding': 'br' },
  },
  'gzip in name only': { kind: 'status', status: 200, headers: { 'content-encoding': 'gzip' } },
};

/** The row of these answers: each changes nothing, and the next correct answer is accepted. */
export async function run(): Promise<FaultRow[]> {
  const bank = await openBank(allPages(TODAY));
  const service = await startInProcess({}, { bank, now: `${TODAY}T06:00:00Z` });
  const seen = { told: 0, failed: 0, moved: 0, well: 0 };
  try {
    await service.poll();
    const before = JSON.stringify(await service.snapshot());
    for (const [name, fault] of Object.entries(LIES)) {
      bank.setFault(fault);
      for (const { source, result, reason } of await service.poll()) {
        seen.told += 1;
        if (result === 'failed' || result === 'refused') seen.failed += 1;
        else console.log(`${source} took ${name}: ${result} ${reason ?? ''}`);
      }
      if (JSON.stringify(await service.snapshot()) !== before) seen.moved += 1;
      bank.setFault(null);
      seen.well += (await service.poll()).filter(({ result }) => result === 'unchanged').length;
    }
  } finally {
    await service.stop();
    await bank.close();
  }
  return [
    {
      id: 'S3a',
      fault: `answers without a document from each of 6 banks: ${Object.keys(LIES).join(', ')}`,
      measured: `${seen.failed} of ${seen.told} refused, ${seen.moved} changed something, ${seen.well} recovered`,
      due: `${seen.told}, 0, ${seen.told}`,
      passed:
        seen.told === Object.keys(LIES).length * 6 &&
        seen.failed === seen.told &&
        seen.moved === 0 &&
        seen.well === seen.told,
    },
  ];
}
