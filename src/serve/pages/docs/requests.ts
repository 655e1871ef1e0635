// serve: example requests of the documentation for curl, JavaScript and Python. Pure.
import type { Operation, Parameter } from '../../description/openapi.ts';

/** Addresses in the examples of a service without PUBLIC_URL begin with this. */
const NAMELESS = 'http://localhost/';

/** The address of an example request, from the example values of its parameters. `base` has no slash at its end. */
export function addressFor(path: string, { parameters = [] }: Operation, base: string): string {
  const inPath = parameters.filter((it) => it.in === 'path');
  const filled = inPath.reduce((text, it) => text.replace(`{${it.name}}`, textOf(it, base)), path);
  const query = parameters
    .filter((it) => it.in === 'query' && it.example !== undefined)
    .map((it) => `${it.name}=${encodeURIComponent(textOf(it, base)).replaceAll('%2C', ',')}`);
  return `${base}${filled}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** A text of the examples with the address of this service. */
export const withBase = (base: string, text: string) => text.replaceAll(NAMELESS, () => `${base}/`);

function textOf({ example, schema }: Parameter, base: string): string {
  const value = example ?? (schema.enum as unknown[] | undefined)?.[0] ?? '';
  return withBase(base, Array.isArray(value) ? value.join() : String(value));
}

/** The kind of an answer, by its media type. */
export type AnswerKind = 'json' | 'text' | 'bytes';

export function kindOf(type: string): AnswerKind {
  if (/[/+]json$/.test(type)) return 'json';
  return type === 'image/png' ? 'bytes' : 'text';
}

/** The method with which JavaScript reads the body, and the expression that Python prints. */
const READINGS: Record<AnswerKind, [read: string, print: string]> = {
  json: ['json', 'json.load(response)'],
  text: ['text', 'response.read().decode()'],
  bytes: ['blob', "len(response.read()), 'bytes'"],
};

/** A terminal cannot show bytes, so curl writes them to a file. */
const SAVING = " -o rates.png -w '%{size_download} bytes\\n'";

export interface Snippet {
  language: 'curl' | 'JavaScript' | 'Python';
  code: string;
}

/** Each snippet runs as pasted: in a shell, in a module of Node 18 or a browser console, and in Python 3. */
export function snippetsFor(address: string, kind: AnswerKind): Snippet[] {
  const [read, print] = READINGS[kind];
  return [
    { language: 'curl', code: `curl -s '${address}'${kind === 'bytes' ? SAVING : ''}` },
    {
      language: 'JavaScript',
      code: `const response = await fetch('${address}');
if (!response.ok) throw new Error(await response.text());
console.log(await response.${read}());`,
    },
    {
      language: 'Python',
      code:
        kind === 'json'
          ? `import json, urllib.request

with urllib.request.urlopen('${address}') as response:
    print(json.load(response))`
          : `import urllib.request

with urllib.request.urlopen('${address}') as response:
    print(${print})`,
    },
  ];
}

/** The same for the stream, which does not end by itself. */
export function streamSnippets(address: string): Snippet[] {
  return [
    { language: 'curl', code: `curl -sN '${address}'` },
    {
      language: 'JavaScript',
      code: `const { body } = await fetch('${address}');
for await (const text of body.pipeThrough(new TextDecoderStream())) console.log(text);`,
    },
    {
      language: 'Python',
      code: `import json, urllib.request

with urllib.request.urlopen('${address}') as stream:
    for line in stream:
        if line.startswith(b'data: '):
            print(json.loads(line[6:]), flush=True)`,
    },
  ];
}
