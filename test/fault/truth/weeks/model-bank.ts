// fault: a bank that prints months of bulletins. The service's own code reads its documents, in the bank's own format.
import { TickerError } from '../../../../src/errors.ts';
import type { Ask } from '../../../../src/sources/reading/client.ts';
import type { Bank } from '../../../../src/sources/source.ts';
import type { Pages } from '../../../support/banks/bank.ts';
import { cbuPages, type Figures, nbkPages, nbkrPages, nbtPages } from '../../../support/banks/documents.ts';
import type { Printed } from './calendar.ts';

const PAGES: Record<string, (figures: Figures) => Pages> = {
  nbk: nbkPages,
  nbkr: (figures) =>
    nbkrPages(
      Object.fromEntries(Object.entries(figures).map(([date, figure]) => [date, figure.replace('.', ',')])),
    ),
  nbt: nbtPages,
  cbu: cbuPages,
};

/** `bulletins` are sorted by day. */
export function createModelBank(bank: Bank, bulletins: readonly Printed[], now: () => Date) {
  const answers = { newest: true, archive: true };

  function pages(): Pages {
    const printed = bulletins.filter(({ at }) => at <= now().getTime());
    const figures = Object.fromEntries(printed.map(({ date, figure }) => [date, figure]));
    return PAGES[bank.id]?.(figures) ?? (() => null);
  }

  const askWhile =
    (isUp: () => boolean): Ask =>
    async (path) => {
      if (!isUp()) throw new TickerError('source-unreachable', 'answered 503');
      const page = pages()(path);
      if (page === null) return null;
      const text = String(page.body);
      return { bytes: Buffer.from(text), text: () => text };
    };

  const source: Bank = {
    ...bank,
    newest: (search) => bank.newest({ ...search, ask: askWhile(() => answers.newest) }),
    async *earlier(request, code, before, floor) {
      const ask = askWhile(() => answers.newest && answers.archive);
      yield* bank.earlier?.({ ...request, ask }, code, before, floor) ?? [];
    },
  };
  return { source, answers };
}
