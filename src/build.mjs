// Builds the service: its modules in a few files.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

await build({
  // A thread starts with a file of its own.
  entryPoints: {
    main: path('main.ts'),
    'painter.worker': path('serve/pictures/painter.worker.ts'),
  },
  outdir: path('../dist'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // What is imported while the service runs, as a command is, stays a file that is loaded only then.
  splitting: true,
  // Code of other packages is not copied. `silk-ticker/client` and `#picture` are files that the widget's build makes.
  packages: 'external',
  external: ['#picture'],
  charset: 'utf8',
  // For stack traces by `node --enable-source-maps`. Without that flag Node does not read them.
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
});
