// test: a process that saves one snapshot and ends.
import { openStateFiles } from '../../../src/store/embedded/state-files.ts';
import { rateFor } from '../../support/figures.ts';

const [dir = ''] = process.argv.slice(2);
const files = await openStateFiles(dir);
const rates = [rateFor('KGS', '87.45')];
await files.saveSnapshot({
  epoch: 'abcdefgh',
  seq: 1,
  asOf: '2026-04-01T11:05:09.120Z',
  quote: 'USD',
  rates,
});
