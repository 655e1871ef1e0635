// test: observes a foreign page from its start. The functions run in the page, before its own scripts.

/** The globals of the page before the ticker was loaded, and the height in pixels of each look when it was inserted. */
export interface Before {
  globals: string[];
  heights: Record<string, number>;
}

/** Stores the observations in `window.__before`. */
export function watchFromStart(): void {
  const before: Before = { globals: [...Object.getOwnPropertyNames(window), '__before'], heights: {} };
  Object.defineProperty(window, '__before', { value: before, enumerable: false });
  const note = () => {
    for (const it of document.querySelectorAll('currency-ticker')) {
      const look = it.getAttribute('look') ?? '';
      if (it.shadowRoot?.hasChildNodes()) before.heights[look] ??= it.getBoundingClientRect().height;
    }
    if (Object.keys(before.heights).length < 4) requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}

/** Returns the styles of the page's own elements, and the number of its head's elements and style sheets, as text. */
export function describePage(): string {
  const names = ['h1', 'main p', 'main button', 'header b'];
  const lines = names.map((name) => {
    const element = document.querySelector(name);
    if (!element) return name;
    const style = getComputedStyle(element);
    return `${name}: ${style.font} ${style.color} ${style.margin} ${style.padding} ${style.display}`;
  });
  const { head } = document;
  return [...lines, head.children.length, document.adoptedStyleSheets.length].join('\n');
}
