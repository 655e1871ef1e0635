// widget: the tooltip of a rate: by hover, focus or touch, in the browser's top layer, where no frame cuts it off.
import { make } from './markup.ts';

export interface TipDeps {
  view: HTMLElement;
  setRule(css: string): void;
  /** What there is to say of a code. */
  linesOf(code: string): readonly string[];
  /** Told of a click; answers whether the page has nothing else in mind. */
  choose(code: string): boolean;
  onHide(): void;
}

/** Pixels to the item, and to the edges of the window. */
const GAP_PX = 8;
/** Who only passes wants nothing, who leaves may be on the way to the tooltip, and a belt that is drawn arrives first. */
const PAUSE_MS = 300;

export function createTip({ view, setRule, linesOf, choose, onHide }: TipDeps): HTMLElement {
  const root = make('div', 'tip', { role: 'tooltip', id: 'tip', popover: 'manual', hidden: '' });
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(anchor: HTMLElement): void {
    root.replaceChildren(...linesOf(anchor.dataset.code ?? '').map((line) => make('p', 'line', {}, line)));
    root.hidden = false;
    // Browsers before 2024 know no popover: there it is an element like any other.
    root.showPopover?.();
    const { left, top, bottom } = anchor.getBoundingClientRect();
    const x = Math.max(GAP_PX, Math.min(left, innerWidth - root.offsetWidth - GAP_PX));
    const isLow = top > innerHeight / 2;
    setRule(
      `.tip{left:${x}px;${isLow ? `bottom:${innerHeight - top + GAP_PX}` : `top:${bottom + GAP_PX}`}px}`,
    );
  }

  function hide(): void {
    root.hidden = true;
    root.hidePopover?.();
    onHide();
  }

  const later = (action: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(action, PAUSE_MS);
  };
  const hideLater = () => later(hide);

  for (const name of ['pointerover', 'focusin', 'click']) {
    view.addEventListener(name, ({ target }) => {
      const item = (target as Element).closest<HTMLElement>('.item');
      if (!item || (name === 'click' && !choose(item.dataset.code ?? ''))) return;
      // A finger that goes elsewhere leaves nothing behind.
      if (name === 'click') addEventListener('pointerdown', hideLater, { once: true });
      later(() => show(item));
    });
  }
  for (const element of [view, root]) {
    element.addEventListener('pointerleave', hideLater);
    element.addEventListener('focusout', hideLater);
  }
  root.addEventListener('pointerenter', () => clearTimeout(timer));
  view.addEventListener('keydown', ({ key }) => key === 'Escape' && hide());
  return root;
}
