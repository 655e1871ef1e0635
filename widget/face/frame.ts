// widget: the box around the figures: the pause button and the texts about the ticker as a whole, which are a visible
// note, a message for screen readers, and a sentence when there are no figures.

import { paused, setPaused } from '../pause.ts';
import { absenceOf, summaryOf } from '../text/states.ts';
import type { RateViews } from '../text/view.ts';
import type { Words } from '../text/words.ts';
import { make, on, write } from './markup.ts';

/** What the texts are made from. */
export interface FrameContent {
  views: RateViews;
  words: Words;
  /** The badge that all rates have. */
  badge: string;
  isOffline: boolean;
  /** How many rates the service has. */
  rateCount: number;
}

/** Creates the box around `viewport`, which contains the figures. */
export function createFrame(host: HTMLElement, viewport: HTMLElement) {
  const pause = make('button', 'pause', { type: 'button' }, make('i', 'icon'));
  const note = make('span', 'badge note');
  const news = make('p', 'news', { role: 'status' });
  const empty = make('p', 'sentence');
  const controls = make('div', 'controls', {}, note, pause);
  const box = make('section', 'ticker', {}, empty, viewport, controls, news);
  let announced = '';
  on(pause, 'click', () => setPaused(!paused()));

  /** Tickers of one page share their state. Only the first one is announced, and only the first one is a landmark. */
  const isFirst = () => document.querySelector(host.localName) === host;

  /** Sets the accessible names in the given language. */
  function setLabels({ lang, wordFor }: Words): void {
    box.lang = lang;
    box.ariaLabel = wordFor('rates');
    pause.title = wordFor('pause');
    // Several landmarks with the same name would be useless.
    box.role = isFirst() ? null : 'group';
  }

  /** Shows the texts. A change of the connection's or a rate's state is announced in one polite message, a figure is not. */
  function update({ views, words, badge, isOffline, rateCount }: FrameContent): void {
    const offline = isOffline ? words.wordFor('offline') : '';
    const text = offline || summaryOf(views, words);
    if (announced && announced !== text && isFirst()) write(news, text);
    if (views.size) announced = text;
    write(empty, views.size ? '' : absenceOf(rateCount, isOffline, words));
    write(note, views.size ? offline || badge : '');
    pause.ariaPressed = String(paused());
  }

  return { box, setLabels, update };
}
