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
const GAP = 8;
/** A pointer that only passes wants nothing; one that leaves may be on its way to the tooltip. */
const PAUSE_MS = 200;

export function createTip({ view, setRule, linesOf, choose, onHide }: TipDeps): HTMLElement {
  const root = make('div', 'tip', { role: 'tooltip', id: 'tip', popover: 'manual' });
  let timer: ReturnType<typeof setTimeout> | undefined;

  function show(anchor: HTMLElement): void {
    root.replaceChildren(...linesOf(anchor.dataset.code ?? '').map((line) => make('p', 'line', {}, line)));
    // Browsers before 2024 know no popover: there it is an element like any other.
    root.showPopover?.();
    const { left, top, bottom, width } = anchor.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = root;
    const x = Math.max(GAP, Math.min(left + (width - offsetWidth) / 2, innerWidth - offsetWidth - GAP));
    const y = bottom + GAP + offsetHeight > innerHeight ? top - GAP - offsetHeight : bottom + GAP;
    setRule(`.tip{left:${x}px;top:${y}px}`);
  }

  function hide(): void {
    setRule('.tip{display:none}');
    root.hidePopover?.();
    onHide();
  }

  const later = (action: () => void, ms = PAUSE_MS) => {
    clearTimeout(timer);
    timer = setTimeout(action, ms);
  };
  const listen = (
    names: string,
    target: HTMLElement,
    listener: (event: Event, item: HTMLElement | null) => void,
  ) => {
    for (const name of names.split(' ')) {
      target.addEventListener(name, (event) => listener(event, (event.target as Element).closest('.item')));
    }
  };

  listen('pointerover', view, (event, item) => {
    if (item && (event as PointerEvent).pointerType === 'mouse') later(() => show(item));
  });
  listen('focusin', view, (_event, item) => {
    // After the belt has brought the item into sight.
    if (item?.querySelector(':focus-visible')) later(() => show(item), PAUSE_MS * 2);
  });
  listen('click', view, (_event, item) => {
    if (!item || !choose(item.dataset.code ?? '')) return;
    later(() => show(item), 0);
    addEventListener('pointerdown', () => later(hide, 0), { once: true });
  });
  listen('pointerleave focusout', view, () => later(hide));
  listen('pointerleave', root, () => later(hide));
  listen('pointerenter', root, () => clearTimeout(timer));
  listen('keydown', view, (event) => {
    if ((event as KeyboardEvent).key === 'Escape') later(hide, 0);
  });
  setRule('.tip{display:none}');
  return root;
}
