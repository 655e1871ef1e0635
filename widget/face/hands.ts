// widget: what answers a reader's hand: the tooltip, drawing the belt, and its keys. Loads after the script.
import type { Rate } from '../../src/rates/wire.ts';
import type { Belt } from '../belt/belt.ts';
import { addScrub } from '../belt/drag.ts';
import type { Words } from '../text/words.ts';
import print from './print.css';
import tip from './tip.css';
import { createTip } from './tip.ts';
import { linesOf } from './tip-lines.ts';

export interface HandsDeps {
  belt: Belt;
  /** Stops the belt while there is a reason. */
  hold(reason: string, isHeld: boolean): void;
  setRule(name: string, css: string): void;
  known(code: string): Rate | undefined;
  say(): Words;
  /** Told of a click; answers whether a tooltip may open. */
  choose(rate: Rate | undefined): boolean;
}

export interface Hands {
  sheet: CSSStyleSheet;
  refresh(): void;
  hide(): void;
  /** Forgets what the reader was at. */
  release(): void;
}

export type CreateHands = (deps: HandsDeps) => Hands;
/** Gets them, for a script that came from `home`. */
export type LoadHands = (home: string) => Promise<{ createHands: CreateHands }>;

const sheet = new CSSStyleSheet();
sheet.replaceSync(tip + print);

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
