// widget: what is said of the ticker as a whole: a note for eyes, a message for screen readers, a sentence for nothing.

import { paused, setPaused } from '../pause.ts';
import { absenceOf, summaryOf } from '../text/states.ts';
import type { View } from '../text/view.ts';
import type { Words } from '../text/words.ts';
import { make, on, write } from './markup.ts';

export interface Situation {
  views: ReadonlyMap<string, View>;
  words: Words;
  /** What all rates have in common. */
  badge: string;
  isOffline: boolean;
  /** How many rates the service has. */
  known: number;
}

/** Speaks around `view`, which has the figures. */
export function createVoice(host: HTMLElement, view: HTMLElement) {
  const pause = make('button', 'pause', { type: 'button' }, make('i', 'icon'));
  const note = make('span', 'badge note');
  const news = make('p', 'news', { role: 'status' });
  const empty = make('p', 'sentence');
  const controls = make('div', 'controls', {}, note, pause);
  const box = make('section', 'ticker', {}, empty, view, controls, news);
  let told = '';
  on(pause, 'click', () => setPaused(!paused()));

  /** Tickers of one page share their state: one of them is enough to speak, and to be a landmark. */
  const isFirst = () => document.querySelector(host.localName) === host;

  /** Names it in its language. */
  function name({ lang, say }: Words): void {
    box.lang = lang;
    box.ariaLabel = say('rates');
    pause.title = say('pause');
    // Landmarks of one name say nothing.
    box.role = isFirst() ? null : 'group';
  }

  /** One polite message when the connection or a rate changes its state, none when figures do. */
  function tell({ views, words, badge, isOffline, known }: Situation): void {
    const offline = isOffline ? words.say('offline') : '';
    const text = offline || summaryOf(views, words);
    if (told && told !== text && isFirst()) write(news, text);
    if (views.size) told = text;
    write(empty, views.size ? '' : absenceOf(known, isOffline, words));
    write(note, views.size ? offline || badge : '');
    pause.ariaPressed = String(paused());
  }

  return { box, name, tell };
}
