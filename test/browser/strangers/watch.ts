// test: what is noted in a stranger's page from its first moment on; runs there before any script of the page.

/** What the page was before the ticker came, and how high each look stood when it arrived. */
export interface Before {
  globals: string[];
  heights: Record<string, number>;
}

/** The page's own elements as they are drawn, and what a guest must not add to. */
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

/** The page's own elements in short: font, ink, place in the flow. */
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
