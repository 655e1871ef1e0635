// bench: the complete service: store, feed, hub, conflation, limits, metrics, admission.
import type { Rate } from '../../../src/rates/wire.ts';
import { FIVE } from '../../support/figures.ts';
import { openStand } from '../../support/service/stand.ts';
import { changeOf, obey } from './lines.ts';

let done = () => {};
const fannedOut = () =>
  new Promise<void>((resolve) => {
    done = resolve;
  });
const stand = await openStand({}, 0, () => done());
/** With `all` every currency changes, so that every selection gets something. */
const isAll = process.argv.includes('all');
const rateOf = (seq: number): Rate[] => {
  const [rate] = changeOf(seq).rates;
  return (isAll ? FIVE : ['KGS']).map((base) => ({ ...rate, base }) as unknown as Rate);
};

obey(stand.port, {
  async change(seq) {
    const written = fannedOut();
    await stand.commit(...rateOf(seq));
    await written;
  },
  async burst(seqs) {
    const written = fannedOut();
    await Promise.all(seqs.map((seq) => stand.commit(...rateOf(seq))));
    await written;
  },
});
