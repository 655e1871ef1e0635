// widget: one rate on the page. Its texts are replaced in place when figures change.

import type { RateView, Texts } from '../text/view.ts';
import { make, write } from './markup.ts';

/** One rate in a list. */
export interface Item {
  /** The entry of the list. */
  root: HTMLLIElement;
  /** Contains the text. It is as wide as the text. */
  body: HTMLElement;
  /** The text without the badge. */
  figures: HTMLElement;
  price: HTMLElement;
  /** Shows a view. Returns whether it has replaced another price. */
  show(view: RateView): boolean;
}

/** `copy` only fills the belt. Screen readers and the keyboard skip it. */
export type ItemKind = 'belt' | 'copy' | 'block';

const PARTS = ['name', 'base', 'quote', 'price', 'percent', 'badge'] as const;

/** Creates an empty item for a code. */
export function createItem(code: string, kind: ItemKind): Item {
  const parts = Object.fromEntries(
    PARTS.map((part) => [part, make('span', part)]),
  ) as unknown as Texts<HTMLElement>;
  const { name, base, quote, price, percent, badge } = parts;
  const pair = make('span', 'pair', {}, base, quote);
  const change = make('span', 'change', {}, percent, make('i', 'arrow'));
  const figures = make('span', 'figures', {}, name, ' ', pair, ' ', price, ' ', change);
  // In Firefox the text of a real button cannot be selected. Figures of a block can be copied, so it has none.
  const body = make(
    kind === 'belt' ? 'button' : 'span',
    'body',
    kind === 'block' ? { role: 'button', tabindex: '0' } : {},
    figures,
    ' ',
    badge,
    // Drawn in cards. In a list it ends the first line.
    make('i', 'spark'),
  );
  const root = make('li', 'item', { 'data-code': code }, body);
  return {
    root,
    body,
    figures,
    price,
    show(view) {
      const before = price.textContent;
      for (const part of PARTS) write(parts[part], view[part]);
      root.dataset.direction = view.direction;
      return !!before && before !== view.price;
    },
  };
}
