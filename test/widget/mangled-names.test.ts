import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const widget = new URL('../../widget/', import.meta.url);
const { MANGLED_NAMES: names } = (await import(new URL('mangled-names.mjs', widget).href)) as {
  MANGLED_NAMES: string[];
};

/** Returns the listed names that are properties in what browsers load. */
async function usedNames(): Promise<string[]> {
  const { mangleCache = {} } = await build({
    entryPoints: ['tag.ts', 'face/interaction.ts'].map((file) => fileURLToPath(new URL(file, widget))),
    bundle: true,
    write: false,
    format: 'esm',
    outdir: 'unused',
    loader: { '.css': 'text' },
    mangleProps: new RegExp(`^(?:${names.join('|')})$`),
    mangleCache: {},
  });
  return Object.keys(mangleCache);
}

describe('the names that the build shortens', () => {
  it('are listed once each, in order', () => expect(names).toEqual([...new Set(names)].sort()));

  it('are all properties of the script', async () => {
    const used = await usedNames();
    expect(names.filter((name) => !used.includes(name))).toEqual([]);
  });
});
