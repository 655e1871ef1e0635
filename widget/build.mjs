// Builds what is published: the script that pages embed, and two modules with types for bundlers.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { minify } from 'terser';
import { evaluate } from './evaluate.mjs';
import { MANGLED_NAMES } from './mangled-names.mjs';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Style sheets are imported as minified text, for constructable sheets. */
const cssText = {
  name: 'css-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
      const { code } = await transform(await readFile(file, 'utf8'), { loader: 'css', minify: true });
      // esbuild keeps blanks in custom properties, because their syntax is free. Ours do not need them.
      return { contents: code.trim().replace(/([,:/]) | (?=[)/])/g, '$1'), loader: 'text' };
    });
  },
};

// Chrome 94, Safari 16.4 and Firefox 101 are the first with constructable sheets and class static blocks.
const common = {
  bundle: true,
  minify: true,
  charset: 'utf8',
  target: 'es2022',
  plugins: [cssText],
  logLevel: 'warning',
};

// The table of words is evaluated at build time. English goes into the script, each other language into a file.
const { LANGUAGES, tableOf } = await evaluate(path('text/table.ts'));
await mkdir(path('../dist/words'), { recursive: true });
for (const language of LANGUAGES.slice(1))
  await writeFile(path(`../dist/words/${language}.json`), JSON.stringify(tableOf(language)));

/** Replaces the table by its English column in what browsers load. */
const englishAlone = {
  name: 'english-alone',
  setup({ onLoad }) {
    const [english, languages] = [tableOf('en'), LANGUAGES].map((it) => JSON.stringify(it));
    const contents = `export const LANGUAGES = ${languages}; export const tableOf = () => (${english});`;
    onLoad({ filter: /text\/table\.ts$/ }, () => ({ contents, loader: 'js' }));
  },
};
const shipped = { ...common, plugins: [cssText, englishAlone] };

const mangled = {
  ...shipped,
  // The minifier writes `Infinity` as `1/0`.
  define: { 'Number.POSITIVE_INFINITY': 'Infinity' },
  mangleProps: new RegExp(`^(?:${MANGLED_NAMES.join('|')})$`),
  write: false,
};
const entries = { script: path('tag.ts'), part: path('face/interaction.ts') };
// Both files get the same short names, which occur in neither of them as other properties.
const { mangleCache } = await build({
  ...mangled,
  entryPoints: Object.values(entries),
  outdir: path('../dist'),
  mangleCache: {},
});

/** Builds a file that browsers load. */
async function shrink(entry, format, define) {
  const built = await build({
    ...mangled,
    format,
    define: { ...mangled.define, ...define },
    mangleCache,
    entryPoints: [entry],
  });
  // esbuild bundles within milliseconds. A second minifier removes another 4 %.
  const { code } = await minify(built.outputFiles[0].text, {
    ecma: 2020,
    module: true,
    compress: {
      passes: 5,
      inline: 1,
      hoist_funs: true,
      keep_fargs: false,
      pure_getters: true,
      unsafe_arrows: true,
      unsafe_methods: true,
    },
  });
  return code;
}

// The part for pointer and keyboard loads after the script. It is built first, because the script contains its name.
const part = await shrink(entries.part, 'esm', {});
// `/widget/hands-{hash}.js` is a documented path, so it keeps its name.
const partName = `hands-${createHash('sha256').update(part).digest('hex').slice(0, 8)}`;
const script = await shrink(entries.script, 'iife', { INTERACTION_PART: JSON.stringify(partName) });
await rm(path('../dist/parts'), { recursive: true, force: true });
await mkdir(path('../dist/parts'), { recursive: true });
await writeFile(path(`../dist/parts/${partName}.js`), part);
await writeFile(path('../dist/widget.js'), script);

const modules = { ...shipped, outdir: path('../dist'), format: 'esm' };
await build({ ...modules, entryPoints: { client: path('client/client.ts') } });
// The service draws its pictures with this module. It has all languages and needs no browser.
await build({
  ...common,
  outdir: path('../dist'),
  format: 'esm',
  entryPoints: { picture: path('picture.ts') },
});
// Servers that render pages import it too, so it needs stand-ins for the browser.
await build({
  ...modules,
  entryPoints: { element: path('define.ts') },
  inject: [path('published/bare.ts')],
});

execFileSync(
  process.execPath,
  [path('../node_modules/typescript/bin/tsc'), '-p', path('tsconfig.types.json')],
  {
    stdio: 'inherit',
  },
);
