// Builds what the pages for people carry: a style sheet for each, and the scripts that run in the browser.
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
const outdir = fileURLToPath(new URL('../../../dist/pages', import.meta.url));

/** A page's style sheet lies beside it; its script, which needs the browser's types, in the folder `browser`. */
const names = await readdir(folder, { recursive: true });
const entryPoints = names.filter((name) => /^\w+\/(?:\w+\.css|browser\/\w+\.entry\.ts)$/.test(name));

await build({
  entryPoints: entryPoints.map((name) => ({
    in: folder + name,
    out: name.replace(/^.*\//, '').replace(/(?:\.entry)?\.\w+$/, ''),
  })),
  outdir,
  bundle: true,
  minify: true,
  charset: 'utf8',
  format: 'iife',
  // As the widget: what runs it shows the page.
  target: 'es2022',
  logLevel: 'warning',
});
