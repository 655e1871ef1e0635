// widget: one rate on the page, written in place as its figures change.
import { make, write } from './markup.ts';
import type { View } from './view.ts';

export interface Item {
  root: HTMLLIElement;
  /** What carries the text; its own width is the text's. */
  body: HTMLElement;
  /** Answers whether the price has changed. */
  show(view: View): boolean;
}

/** An item; a copy only fills the belt: no screen reader meets it and no key stops at it. */
export function createItem(code: string, isCopy: boolean): Item {
  const [name, base, quote, price, percent, badge] = [
    'name',
    'base',
    'quote',
    'price',
    'percent',
    'badge',
  ].map((part) => make('span', part)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  const change = make('span', 'change', {}, make('i', 'arrow'), percent);
  const pair = make('span', 'pair', {}, base, make('i', 'slash', {}, '/'), quote);
  const seen = make('span', 'seen', { 'aria-hidden': 'true' }, name, pair, price, change, badge);
  const heard = make('span', 'heard');
  const body = isCopy
    ? make('span', 'body', {}, seen)
    : make('button', 'body', { type: 'button' }, heard, seen);
  const root = make('li', 'item', { 'data-code': code }, body);
  return {
    root,
    body,
    show(view) {
      write(name, view.name);
      write(base, view.base);
      write(quote, view.quote);
      const moved = write(price, view.price) && !isCopy;
      write(percent, view.percent);
      write(badge, view.badge);
      write(heard, view.sentence);
      change.dataset.direction = view.direction;
      return moved;
    },
  };
}
