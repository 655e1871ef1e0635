import { expect, it } from 'vitest';
import { checksAround, keepChecks } from '../../src/poll/checks.ts';
import { sourceOf } from '../../src/sources/registry.ts';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import { fixingOf } from '../support/figures.ts';
import { createQuietLog } from '../support/recorded-log.ts';

const NOW = new Date('2026-04-02T12:00:00Z');

it('a checking figure is compared with the current fixings inside its own change', async () => {
  const source = sourceOf('cbr');
  if (source === undefined) throw new Error('no source cbr');
  const store = await createEmbeddedStore({ files: null, log: createQuietLog().log });
  const figure = (printed: string, fetchedAt: string) => ({
    ...fixingOf('KGS', printed, '2026-04-02'),
    source: source.id,
    fetchedAt,
  });
  const first = figure('87.45', '2026-04-02T10:00:00.000Z');
  // The same value with one more zero, read while the first one is being stored: known, not a correction.
  const second = figure('87.450', '2026-04-02T11:00:00.000Z');
  await Promise.all([keepChecks(store, source, [first], NOW), keepChecks(store, source, [second], NOW)]);
  expect(await checksAround(store, 'KGS', '2026-04-02', [source.id])).toEqual([first]);
});
