// Builds what the pages for people carry: a style sheet for each, and the scripts that run in the browser.
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
const outdir = fileURLToPath(new URL('../../../dist/pages', import.meta.url));

/** What they import is bundled. A script lies in a folder `browser`, where it is checked with the browser's types. */
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
  // Pictures stand in the style sheet: the policy knows no other address.
  loader: { '.svg': 'dataurl' },
  // As the widget: what runs it shows the page.
  target: 'es2022',
  logLevel: 'warning',
});
