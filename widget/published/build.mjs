// Builds what only the package contains: descriptions of the element for editors and frameworks, and the needed types.
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evaluate } from '../evaluate.mjs';
import { htmlData, manifest, reactTypes } from './descriptions.mjs';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const { ATTRIBUTES } = await evaluate(fileURLToPath(new URL('../../src/attributes.ts', import.meta.url)));
const sheet = await readFile(new URL('../face/ticker.css', import.meta.url), 'utf8');
const properties = [...new Set(sheet.match(/--ticker-[a-z]+/g))].sort();

await writeFile(join(dist, 'react.d.ts'), reactTypes(ATTRIBUTES));
// The module contains only types. An import for its side effect needs a file.
await writeFile(join(dist, 'react.js'), 'export {};\n');
await writeFile(
  join(dist, 'custom-elements.json'),
  JSON.stringify(manifest(ATTRIBUTES, properties), null, 2),
);
await writeFile(join(dist, 'vscode.html-data.json'), JSON.stringify(htmlData(ATTRIBUTES), null, 2));

// npm makes the command executable when it links the package, but not after a later build.
await chmod(join(dist, 'main.js'), 0o755);

// The compiler writes a declaration for each file of the widget. Only those that the modules import are kept.
const types = join(dist, 'types');
const needed = new Set();
async function keep(file) {
  if (needed.has(file)) return;
  needed.add(file);
  const text = await readFile(join(types, file), 'utf8');
  // Imports name the script `.js`. An import of `.ts` would need a setting in older compilers.
  await writeFile(join(types, file), text.replace(/(['"])(\.[^'"\n]*)\.ts\1/g, '$1$2.js$1'));
  for (const [, name] of text.matchAll(/['"](\.[^'"\n]*)\.[jt]s['"]/g))
    await keep(normalize(join(dirname(file), `${name}.d.ts`)));
}
await keep('widget/define.d.ts');
await keep('widget/client/client.d.ts');
// The compiler of the service reads it through `imports` in package.json.
await keep('widget/picture.d.ts');
for (const file of await readdir(types, { recursive: true }))
  if (/\.d\.ts$/.test(file) && !needed.has(file)) await rm(join(types, file));
