// test: foreign pages with their own policies, scripts and names.
import { buildSync } from 'esbuild';
import { type Stranger, withCss } from './stranger.ts';

/** A React 19 page in strict mode that mounts and unmounts the ticker several times before it keeps it. */
function reactPage(): string {
  const contents = `
    import { createElement as h, StrictMode, useEffect, useState } from 'react';
    import { createRoot } from 'react-dom/client';
    function App({ src, look }) {
      const [turn, setTurn] = useState(0);
      useEffect(() => { if (turn < 6) setTimeout(() => setTurn(turn + 1), 60); }, [turn]);
      return h('div', null, turn % 2 === 0 && h('currency-ticker', { src, look }));
    }
    for (const it of document.querySelectorAll('.app'))
      createRoot(it).render(h(StrictMode, null, h(App, { ...it.dataset })));`;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    define: { 'process.env.NODE_ENV': '"development"' },
  });
  return (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
}

export const WORLDS: readonly Stranger[] = [
  {
    name: 'React 19',
    place: ({ src, look }) => `<section class="app" data-src="${src}" data-look="${look}"></section>`,
    foot: `<script>${reactPage()}</script>`,
  },
  {
    name: 'COEP require-corp',
    headers: {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
    },
  },
  {
    name: 'strict policy',
    headers: {
      'content-security-policy':
        "default-src 'none'; script-src SERVICE; connect-src SERVICE SOCKET; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'",
    },
  },
  { name: 'two scripts', hasTwoScripts: true },
  {
    name: 'names that cover the document’s',
    foot: ['currentScript', 'fonts', 'readyState']
      .map((it) => `<img name="${it}" src="data:," alt="">`)
      .join(''),
  },
  { name: 'base elsewhere', head: '<base href="https://elsewhere.invalid/folder/">' },
  withCss('page transitions', '*{transition:all 2s;animation-duration:5s} @view-transition{navigation:auto}'),
  {
    name: 'patched prototypes',
    head: `<script>Array.prototype.extra = () => 1; String.prototype.extra = 1; Element.prototype.animate.own = 1</script>`,
  },
];
