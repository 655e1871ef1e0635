// serve: the choice of a publisher: the attributes that differ from their defaults. Pure; also runs in the browser.
import { type AttributeName, CARRIED, OFF_WORDS } from '../../../attributes.ts';
import { codesIn } from '../../../codes.ts';

export type Choice = Readonly<Partial<Record<AttributeName, string>>>;

/** Reads a choice from the query of an address. Invalid values are ignored. `codes` are those that are served. */
export function readChoice(query: URLSearchParams, codes: readonly string[]): Choice {
  const choice: Partial<Record<AttributeName, string>> = {};
  for (const attribute of CARRIED) {
    const { name, kind, initial, words, least = 0, most = 0 } = attribute;
    const text = query.get(name)?.trim().toLowerCase();
    if (text === undefined) continue;
    if (kind === 'codes') {
      const known = codesIn(text).filter((code) => codes.includes(code));
      if (known.length > 0 && known.join() !== codes.join()) choice[name] = known.join();
      continue;
    }
    const isValid =
      ((kind === 'word' || kind === 'power') && words?.includes(text) === true) ||
      (kind === 'number' && /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most) ||
      (kind === 'switch' && !OFF_WORDS.split(' ').includes(text));
    if (isValid && text !== initial) choice[name] = kind === 'switch' ? '' : text;
  }
  return choice;
}

/** The choice as a query without its question mark. Commas are not percent-encoded, so that it stays readable. */
export function queryOf(choice: Choice): string {
  return new URLSearchParams(choice as Record<string, string>).toString().replaceAll('%2C', ',');
}

/** The choice as attributes in markup, each after a space. `prefix` is `data-` for the script tag. */
export function markupOf(choice: Choice, prefix = ''): string {
  const all = Object.entries(choice).map(([name, value]) => ` ${prefix}${name}${value && `="${value}"`}`);
  return all.join('');
}
