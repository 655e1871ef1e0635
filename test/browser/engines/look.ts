// test: functions that run in the page of any browser. Each uses nothing outside of itself.

/** Language, name of the region, title of the pause button, name of UZS, and its price in soum. */
export const LANGUAGES = [
  ['en', 'Exchange rates', 'Pause', 'Soum', '12,150'],
  ['ru', 'Курсы валют', 'Пауза', 'Сум', '12\u00a0150'],
  ['kk', 'Валюта бағамдары', 'Пауза', 'Сум', '12\u00a0150'],
  ['ky', 'Валюта курстары', 'Пауза', 'Сум', '12\u00a0150'],
  ['tg', 'Қурби асъор', 'Таваққуф', 'Сӯм', '12\u00a0150'],
  ['uz-Latn-UZ', 'Valyuta kurslari', 'Pauza', 'Soʻm', '12\u00a0150'],
  ['tk', 'Walýuta kurslary', 'Pauza', 'Sum', '12\u00a0150'],
];

/** Whether every ticker shows figures. */
export function isShown(): boolean {
  const all = [...document.querySelectorAll('currency-ticker')];
  return all.length > 0 && all.every((it) => it.shadowRoot?.querySelector('.item .price')?.textContent);
}

/** Returns the place of a part of the first ticker. */
export function rectOf(selector: string): { left: number; top: number; width: number; height: number } {
  const rect = document
    .querySelector('currency-ticker')
    ?.shadowRoot?.querySelector(selector)
    ?.getBoundingClientRect();
  if (!rect) throw new Error(`no ${selector}`);
  const { left, top, width, height } = rect;
  return { left, top, width, height };
}

/** Returns the text of a part of the first ticker. Empty while the part is not drawn. */
export function textOf(selector: string): string {
  const part = document.querySelector('currency-ticker')?.shadowRoot?.querySelector<HTMLElement>(selector);
  return part?.getClientRects().length ? (part.textContent ?? '') : '';
}

/** Returns what is clipped by the upper or lower edge of the figures' box: the focus ring, and badges. */
export function clippedOf(): string[] {
  const root = document.querySelector('currency-ticker')?.shadowRoot;
  const view = root?.querySelector('.view')?.getBoundingClientRect();
  if (!root || !view) throw new Error('no figures');
  const clipped: string[] = [];
  const check = (name: string, { top, bottom }: DOMRect, reach: number) => {
    // Half a pixel is still drawn.
    if (top - reach < view.top - 0.5 || bottom + reach > view.bottom + 0.5) clipped.push(name);
  };
  const focused = root.activeElement;
  if (!focused?.matches(':focus-visible')) throw new Error('nothing has the focus');
  const { outlineWidth, outlineOffset } = getComputedStyle(focused);
  const reach = Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset);
  check('ring', focused.getBoundingClientRect(), reach);
  for (const badge of root.querySelectorAll<HTMLElement>('ul:not([aria-hidden]) .badge')) {
    if (!badge.textContent) continue;
    check('badge', badge.getBoundingClientRect(), 0);
    if (badge.scrollHeight > badge.clientHeight + 1) clipped.push('text of a badge');
    // Its item has to end below it.
    const { bottom = 0 } = badge.closest('.item')?.getBoundingClientRect() ?? {};
    if (badge.getBoundingClientRect().bottom > bottom + 0.5) clipped.push('badge, by its item');
  }
  return clipped;
}

/** Returns the width of every ticker and the number of its nodes. */
export function countNodes(): { name: string; width: number; nodes: number }[] {
  return [...document.querySelectorAll<HTMLElement>('currency-ticker')].map((it) => ({
    name: it.dataset.in ?? '',
    width: it.getBoundingClientRect().width,
    nodes: it.shadowRoot?.querySelectorAll('*').length ?? 0,
  }));
}

/** Returns the texts of every ticker in the form of `LANGUAGES`. */
export function languagesOf(): (string | null | undefined)[][] {
  return [...document.querySelectorAll('currency-ticker')].map((it) => {
    const root = it.shadowRoot;
    const text = (selector: string) => root?.querySelector(selector)?.textContent;
    const region = root?.querySelector('section')?.getAttribute('aria-label');
    const pause = root?.querySelector('.pause')?.getAttribute('title');
    const uzs = '[data-code=UZS]';
    return [
      it.closest('[lang]')?.getAttribute('lang'),
      region,
      pause,
      text(`${uzs} .name`),
      text(`${uzs} .price`),
    ];
  });
}
