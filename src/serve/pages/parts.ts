// serve: reads the built style sheets and scripts of the pages.
import { readFileSync } from 'node:fs';

/**
 * Reads a built part, such as `docs.css`, from dist/pages. The relative path is right for this file in src, where tests
 * run it, and in dist, where the service runs it. Throws the error of the system when nothing was built.
 */
export function readPart(name: string): string {
  return readFileSync(new URL(`../../../dist/pages/${name}`, import.meta.url), 'utf8').trim();
}
