// widget: the tooltip of a rate, by hover, focus or touch. It is in the browser's top layer, so no ancestor clips it.
import { make, on } from './markup.ts';

/** What the tooltip gets from the element. */
export interface TipDeps {
  /** The box of the items. */
  viewport: HTMLElement;
  /** Sets the rule for its place. */
  setRule(css: string): void;
  /** Returns the content for a code. */
  linesOf(code: string): readonly Node[];
  /** Called at a click. Returns false when the page has prevented the tooltip. */
  onClick(code: string): boolean;
  /** Called when the tooltip opens and when it closes. */
  onOpen(isOpen: boolean): void;
}

/** One tooltip for all items of an element. */
export interface Tip {
  root: HTMLElement;
  /** Updates the content of an open tooltip. */
  refresh(): void;
  /** Closes it at once. */
  hide(): void;
}

/** Pixels between tooltip and item, and between tooltip and window edge. */
const GAP_PX = 8;
/**
 * The delay before it opens and closes. A pointer that only passes opens nothing, a pointer can reach the tooltip before
 * it closes, and a belt that slides to the focused item has arrived.
 */
const PAUSE_MS = 300;

/** Creates the tooltip, which is closed and has to be added to the page. */
export function createTip({ viewport, setRule, linesOf, onClick, onOpen }: TipDeps): Tip {
  const root = make('div', 'tip', { role: 'tooltip', id: 'tip', popover: 'manual', hidden: '' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The item that the tooltip describes. */
  let owner: HTMLElement | undefined;
  /** The page has prevented a click. No tooltip opens until pointer or focus have left. */
  let isUnwanted = false;
  /** Ends the listeners of an open tooltip. */
  let open: AbortController | undefined;

  const refresh = () => owner && root.replaceChildren(...linesOf(owner.dataset.code ?? ''));

  /** Links item and tooltip. A screen reader reads the description at focus, so this happens before the tooltip opens. */
  function describe(item: HTMLElement | undefined): void {
    owner?.firstElementChild?.removeAttribute('aria-describedby');
    owner = item;
    owner?.firstElementChild?.setAttribute('aria-describedby', 'tip');
    refresh();
  }

  /** Measures at the origin, then moves. This is right under any zoom and in any containing block. */
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
      // The item moves away from the tooltip.
      on(window, 'scroll', hide, during);
      on(viewport, 'scroll', hide, during);
      on(window, 'keydown', onKey, during);
      // A touch elsewhere closes the tooltip.
      on(window, 'pointerdown', (event: Event) => event.composedPath().includes(root) || hideLater(), during);
      root.hidden = false;
      // Browsers before 2024 have no popover. There it is a normal element with a fixed position.
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

  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    // The key closes only the uppermost thing: not a dialog around the ticker too.
    event.preventDefault();
    hide();
  }

  const later = (action: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(action, PAUSE_MS);
  };
  const hideLater = () => later(hide);

  on(viewport, 'pointerover focusin click', ({ type, target }: Event) => {
    const item = (target as Element).closest<HTMLElement>('.item');
    if (!item) return;
    if (type === 'click') isUnwanted = !onClick(item.dataset.code ?? '');
    if (isUnwanted || (type === 'focusin' && item !== owner)) hide();
    if (isUnwanted) return;
    if (type === 'focusin') describe(item);
    later(() => show(item));
  });
  for (const element of [viewport, root]) {
    on(element, 'pointerleave focusout', () => {
      isUnwanted = false;
      hideLater();
    });
  }
  on(root, 'pointerenter focusin', () => clearTimeout(timer));
  return { root, refresh, hide };
}
