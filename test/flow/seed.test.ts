import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brief } from '../support/listeners/brief.ts';
import { listenWs } from '../support/listeners/recorded-streams.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';

const som = (value: string, date = '2026-05-23') =>
  JSON.stringify({
    rates: [
      { code: 'KGS', nominal: '1', value, date },
      { code: 'KZT', value: '475.09', date },
    ],
  });

let dir: string;
let file: string;
let service: InProcessService;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ticker-'));
  file = join(dir, 'seed.json');
  await writeFile(file, som('87.4500'));
  service = await startInProcess({ SOURCES: 'seed', SEED_FILE: file });
});
afterEach(async () => {
  await service.stop();
  await rm(dir, { recursive: true });
});

const shown = async () => (await service.rate('KGS')).inverse;

describe('a seed file', () => {
  it('is shown from the start, with the status seed', async () => {
    expect(await service.rate('KGS')).toMatchObject({
      inverse: '87.4500',
      date: '2026-05-23',
      status: 'seed',
      source: { id: 'seed', kind: 'seed' },
    });
  });

  it('is published like any change when it is saved, in place or by replacing the file', async () => {
    const stream = await listenWs(`${service.origin}/ws?codes=KGS`);
    await expect.poll(() => stream.messages[0]?.type).toBe('snapshot');
    await writeFile(file, som('88.0000', '2026-05-24'));
    await expect.poll(shown).toBe('88.0000');
    expect((await service.rate('KGS')).change).toMatchObject({
      percent: '-0.63',
      previousDate: '2026-05-23',
    });
    await writeFile(`${file}~`, som('89.0000', '2026-05-25'));
    await rename(`${file}~`, file);
    await expect.poll(shown).toBe('89.0000');
    await expect.poll(() => stream.messages.length).toBe(3);
    expect(brief(stream.messages.slice(1))).toEqual(['update 2 KGS88.0000', 'update 3 KGS89.0000']);
    stream.close();
  });

  it('is refused while it is invalid: the last valid one stays, and a log line has the reason', async () => {
    const before = await service.snapshot();
    for (const [broken, reason] of [
      [som('87,4500'), 'rates[0].value'],
      ['{"rates":[', 'not JSON'],
      ['', 'not JSON'],
    ] as const) {
      service.lines.length = 0;
      // As one step: on a busy machine a file that is written in place is read while it is empty.
      await writeFile(`${file}~`, broken);
      await rename(`${file}~`, file);
      const refused = () => service.lines.find(({ level }) => level === 'error');
      await expect.poll(() => refused()?.message).toBe('seed file refused; the last good one stays');
      expect(refused()?.fields).toMatchObject({ file, reason: expect.stringContaining(reason) });
      expect(await service.snapshot()).toEqual(before);
    }
    await writeFile(file, som('88.0000'));
    await expect.poll(shown).toBe('88.0000');
  });

  it('stops the start with an error that names it when it is invalid or missing', async () => {
    await writeFile(file, som('0'));
    const bad = { kind: 'config-invalid', message: expect.stringMatching(/\n {2}SEED_FILE: /) };
    await expect(startInProcess({ SOURCES: 'seed', SEED_FILE: file })).rejects.toMatchObject(bad);
    await expect(startInProcess({ SOURCES: 'seed', SEED_FILE: `${file}?` })).rejects.toMatchObject(bad);
  });
});
