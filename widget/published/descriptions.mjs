// widget: the list of attributes in the formats of editors, frameworks and compilers. Pure.

const ELEMENT =
  'Official exchange rates against the US dollar as a strip, cards or a list, updated as they change.';

/** The events. `detail` is a TypeScript type. A test compares the names with those that the element declares. */
export const EVENTS = [
  { name: 'ticker:update', detail: '{ rates: Rate[] }', meaning: 'The figures that are shown have changed' },
  { name: 'ticker:state', detail: '{ state: State }', meaning: 'The connection has changed' },
  {
    name: 'ticker:click',
    detail: '{ rate: Rate }',
    meaning: 'Before the tooltip of a rate opens; preventable',
  },
];

const META = {
  address: 'string',
  codes: 'string',
  number: 'number | string',
  power: 'number | string',
  switch: 'boolean',
};

/** Returns the TypeScript type of an attribute. If no word is the default, other texts are allowed too. */
function typeOf({ kind, words, initial }) {
  if (kind !== 'word') return META[kind];
  const union = words.map((word) => `'${word}'`).join(' | ');
  return initial === undefined ? `${union} | (string & {})` : union;
}

function meaningOf({ name, meaning, initial, without, words }) {
  const about = words === undefined || !meaning.includes('`') ? meaning : `one of ${words.join(', ')}`;
  return `${name}: ${about.replaceAll('`', '')}. Without it: ${initial ?? without}.`;
}

/** Returns a declaration file for React 19's JSX. */
export function reactTypes(attributes) {
  const lines = attributes.map(
    (attribute) =>
      `  /** ${meaningOf(attribute)} */\n  ${attribute.name}?: ${typeOf(attribute)} | undefined;\n`,
  );
  const listeners = EVENTS.map(
    ({ name, detail, meaning }) =>
      `  /** ${meaning}. */\n  'on${name}'?: ((event: CustomEvent<${detail}>) => void) | undefined;\n`,
  );
  return `// <currency-ticker> in React 19's JSX. Made by the build from the list of attributes.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { Rate, State } from './types/widget/client/client.js';
import type { CurrencyTicker } from './types/widget/define.js';

export interface CurrencyTickerProps
  extends Omit<DetailedHTMLProps<HTMLAttributes<CurrencyTicker>, CurrencyTicker>, 'lang'> {
${[...lines, ...listeners].join('')}}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'currency-ticker': CurrencyTickerProps;
    }
  }
}
`;
}

/** A custom elements manifest: https://github.com/webcomponents/custom-elements-manifest */
export function manifest(attributes, properties) {
  const path = 'dist/element.js';
  const exported = (name) => ({ kind: 'js', name, declaration: { name, module: path } });
  const element = {
    kind: 'class',
    name: 'CurrencyTicker',
    tagName: 'currency-ticker',
    customElement: true,
    superclass: { name: 'HTMLElement' },
    description: ELEMENT,
    attributes: attributes.map((attribute) => ({
      name: attribute.name,
      type: { text: typeOf(attribute) },
      description: meaningOf(attribute),
      ...(attribute.initial !== undefined && { default: attribute.initial }),
    })),
    events: EVENTS.map(({ name, detail, meaning }) => ({
      name,
      type: { text: `CustomEvent<${detail}>` },
      description: meaning,
    })),
    cssProperties: properties.map((name) => ({ name })),
  };
  const module = {
    kind: 'javascript-module',
    path,
    declarations: [element],
    exports: [exported(element.name)],
  };
  return { schemaVersion: '1.0.0', modules: [module] };
}

/** Custom data for HTML in VS Code: https://code.visualstudio.com/api/extension-guides/custom-data-extension */
export function htmlData(attributes) {
  const tag = {
    name: 'currency-ticker',
    description: ELEMENT,
    attributes: attributes.map((attribute) => ({
      name: attribute.name,
      description: meaningOf(attribute),
      ...(attribute.kind === 'switch' && { valueSet: 'v' }),
      ...(attribute.words !== undefined && { values: attribute.words.map((name) => ({ name })) }),
    })),
  };
  return { version: 1.1, tags: [tag] };
}
