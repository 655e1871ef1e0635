// serve: reads the built style sheets and scripts of the pages.
import { readFileSync } from 'node:fs';
import { builtFile } from '../../built.ts';

/** Reads a built part, such as `docs.css`, from dist/pages. Throws the error of the system when nothing was built. */
export function readPart(name: string): string {
  return readFileSync(builtFile(`pages/${name}`), 'utf8').trim();
}
