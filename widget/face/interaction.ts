// widget: the tooltip, dragging the belt, its keys, and what else a page needs after its first figures. Loads after the
// script.
import type { Rate } from '../../src/rates/wire.ts';
import type { Belt } from '../belt/belt.ts';
import { addDrag } from '../belt/drag.ts';
import { addKeys } from '../belt/keys.ts';
import type { SetStop } from '../belt/stops.ts';
import type { Words } from '../text/words.ts';
import focus from './focus.css';
import { followPageLanguage } from './page-language.ts';
import print from './print.css';
import tip from './tip.css';
import { createTip } from './tip.ts';
import { linesOf } from './tip-lines.ts';

/** What this part gets from the element. */
export interface InteractionDeps {
  belt: Belt;
  setStop: SetStop;
  /** Sets a named rule in the sheet of the element. */
  setRule(name: string, css: string): void;
  /** Returns the newest rate of a code. */
  rateOf(code: string): Rate | undefined;
  /** Returns the words of the present language. */
  words(): Words;
  /** Called at a click. Returns whether a tooltip may open. */
  onClick(rate: Rate | undefined): boolean;
}

/** The tooltip and the drag of one element. */
export interface Interaction {
  /** The styles that this part needs. */
  sheet: CSSStyleSheet;
  /** Updates the content of an open tooltip. */
  refresh(): void;
  /** Closes the tooltip. */
  hide(): void;
  /** Closes the tooltip and ends a drag. */
  release(): void;
}

/** Adds the tooltip, the drag and the keys to one element. */
export type CreateInteraction = (deps: InteractionDeps) => Interaction;
/** Loads this part from the service `home`, which served the script. Rejects if it cannot be loaded. */
export type LoadInteraction = (home: string) => Promise<{ createInteraction: CreateInteraction }>;

const sheet = new CSSStyleSheet();
sheet.replaceSync(tip + focus + print);

export const createInteraction: CreateInteraction = ({ belt, setStop, setRule, rateOf, words, onClick }) => {
  const { root, refresh, hide } = createTip({
    viewport: belt.root,
    setRule: (rule) => setRule('tip', rule),
    linesOf: (code) => linesOf(rateOf(code), words()),
    onClick: (code) => onClick(rateOf(code)),
    onOpen: (isOpen) => setStop('tip', isOpen),
  });
  belt.root.after(root);
  followPageLanguage();
  addKeys(belt);
  const endDrag = addDrag(belt, (isDragged) => {
    if (isDragged) hide();
    setStop('drag', isDragged);
  });
  return {
    sheet,
    refresh,
    hide,
    release() {
      hide();
      endDrag();
    },
  };
};
