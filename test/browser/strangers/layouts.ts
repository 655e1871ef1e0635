// test: foreign pages whose layout takes its width from its content, or limits it.
import { type Stranger, withCss, within } from './stranger.ts';

export const LAYOUTS: readonly Stranger[] = [
  { name: 'plain' },
  within('flex row', 'display:flex', 'flex:none'),
  within('flex row, growing', 'display:flex', 'flex:1'),
  within('flex column, centred', 'display:flex;flex-direction:column;align-items:center', ''),
  within('1fr grid', 'display:grid;grid-template-columns:1fr', ''),
  within('float', '', 'float:left'),
  within('inline-block', '', 'display:inline-block'),
  within('absolute', 'position:relative;height:400px', 'position:absolute'),
  within('table cell', 'display:table', 'display:table-cell'),
  within('fit-content', '', 'width:fit-content'),
  within('container query', 'container-type:inline-size', ''),
  withCss('sticky header', 'section{position:sticky;top:0;background:#fff;z-index:5}'),
  withCss('overlay', '.veil{position:fixed;inset:0;z-index:9999;pointer-events:none;background:#0001}', {
    foot: '<div class="veil"></div>',
  }),
];
