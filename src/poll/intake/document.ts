// poll: takes in the bulletins of one document: to publish, to check another source, or to confirm a peg.
import { kindOf, TickerError } from '../../errors.ts';
import type { Metrics } from '../../metrics.ts';
import { decimal } from '../../rates/decimal.ts';
import { type Bulletin, type Fixing, readFrom } from '../../rates/fixing.ts';
import type { Rate } from '../../rates/wire.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { Source } from '../../sources/source.ts';
import type { Store } from '../../store/store.ts';
import { keepChecks, noteDifferences } from '../checks.ts';
import type { Intake } from './intake.ts';
import type { PollRequest } from './poll-request.ts';

/** What a document is taken in with. */
export interface DocumentDeps {
  selected: SelectedSource;
  store: Store;
  metrics: Metrics;
  intake: Intake;
  request: PollRequest;
  /** Called for each rate that has changed, also when a later bulletin fails. */
  onChange(rate: Rate): void;
}

/**
 * Passes all bulletins of a document to the intake. Returns the first refusal: the other currencies are not affected
 * by it.
 */
export async function takeAll(bulletins: readonly Bulletin[], deps: DocumentDeps): Promise<unknown> {
  const { selected, store, metrics, intake, request, onChange } = deps;
  const { source, publishes, checks } = selected;
  const checked: Fixing[] = [];
  let second: Promise<Bulletin[]> | undefined;
  // Without the memory of the first read: a 304 would only confirm that the file is the same.
  const again = () => {
    second ??= source.newest({ ...request, ask: request.newAsk() });
    return second;
  };
  let refusal: unknown = null;
  for (const bulletin of bulletins) {
    if (source.peg !== undefined) refusal ??= pegRefusal(bulletin, source, metrics);
    else if (publishes.includes(bulletin.code)) {
      const rate = await intake.take(bulletin, request, again).catch((error: unknown) => {
        if (kindOf(error) !== 'rate-refused') throw error;
        refusal ??= error;
        return null;
      });
      if (rate !== null) onChange(rate);
    } else if (checks.includes(bulletin.code)) {
      checked.push(readFrom(bulletin, source.id, request.now));
    }
  }
  await keepChecks(store, source, checked, request.now);
  await noteDifferences(store, metrics, checked);
  return refusal;
}

/** A peg is changed by a line in the source's file, never by a figure in a document. */
function pegRefusal(bulletin: Bulletin, { id, peg }: Source, metrics: Metrics): TickerError | null {
  const { code, date, printed, perDollar } = bulletin;
  if (peg === undefined || code !== peg.code || decimal(perDollar).eq(decimal(peg.perDollar))) return null;
  metrics.refusals.inc({ source: id, rule: 'peg' });
  const due = `fixed at ${peg.perDollar} since ${peg.since}`;
  return new TickerError('rate-refused', `peg: ${code} printed as ${printed} for ${date}, ${due}`);
}
