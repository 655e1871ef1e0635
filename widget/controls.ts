// widget: what stands at the end of every ticker: the word when it is cut off, and the pause button.
import { make, write } from './markup.ts';
import type { Words } from './words.ts';

export interface Controls {
  root: HTMLElement;
  show(isPaused: boolean, isOffline: boolean, words: Words): void;
}

export function createControls(onPause: () => void): Controls {
  const note = make('span', 'badge note');
  const button = make('button', 'pause', { type: 'button' }, make('i', 'icon'));
  button.addEventListener('click', onPause);
  return {
    root: make('div', 'controls', {}, note, button),
    show(isPaused, isOffline, words) {
      write(note, isOffline ? words.say('offline') : '');
      const label = words.say(isPaused ? 'resume' : 'pause');
      button.setAttribute('aria-label', label);
      button.title = label;
      button.classList.toggle('paused', isPaused);
    },
  };
}
