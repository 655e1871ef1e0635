import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from 'svelte/compiler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileScript, compileTemplate, parse } from 'vue/compiler-sfc';
import { openProject, type Project, ROOT, run, runModule } from '../support/packed.ts';

const BESIDE = ['react', 'react-dom', 'scheduler', '@types/react', 'csstype', 'vue', '@vue', 'svelte', 'zod'];
const MARKUP = '<currency-ticker codes="KGS,KZT" look="cards" speed="60" invert>KGS/USD</currency-ticker>';

let project: Project;
beforeAll(async () => {
  project = await openProject(BESIDE);
});
afterAll(() => project.remove());

/** The code of docs/PACKAGE.md in a language. */
async function shown(language: string): Promise<string> {
  const text = await readFile(join(ROOT, 'docs/PACKAGE.md'), 'utf8');
  return new RegExp(`\`\`\`${language}\\n([^\`]*)`).exec(text)?.[1] ?? '';
}

/** The compiler's errors for a page of React 19. */
async function compileReact(source: string): Promise<string> {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    jsx: 'react-jsx',
    types: [],
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2023', 'dom', 'dom.iterable'],
  };
  const files = ['page.tsx'];
  await writeFile(join(project.folder, 'page.tsx'), source);
  await writeFile(join(project.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  return run(process.execPath, [tsc, '-p', project.folder]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
}

const page = (element: string) => `
import 'silk-ticker/react';
import type { Rate } from 'silk-ticker/client';
import type { CurrencyTicker } from 'silk-ticker/widget';
import { useRef } from 'react';
export function Page({ seen }: { seen(rates: Rate[]): void }) {
  const ticker = useRef<CurrencyTicker>(null);
  return ${element};
}`;

describe('React 19', () => {
  it('has types for the element, its attributes and its events', async () => {
    const right = `<currency-ticker ref={ticker} codes="KGS" look="cards" speed={60} digits="7" invert lang="ru-KG"
      className="rates" src="https://rates.example" {...{ 'onticker:update': ({ detail }: CustomEvent<{ rates: Rate[] }>) => seen(detail.rates) }}>KGS</currency-ticker>`;
    expect(await compileReact(page(right))).toBe('');
  });

  it('compiles the documented code', async () => {
    const source = await shown('tsx');
    expect(source).toContain('<currency-ticker');
    expect(await compileReact(source)).toBe('');
  });

  it.each([
    ['look="card"', 'Type \'"card"\' is not assignable to type'],
    ['code="KGS"', "Property 'code' does not exist on type 'CurrencyTickerProps'"],
    ['invert="yes"', "Type 'string' is not assignable to type 'boolean | undefined'"],
  ])('rejects %s', async (wrong, told) => {
    expect(
      await compileReact(page(`<currency-ticker ref={ticker} ${wrong}>{String(seen)}</currency-ticker>`)),
    ).toContain(told);
  });

  it('renders on a server that has imported the element', async () => {
    const html = await runModule(
      project,
      `import 'silk-ticker/widget';
       import { createElement } from 'react';
       import { renderToString } from 'react-dom/server';
       const props = { codes: 'KGS,KZT', look: 'cards', speed: 60, invert: true };
       console.log(renderToString(createElement('currency-ticker', props, 'KGS/USD')));`,
    );
    expect(html.replace('invert=""', 'invert').trim()).toBe(MARKUP);
  });
});

describe('Vue', () => {
  it('compiles the documented code, which defines the element', async () => {
    const { descriptor, errors } = parse(await shown('vue'));
    expect(errors).toEqual([]);
    const { content } = compileScript(descriptor, {
      id: 'page',
      inlineTemplate: true,
      templateOptions: { compilerOptions: { isCustomElement: (tag) => tag === 'currency-ticker' } },
    });
    expect(content).toContain("define('https://rates.example')");
    expect(content).toContain('"onTicker:update": onUpdate');
  });

  it('compiles a component with the element, and renders it on a server', async () => {
    const { descriptor, errors } = parse(
      `<template>${MARKUP.replace('60"', '60" :lang="lang" @ticker:update="seen"')}</template>`,
    );
    expect(errors).toEqual([]);
    const compiled = (ssr: boolean) =>
      compileTemplate({
        source: descriptor.template?.content ?? '',
        filename: 'page.vue',
        id: 'page',
        ssr,
        ssrCssVars: [],
        compilerOptions: { isCustomElement: (tag) => tag === 'currency-ticker' },
      });
    const inBrowser = compiled(false);
    expect(inBrowser.errors).toEqual([]);
    // A custom element, not a component that Vue would look for.
    expect(inBrowser.code).toContain('"currency-ticker"');
    expect(inBrowser.code).toContain('"onTicker:update"');
    expect(inBrowser.code).not.toContain('resolveComponent');
    await writeFile(join(project.folder, 'page-vue.mjs'), compiled(true).code);
    const html = await runModule(
      project,
      `import 'silk-ticker/widget';
       import { createSSRApp } from 'vue';
       import { renderToString } from 'vue/server-renderer';
       import { ssrRender } from './page-vue.mjs';
       const app = createSSRApp({ ssrRender, setup: () => ({ lang: 'ru', seen() {} }) });
       console.log(await renderToString(app));`,
    );
    expect(html.trim()).toBe(MARKUP.replace(' invert', ' lang="ru" invert'));
  });
});

describe('Svelte', () => {
  it('compiles the documented code', async () => {
    const source = await shown('svelte');
    expect(source).toContain('<currency-ticker');
    expect(compile(source, { generate: 'client', filename: 'Page.svelte' }).warnings).toEqual([]);
  });

  it('compiles a component with the element, and renders it on a server', async () => {
    const source = `<script>import 'silk-ticker/widget'; let { seen } = $props();
      const listeners = { 'onticker:update': () => seen() };</script>
      ${MARKUP.replace('invert', 'invert={true} {...listeners}')}`;
    const inBrowser = compile(source, { generate: 'client', filename: 'Page.svelte' });
    expect(inBrowser.warnings).toEqual([]);
    expect(inBrowser.js.code).toContain('<currency-ticker');
    const onServer = compile(source, { generate: 'server', filename: 'Page.svelte' });
    await mkdir(join(project.folder, 'svelte'), { recursive: true });
    await writeFile(join(project.folder, 'svelte/page.mjs'), onServer.js.code);
    const html = await runModule(
      project,
      `import { render } from 'svelte/server';
       import Page from './svelte/page.mjs';
       console.log(render(Page, { props: { seen() {} } }).body);`,
    );
    expect(html).toContain('<currency-ticker codes="KGS,KZT" look="cards" speed="60" invert');
  });
});
