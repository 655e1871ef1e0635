// test: the front page of an invented newspaper, which contains a ticker.

/** Declares both colour schemes, so the page follows the reader's choice. */
export const NEWS_CSS = `<style>
:root { color-scheme: light dark }
body { margin: 0; font: 16px/1.55 "Noto Serif", Georgia, serif; background: light-dark(#fff, #10171e); color: light-dark(#1a1a1a, #e8e8e8) }
header { display: flex; align-items: baseline; gap: 2em; padding: 20px 5vw 14px }
header b { font-size: 30px; letter-spacing: -.02em }
nav { display: flex; gap: 1.5em; overflow: hidden; font: 14px system-ui, sans-serif; color: light-dark(#555, #aaa); white-space: nowrap }
main { max-width: 760px; padding: 26px 5vw }
h1 { margin: 0 0 10px; font-size: clamp(24px, 4vw, 36px); line-height: 1.15; letter-spacing: -.01em }
p { margin: 0; color: light-dark(#444, #bbb) }
.looks { display: grid; gap: 20px; padding: 20px; grid-template-columns: minmax(0, 1fr) }
.side { grid-template: auto 1fr / minmax(0, 3fr) minmax(0, 1fr); column-gap: 40px; align-items: start }
.side :nth-child(2) { grid-row: span 2 }
</style>`;

export function newsPage(ticker: string, script: string): string {
  const sections = ['World', 'Economy', 'Culture', 'Sport'].map((it) => `<span>${it}</span>`).join('');
  return (
    `<header><b>Steppe Courier</b><nav>${sections}</nav></header>${ticker}<main><h1>Five currencies, one table</h1>` +
    `<p>What the central banks of the region set for today, and how far each moved since the fixing before it.</p>` +
    `</main>${script}`
  );
}
