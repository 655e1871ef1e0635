// serve: what a publisher has chosen: the attributes that differ from what holds without them. Pure; the browser runs
// it too.
import { type AttributeName, CARRIED } from '../../../attributes.ts';

export type Choice = Readonly<Partial<Record<AttributeName, string>>>;

/** Reads a choice out of an address; what cannot be meant is left out. `codes` are those that there are. */
export function readChoice(query: URLSearchParams, codes: readonly string[]): Choice {
  const choice: Partial<Record<AttributeName, string>> = {};
  for (const attribute of CARRIED) {
    const { name, kind, initial, words, least = 0, most = 0 } = attribute;
    const text = query.get(name)?.trim().toLowerCase();
    if (text === undefined) continue;
    if (kind === 'codes') {
      const asked = text.toUpperCase().match(/[A-Z]{3}/g) ?? [];
      const known = [...new Set(asked)].filter((code) => codes.includes(code));
      if (known.length > 0 && known.join() !== codes.join()) choice[name] = known.join();
      continue;
    }
    const isMeant =
      (kind === 'word' && words?.includes(text) === true) ||
      (kind === 'number' && /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most) ||
      (kind === 'power' && /^10{0,6}$/.test(text)) ||
      (kind === 'switch' && text !== 'false');
    if (isMeant && text !== initial) choice[name] = kind === 'switch' ? '' : text;
  }
  return choice;
}

/** The choice as the query of an address, without its question mark; commas stay readable. */
export function queryOf(choice: Choice): string {
  return new URLSearchParams(choice as Record<string, string>).toString().replaceAll('%2C', ',');
}

/** The choice as attributes in markup, each after a blank; `prefix` is `data-` for the script tag. */
export function markupOf(choice: Choice, prefix = ''): string {
  const all = Object.entries(choice).map(([name, value]) => ` ${prefix}${name}${value && `="${value}"`}`);
  return all.join('');
}
