// Evaluates a TypeScript module while the package is built: its exports go into the built files.
import { build } from 'esbuild';

export async function evaluate(path) {
  const { outputFiles } = await build({ entryPoints: [path], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
