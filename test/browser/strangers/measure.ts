// test: measurements of each look in a foreign page. Every function runs in the page.

export interface Measured {
  look: string;
  nodes: number;
  width: number;
  height: number;
  /** The type size of the price, in pixels. */
  type: number;
  /** The smaller side of the pause button, in pixels. */
  target: number;
  /** Whether a click on the middle of the pause button reaches it. */
  canPause: boolean;
  /** Computed values of every part, as `part property: value`. */
  styles: string[];
}

export function measureLooks(): Measured[] {
  const parts = [
    '.price',
    '.base',
    '.name',
    '.percent',
    '.body',
    '.item',
    '.list',
    '.pause',
    '.badge',
    '.note',
  ];
  const properties =
    'textTransform letterSpacing wordSpacing textIndent textShadow textAlign fontStyle fontVariantCaps fontWeight ' +
    'fontSize lineHeight whiteSpace wordBreak hyphens display paddingTop paddingLeft marginTop marginLeft ' +
    'borderTopWidth direction listStyleType transitionDuration float textDecorationLine';
  return [...document.querySelectorAll('currency-ticker')].map((host) => {
    const root = host.shadowRoot;
    const { width, height } = host.getBoundingClientRect();
    const pause = root?.querySelector('.pause');
    const box = pause?.getBoundingClientRect() ?? new DOMRect();
    pause?.scrollIntoView({ block: 'center' });
    const now = pause?.getBoundingClientRect() ?? new DOMRect();
    const hit = root?.elementFromPoint(now.x + now.width / 2, now.y + now.height / 2);
    const styles = parts.flatMap((part) => {
      const element = root?.querySelector(part);
      if (!element) return [];
      const style = getComputedStyle(element) as unknown as Record<string, string>;
      return properties.split(' ').map((it) => `${part} ${it}: ${style[it]}`);
    });
    const price = root?.querySelector('.price');
    return {
      look: host.getAttribute('look') ?? '',
      nodes: root?.querySelectorAll('*').length ?? 0,
      width: Math.round(width),
      height,
      type: price ? Number.parseFloat(getComputedStyle(price).fontSize) : 0,
      target: Math.min(box.width, box.height),
      canPause: !!hit && !!pause?.contains(hit),
      styles,
    };
  });
}

/** Returns by how many pixels the tickers make the page wider. */
export function overflowOf(): number {
  const { documentElement } = document;
  const all = [...document.querySelectorAll<HTMLElement>('currency-ticker')];
  const withThem = documentElement.scrollWidth;
  for (const it of all) it.style.setProperty('display', 'none', 'important');
  const without = documentElement.scrollWidth;
  for (const it of all) it.style.removeProperty('display');
  return withThem - Math.max(without, documentElement.clientWidth);
}

/** Returns the names of the globals that the ticker has added to the page. */
export function addedGlobals(): string[] {
  const before = Reflect.get(window, '__before') as { globals: string[] };
  const known = new Set(before.globals);
  return Object.getOwnPropertyNames(window).filter((it) => !known.has(it));
}

/** A text or a sign that is completely visible, with its colour and its place. */
export interface PaintedText {
  look: string;
  part: string;
  color: string;
  /** From the page's upper left corner. */
  rect: { x: number; y: number; width: number; height: number };
  /** The contrast that WCAG requires: 4.5 for text, 3 for a sign. */
  required: number;
}

export function paintedTextsOf(): PaintedText[] {
  const parts = {
    '.base': 4.5,
    '.quote': 4.5,
    '.name': 4.5,
    '.price': 4.5,
    '.percent': 4.5,
    '.badge': 4.5,
    '.icon': 3,
  };
  const texts: PaintedText[] = [];
  for (const host of document.querySelectorAll('currency-ticker')) {
    const view = host.shadowRoot?.querySelector('.view')?.getBoundingClientRect();
    for (const [part, required] of Object.entries(parts)) {
      for (const element of host.shadowRoot?.querySelectorAll(part) ?? []) {
        const style = getComputedStyle(element);
        const { x, y, width, height, right } = element.getBoundingClientRect();
        // A belt fades at both edges, as intended. A text outside of the view is not painted.
        const edge = /cards|list/.test(host.getAttribute('look') ?? '') ? -1 : 30;
        const isInside = part === '.icon' || (view && x >= view.left + edge && right <= view.right - edge);
        if (!width || !element.getClientRects().length || style.clipPath !== 'none') continue;
        if (part !== '.icon' && !element.textContent?.trim()) continue;
        if (!isInside) continue;
        const rect = { x: x + scrollX, y: y + scrollY, width, height };
        const color = part === '.icon' ? style.borderLeftColor : style.color;
        texts.push({ look: host.getAttribute('look') ?? '', part, color, rect, required });
      }
    }
  }
  return texts;
}
