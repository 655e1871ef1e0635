// Builds the parts of the HTML pages: their style sheets and their browser scripts.
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
const outdir = fileURLToPath(new URL('../../../dist/pages', import.meta.url));

/** Imports are bundled. Scripts are in folders named `browser`, which are checked with the browser's types. */
const names = await readdir(folder, { recursive: true });
const entryPoints = names.filter((name) => /\.entry\.(?:css|ts)$/.test(name));

await build({
  entryPoints: entryPoints.map((name) => ({
    in: folder + name,
    out: name.replace(/^.*\//, '').replace(/\.entry\.\w+$/, ''),
  })),
  outdir,
  bundle: true,
  minify: true,
  charset: 'utf8',
  format: 'iife',
  // Pictures are inlined in the style sheet: the pages' policy allows `data:` images only.
  loader: { '.svg': 'dataurl' },
  // The same target as the widget: a browser that runs the widget also runs the page.
  target: 'es2022',
  logLevel: 'warning',
});
