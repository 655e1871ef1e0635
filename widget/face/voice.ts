// widget: what is said of the ticker as a whole: a note for eyes, a message for screen readers, a sentence for nothing.

import { paused } from '../pause.ts';
import { absenceOf, summaryOf } from '../text/states.ts';
import type { View } from '../text/view.ts';
import type { Words } from '../text/words.ts';
import { make, write } from './markup.ts';

export interface Situation {
  views: ReadonlyMap<string, View>;
  words: Words;
  /** What all rates have in common. */
  badge: string;
  isOffline: boolean;
  /** How many rates the service has. */
  known: number;
}

export function createVoice(host: HTMLElement, pause: HTMLElement) {
  const note = make('span', 'badge note');
  const news = make('p', 'news', { role: 'status' });
  const empty = make('p', 'sentence');
  let told = '';

  /** One polite message when the connection or a rate changes its state, none when figures do. */
  function tell({ views, words, badge, isOffline, known }: Situation): void {
    const offline = isOffline ? words.say('offline') : '';
    const text = offline || summaryOf(views, words);
    // Tickers of one page share their state: one of them is enough to speak.
    if (told && told !== text && document.querySelector(host.localName) === host) write(news, text);
    if (views.size) told = text;
    write(empty, views.size ? '' : absenceOf(known, isOffline, words));
    write(note, views.size ? offline || badge : '');
    pause.ariaPressed = String(paused());
  }

  return { note, news, empty, tell };
}
