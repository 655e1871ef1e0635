import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ATTRIBUTES } from '../../src/attributes.ts';
import { openProject, type Project, ROOT, run, runModule } from '../support/packed.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';

let project: Project;
let service: ServiceChild;
beforeAll(async () => {
  [project, service] = await Promise.all([openProject(), startChild()]);
});
afterAll(async () => {
  await service.end('SIGKILL');
  await project.remove();
});
const inPackage = (path: string) => join(project.folder, 'node_modules/silk-ticker', path);
const read = (path: string) => readFileSync(inPackage(path), 'utf8');
const OF_WIDGET = ['client', 'element', 'picture', 'react', 'widget'].map((name) => `dist/${name}.js`);
const ofService = () =>
  project.files.filter((path) => /^dist\/[^/]+\.js$/.test(path) && !OF_WIDGET.includes(path));

describe('the packed package', () => {
  it('contains only files built from the current sources', () => {
    const others = project.files.filter((path) => !path.startsWith('dist/'));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    const folders = new Set(
      project.files.flatMap((path) => /^dist\/(.*)\//.exec(path)?.[1]?.split('/')[0] ?? []),
    );
    expect([...folders].sort()).toEqual(['fonts', 'pages', 'parts', 'types', 'words']);
    // esbuild writes the path of each module above its code.
    const modules = ofService().flatMap((path) => [...read(path).matchAll(/^\/\/ (\S+\.[cm]?[jt]sx?)$/gm)]);
    expect(modules.length).toBeGreaterThan(150);
    for (const [, path = ''] of modules) {
      expect(path, 'code of other packages is not copied').toMatch(/^src\//);
      expect(existsSync(join(ROOT, path)), path).toBe(true);
    }
  });

  it('has the service in a few files, each of which is loaded', () => {
    const files = ofService();
    expect(files.length).toBeLessThan(25);
    const loaded = [
      'main.js',
      'painter.worker.js',
      ...files.flatMap((path) => read(path).match(/[\w.-]+\.js(?=")/g)),
    ];
    expect(files.filter((path) => !loaded.includes(basename(path)))).toEqual([]);
  });

  it('has every file that package.json names', () => {
    const { exports, bin, sideEffects, customElements } = JSON.parse(read('package.json'));
    const named = [exports, bin, sideEffects, customElements].flatMap((value) =>
      [...JSON.stringify(value).matchAll(/"((?:\.\/)?(?:dist\/[^"]+|package\.json))"/g)].map(
        ([, path]) => path ?? '',
      ),
    );
    expect(named.length).toBeGreaterThan(10);
    for (const path of named)
      if (!path.startsWith('dist/types/src')) expect(existsSync(inPackage(path)), path).toBe(true);
  });

  it('can be imported without a browser and without other packages', async () => {
    const printed = await runModule(
      project,
      `import { CurrencyTicker, define } from 'silk-ticker/widget';
       import { connect } from 'silk-ticker/client';
       import 'silk-ticker/react';
       define('https://rates.example');
       define();
       for await (const { type, rates } of connect({ src: '${service.origin}', codes: ['KGS'] })) {
         console.log(typeof CurrencyTicker, type, rates.map(({ base }) => base).join());
         break;
       }`,
    );
    expect(printed).toBe('function snapshot KGS\n');
  });

  it('prints rates by its command', async () => {
    const bin = inPackage(JSON.parse(read('package.json')).bin['silk-ticker']);
    const { stdout } = await run(process.execPath, [bin, 'rates', 'KGS', '--src', service.origin]);
    expect(stdout).toMatch(/^KGS\/USD +0\.011435 /m);
    expect(readFileSync(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    // npx in a clone runs this file, and npm makes it executable only when it links the package.
    const { stdout: version } = await run(join(ROOT, 'dist/main.js'), ['--version']);
    expect(version.trim()).toBe(JSON.parse(read('package.json')).version);
  });

  it('describes each attribute for editors, from the one list', () => {
    const { modules } = JSON.parse(read('dist/custom-elements.json'));
    const [element] = modules[0].declarations;
    expect(element.tagName).toBe('currency-ticker');
    const inOrder = ATTRIBUTES.map(({ name }) => name);
    expect(element.attributes.map(({ name }: { name: string }) => name)).toEqual(inOrder);
    const [tag] = JSON.parse(read('dist/vscode.html-data.json')).tags;
    expect(tag.attributes.map(({ name }: { name: string }) => name)).toEqual(inOrder);
    const values = (name: string) =>
      tag.attributes
        .find((it: { name: string }) => it.name === name)
        .values?.map((it: { name: string }) => it.name);
    for (const { name, words } of ATTRIBUTES) expect(values(name)).toEqual(words);
    const props = [...read('dist/react.d.ts').matchAll(/^ {2}(\w+)\?: /gm)].map(([, name]) => name);
    expect(props).toEqual(inOrder);
  });

  it('names the events and properties of the element', () => {
    const { modules } = JSON.parse(read('dist/custom-elements.json'));
    const { events, cssProperties } = modules[0].declarations[0];
    const declared = [...readFileSync(join(ROOT, 'widget/define.ts'), 'utf8').matchAll(/'(ticker:\w+)':/g)];
    expect(events.map(({ name }: { name: string }) => name)).toEqual(declared.map(([, name]) => name));
    const readme = read('README.md');
    for (const { name } of cssProperties as { name: string }[])
      expect(readme).toContain(`\`${name.replace(/^--ticker(?!-color)/, '')}\``);
  });
});
