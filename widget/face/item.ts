// widget: one rate on the page, written in place as its figures change.

import type { Texts, View } from '../text/view.ts';
import { make, write } from './markup.ts';

export interface Item {
  root: HTMLLIElement;
  /** What carries the text; its own width is the text's. */
  body: HTMLElement;
  /** The text without its badge. */
  figures: HTMLElement;
  price: HTMLElement;
  /** Answers whether the price has changed from another one. */
  show(view: View): boolean;
}

/** `copy` only fills the belt: no screen reader meets it and no key stops at it. */
export type ItemKind = 'belt' | 'copy' | 'block';

const PARTS = ['name', 'base', 'quote', 'price', 'percent', 'badge'] as const;

export function createItem(code: string, kind: ItemKind): Item {
  const parts = Object.fromEntries(
    PARTS.map((part) => [part, make('span', part)]),
  ) as unknown as Texts<HTMLElement>;
  const { name, base, quote, price, percent, badge } = parts;
  const pair = make('span', 'pair', {}, base, quote);
  const change = make('span', 'change', {}, percent, make('i', 'arrow'));
  const figures = make('span', 'figures', {}, name, ' ', pair, ' ', price, ' ', change);
  // The text of a real button cannot be selected in Firefox, and the figures of a block are there to be copied.
  const body = make(
    kind === 'belt' ? 'button' : 'span',
    'body',
    kind === 'block' ? { role: 'button', tabindex: '0' } : {},
    figures,
    ' ',
    badge,
  );
  if (kind === 'block') body.append(make('i', 'spark'));
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
