// bench: the complete service: store, feed, hub, conflation, limits, metrics, admission.
import type { Rate } from '../../../src/rates/wire.ts';
import { FIVE } from '../../support/figures.ts';
import { startParts } from '../../support/service/serving-parts.ts';
import { obey, rateAt } from './lines.ts';

let done = () => {};
const fannedOut = () =>
  new Promise<void>((resolve) => {
    done = resolve;
  });
const parts = await startParts({}, 0, () => done());
/** With `all` every currency changes, so that every selection gets something. */
const isAll = process.argv.includes('all');
const ratesOf = (seq: number): Rate[] => (isAll ? FIVE : ['KGS']).map((code) => rateAt(seq, code));

obey(parts.port, {
  async change(seq) {
    const written = fannedOut();
    await parts.commit(...ratesOf(seq));
    await written;
  },
  async burst(seqs) {
    const written = fannedOut();
    await Promise.all(seqs.map((seq) => parts.commit(...ratesOf(seq))));
    await written;
  },
});
