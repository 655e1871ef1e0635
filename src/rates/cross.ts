// rates: the printed figures that a price is the quotient of, so that every output is rounded once, from them.
import { type Decimal, exact, readFigure } from './decimal.ts';
import { type Bulletin, type PerDollar, readPerDollar } from './fixing.ts';
import type { Cross, Rate } from './wire.ts';

/** Local units for one dollar, unrounded: a printed figure, or the two figures of a cross rate. */
export type ExactPerDollar = PerDollar | Cross;

/** How `printed` contains the figures of a cross rate: `78,2267/1 USD, 89,5164/100 KGS`. */
const CROSS = /^(\S+)\/(10*) USD, (\S+)\/(10*) [A-Z]{3}$/;

/** The figures that a bulletin was computed from; its own figure if it is not a cross rate. */
export function figuresOf({ printed, perDollar: figure }: Pick<Bulletin, 'printed' | 'perDollar'>): Cross {
  const [, dollar = '', dollars = '', unit = '', units = ''] = CROSS.exec(printed) ?? [];
  const [forDollar, forUnit] = [readPerDollar(dollar, dollars, ','), readPerDollar(unit, units, ',')];
  if (forDollar === null || forUnit === null) return { dollar: figure, unit: '1' };
  return { dollar: forDollar, unit: forUnit };
}

/** The field `cross` of a rate; empty where `inverse` is the exact figure. */
export function crossOf(bulletin: Pick<Bulletin, 'printed' | 'perDollar'>): { cross?: Cross } {
  return readFigure(bulletin.perDollar) === null ? { cross: figuresOf(bulletin) } : {};
}

/** Local units for one dollar from a rate, unrounded. A rate stored by an older version has only `inverse`. */
export function perDollarOf({ cross, inverse }: Pick<Rate, 'cross' | 'inverse'>): ExactPerDollar {
  return cross ?? inverse;
}

/** The price of one unit in dollars, unrounded. */
export function priceOf(figure: ExactPerDollar): Decimal {
  const { dollar, unit } = crossFiguresOf(figure);
  return exact(unit).div(exact(dollar));
}

/** One dollar in local units, unrounded. */
export function inverseOf(figure: ExactPerDollar): Decimal {
  const { dollar, unit } = crossFiguresOf(figure);
  return exact(dollar).div(exact(unit));
}

/** The figures of a cross rate. A printed figure is one with the unit 1. */
export function crossFiguresOf(figure: ExactPerDollar): Cross {
  return typeof figure === 'string' ? { dollar: figure, unit: '1' } : figure;
}
