// widget: one rate on the page, written in place as its figures change.

import type { Texts, View } from '../text/view.ts';
import { make, write } from './markup.ts';

export interface Item {
  root: HTMLLIElement;
  /** What carries the text; its own width is the text's. */
  body: HTMLElement;
  price: HTMLElement;
  /** Answers whether the price has changed from another one. */
  show(view: View): boolean;
}

const PARTS = ['name', 'base', 'quote', 'price', 'percent', 'badge'] as const;

/** An item; a copy only fills the belt: no screen reader meets it and no key stops at it. */
export function createItem(code: string, isCopy: boolean): Item {
  const parts = Object.fromEntries(
    PARTS.map((part) => [part, make('span', part)]),
  ) as unknown as Texts<HTMLElement>;
  const { name, base, quote, price, percent, badge } = parts;
  const pair = make('span', 'pair', {}, base, quote);
  const change = make('span', 'change', {}, percent, make('i', 'arrow'));
  const spoken = [name, pair, price, change, badge].flatMap((part) => [part, ' ']);
  const body = make(isCopy ? 'span' : 'button', 'body', {}, ...spoken, make('i', 'spark'));
  const root = make('li', 'item', { 'data-code': code }, body);
  if (!isCopy) body.setAttribute('aria-describedby', 'tip');
  return {
    root,
    body,
    price,
    show(view) {
      const before = price.textContent;
      for (const part of PARTS) write(parts[part], view[part]);
      root.dataset.direction = view.direction;
      return !!before && before !== view.price;
    },
  };
}
