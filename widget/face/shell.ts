// widget: what stands in the shadow root from the start: the belt in its box, the page's ink, and the style sheets.
import { createBelt } from '../belt/belt.ts';
import { createHolds } from '../belt/holds.ts';
import type { Options } from '../options.ts';
import { suit } from './ink.ts';
import looks from './looks.css';
import { createRules, make, on } from './markup.ts';
import { floorOf } from './placeholder.ts';
import css from './ticker.css';
import { createVoice } from './voice.ts';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css + looks);

/** Rows that a list keeps a place for while nobody knows how many there will be. */
const LIKELY_COUNT = 5;

export function createShell(host: HTMLElement) {
  const root = host.attachShadow({ mode: 'open' });
  const own = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet, own];
  const setRule = createRules(own);
  const belt = createBelt((rule) => setRule('cells', rule));
  /** Has the page's ink, in sRGB whatever notation the page writes. */
  const probe = make('i', 'probe');
  const holds = createHolds(belt.motion);
  const voice = createVoice(host, belt.root);
  const { box } = voice;
  // Its colour has a transition of a millisecond: the end of it tells that the page has changed, by whichever rule.
  on(probe, 'transitionend', paint);
  holds.follow(box, belt.root);

  /** Takes the colours that suit the page. */
  function paint(): void {
    setRule('page', suit(box, probe));
  }

  return {
    belt,
    hold: holds.hold,
    voice,
    setRule,
    paint,
    configure({ look, theme, direction, speed, codes }: Options): void {
      box.className = `ticker as-${look} ${theme} ${direction}`;
      setRule('rows', `.ticker{--rows:${codes?.length ?? LIKELY_COUNT}}`);
      belt.motion.steer(speed, direction === 'left' ? -1 : 1);
      paint();
    },
    /** Takes in the styles of a part that has come later. */
    dress(part: CSSStyleSheet): void {
      root.adoptedStyleSheets = [sheet, part, own];
    },
    stop(): void {
      holds.release();
      belt.stop();
    },
    /** Shows what the page has put into the element, or else keeps a place. */
    open(): void {
      if (!root.hasChildNodes()) root.append(probe, host.textContent?.trim() ? make('slot', '') : box);
      belt.fit();
    },
    /** Takes its kind; with figures, it takes the place of what the page has put into the element. */
    lay(kind: string, isMoving: boolean, isEmpty: boolean): void {
      box.classList.toggle('moving', isMoving);
      box.classList.add(kind);
      box.classList.toggle('empty', isEmpty);
      if (isEmpty || box.isConnected) return;
      setRule('floor', floorOf(host));
      root.replaceChildren(probe, box);
    },
  };
}
