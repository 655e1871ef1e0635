// widget: pointer and keyboard: the tooltip, dragging the belt, and its keys. Loads after the script.
import type { Rate } from '../../src/rates/wire.ts';
import type { Belt } from '../belt/belt.ts';
import { addScrub } from '../belt/drag.ts';
import type { Words } from '../text/words.ts';
import focus from './focus.css';
import print from './print.css';
import tip from './tip.css';
import { createTip } from './tip.ts';
import { linesOf } from './tip-lines.ts';

export interface HandsDeps {
  belt: Belt;
  /** Adds or removes one reason for which the belt stands still. */
  hold(reason: string, isHeld: boolean): void;
  setRule(name: string, css: string): void;
  known(code: string): Rate | undefined;
  say(): Words;
  /** Called at a click. Returns whether a tooltip may open. */
  choose(rate: Rate | undefined): boolean;
}

export interface Hands {
  sheet: CSSStyleSheet;
  refresh(): void;
  hide(): void;
  /** Closes the tooltip and ends a drag. */
  release(): void;
}

export type CreateHands = (deps: HandsDeps) => Hands;
/** Loads this part for a script that was served by `home`. */
export type LoadHands = (home: string) => Promise<{ createHands: CreateHands }>;

const sheet = new CSSStyleSheet();
sheet.replaceSync(tip + focus + print);

export function createHands({ belt, hold, setRule, known, say, choose }: HandsDeps): Hands {
  const { root, refresh, hide } = createTip({
    view: belt.root,
    setRule: (rule) => setRule('tip', rule),
    linesOf: (code) => linesOf(known(code), say()),
    choose: (code) => choose(known(code)),
    onOpen: (isOpen) => hold('tip', isOpen),
  });
  belt.root.after(root);
  const letGo = addScrub(belt, (isDragged) => {
    if (isDragged) hide();
    hold('drag', isDragged);
  });
  return {
    sheet,
    refresh,
    hide,
    release() {
      hide();
      letGo();
    },
  };
}
