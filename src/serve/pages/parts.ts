// serve: the built style sheets and scripts of the pages.
import { readFileSync } from 'node:fs';

/**
 * Reads a part that the build has made, such as `docs.css`. From dist in both cases: this file stands three folders
 * below the package in src, where tests run it, as in dist, where the service does. Throws what the system says when
 * nothing was built.
 */
export function readPart(name: string): string {
  return readFileSync(new URL(`../../../dist/pages/${name}`, import.meta.url), 'utf8').trim();
}
