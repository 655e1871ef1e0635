// A leaf: where the build puts its files.

/**
 * The address of a file in `dist`. `src` and `dist` are beside each other, and this code runs in a file directly in one
 * of them: from `src/built.ts` in tests, from a bundle in `dist` in the service.
 */
export function builtFile(name: string): URL {
  return new URL(`../dist/${name}`, import.meta.url);
}
