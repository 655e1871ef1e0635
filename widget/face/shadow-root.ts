// widget: the content of the shadow root: the belt in its box, a probe for the page's text colour, the style sheets.
import { createBelt } from '../belt/belt.ts';
import { createStops } from '../belt/stops.ts';
import type { Options } from '../options.ts';
import { applyScheme } from './colour-scheme.ts';
import { createFrame } from './frame.ts';
import looks from './looks.css';
import { createRules, make, on } from './markup.ts';
import { reservedHeightRule } from './placeholder.ts';
import css from './ticker.css';

const sheet = new CSSStyleSheet();
sheet.replaceSync(css + looks);

/** Rows that a list reserves while the number of rates is not known. */
const LIKELY_COUNT = 5;

/** Creates the shadow root of `host` and its content. */
export function createShadowContent(host: HTMLElement) {
  const root = host.attachShadow({ mode: 'open' });
  const own = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet, own];
  const setRule = createRules(own);
  const belt = createBelt((rule) => setRule('cells', rule));
  /** Has the page's text colour, converted to sRGB from any notation. */
  const probe = make('i', 'probe');
  const stops = createStops(belt.motion);
  const frame = createFrame(host, belt.root);
  const { box } = frame;
  // The probe's colour has a transition of a millisecond. Its end shows that the page's colour has changed, whatever
  // the cause.
  on(probe, 'transitionend', updateColours);
  stops.listen(box, belt.root);

  /** Chooses the colours for the page's present text colour. */
  function updateColours(): void {
    setRule('page', applyScheme(box, probe));
  }

  return {
    belt,
    setStop: stops.setStop,
    frame,
    setRule,
    updateColours,
    configure({ look, theme, direction, speed, codes }: Options): void {
      box.className = `ticker as-${look} ${theme} ${direction}`;
      setRule('rows', `.ticker{--rows:${codes?.length ?? LIKELY_COUNT}}`);
      belt.motion.steer(speed, direction === 'left' ? -1 : 1);
      updateColours();
    },
    /** Adds the styles of the part that loads later. */
    addSheet(part: CSSStyleSheet): void {
      root.adoptedStyleSheets = [sheet, part, own];
    },
    stop(): void {
      stops.removeReaderStops();
      belt.stop();
    },
    /** Shows the page's own content of the element, or reserves the place if there is none. */
    mount(): void {
      if (!root.hasChildNodes()) root.append(probe, host.textContent?.trim() ? make('slot', '') : box);
      belt.remeasure();
    },
    /** Sets the kind. With figures, the ticker replaces the page's own content of the element. */
    setKind(kind: string, isMoving: boolean, isEmpty: boolean): void {
      box.classList.toggle('moving', isMoving);
      box.classList.add(kind);
      box.classList.toggle('empty', isEmpty);
      if (isEmpty || box.isConnected) return;
      setRule('height', reservedHeightRule(host));
      root.replaceChildren(probe, box);
    },
  };
}
