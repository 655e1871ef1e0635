// widget: the tooltip of a rate: by hover, focus or touch, in the browser's top layer, where no frame cuts it off.
import { make, on } from './markup.ts';

export interface TipDeps {
  view: HTMLElement;
  setRule(css: string): void;
  /** What there is to say of a code. */
  linesOf(code: string): readonly Node[];
  /** Told of a click; answers whether the page has nothing else in mind. */
  choose(code: string): boolean;
  /** Told when it opens, and when it closes. */
  onOpen(isOpen: boolean): void;
}

export interface Tip {
  root: HTMLElement;
  /** Says what is known now, where it is open. */
  refresh(): void;
  hide(): void;
}

/** Pixels to the item, and to the edges of the window. */
const GAP_PX = 8;
/** Who only passes wants nothing, who leaves may be on the way to the tooltip, and a belt that is drawn arrives first. */
const PAUSE_MS = 300;

export function createTip({ view, setRule, linesOf, choose, onOpen }: TipDeps): Tip {
  const root = make('div', 'tip', { role: 'tooltip', id: 'tip', popover: 'manual', hidden: '' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The one item that the tooltip describes. */
  let owner: HTMLElement | undefined;
  /** The page has prevented a click: until pointer or focus go elsewhere it wants no tooltip. */
  let isUnwanted = false;
  /** What is listened to while it is open. */
  let open: AbortController | undefined;

  const refresh = () => owner && root.replaceChildren(...linesOf(owner.dataset.code ?? ''));

  /** A screen reader reads the description as the focus arrives: it has to be there before the tooltip is. */
  function describe(item: HTMLElement | undefined): void {
    owner?.firstElementChild?.removeAttribute('aria-describedby');
    owner = item;
    owner?.firstElementChild?.setAttribute('aria-describedby', 'tip');
    refresh();
  }

  /** Measured first and moved then: whatever zooms or holds the page scales both alike. */
  function place(anchor: HTMLElement): void {
    setRule('');
    const { left, top, bottom } = anchor.getBoundingClientRect();
    const own = root.getBoundingClientRect();
    const scale = own.width / root.offsetWidth || 1;
    const inside = (at: number, room: number, size: number) =>
      Math.max(GAP_PX, Math.min(at, room - size - GAP_PX));
    const y = top > innerHeight / 2 ? top - own.height - GAP_PX : bottom + GAP_PX;
    const x = inside(left, innerWidth, own.width) - own.left;
    setRule(`.tip{left:${x / scale}px;top:${(inside(y, innerHeight, own.height) - own.top) / scale}px}`);
  }

  function show(item: HTMLElement): void {
    if (!item.isConnected) return;
    describe(item);
    if (!open) {
      open = new AbortController();
      const during = { signal: open.signal, capture: true };
      // Its item goes elsewhere.
      on(window, 'scroll', hide, during);
      on(view, 'scroll', hide, during);
      on(window, 'keydown', ({ key }: KeyboardEvent) => key === 'Escape' && hide(), during);
      // A finger that goes elsewhere leaves nothing behind.
      on(window, 'pointerdown', (event: Event) => event.composedPath().includes(root) || hideLater(), during);
      root.hidden = false;
      // Browsers before 2024 know no popover: there it is an element like any other.
      root.showPopover?.();
      onOpen(true);
    }
    place(item);
  }

  function hide(): void {
    clearTimeout(timer);
    describe(undefined);
    if (!open) return;
    open.abort();
    open = undefined;
    root.hidden = true;
    if (root.isConnected) root.hidePopover?.();
    onOpen(false);
  }

  const later = (action: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(action, PAUSE_MS);
  };
  const hideLater = () => later(hide);

  on(view, 'pointerover focusin click', ({ type, target }: Event) => {
    const item = (target as Element).closest<HTMLElement>('.item');
    if (!item) return;
    if (type === 'click') isUnwanted = !choose(item.dataset.code ?? '');
    if (isUnwanted || (type === 'focusin' && item !== owner)) hide();
    if (isUnwanted) return;
    if (type === 'focusin') describe(item);
    later(() => show(item));
  });
  for (const element of [view, root]) {
    on(element, 'pointerleave focusout', () => {
      isUnwanted = false;
      hideLater();
    });
  }
  on(root, 'pointerenter focusin', () => clearTimeout(timer));
  return { root, refresh, hide };
}
