// serve: adds examples to the API description. They are answers of this service, so they cannot be out of date.
import type { Rate } from '../../rates/wire.ts';
import type { Route } from '../http/route.ts';
import { parameterOf } from '../http/router.ts';
import type { OpenApi, Operation, Parameter } from './openapi.ts';

/**
 * Longer answers, pages and scripts get no example: they would not explain more than their media type. The longest one
 * is the feed of a currency: thirty entries of 550 characters and of the service's address.
 */
const MAX_CHARACTERS = 24_000;
const SHOWN = /^(?:application\/(?:json|x-ndjson|atom\+xml)|text\/(?:plain|csv))/;

/** Sends the example request of each route through `ask`. `shown` is a rate that is shown now. */
export async function withExamples(
  description: OpenApi,
  routes: readonly Route[],
  shown: Rate,
  ask: (path: string) => Response | Promise<Response>,
): Promise<OpenApi> {
  const paths = { ...description.paths };
  for (const route of routes) {
    const item = paths[route.path];
    const operation = item?.get;
    // An example of the description inside the description would recurse for ever.
    if (operation === undefined || route.tag === 'Description') continue;
    const path = route.example(shown);
    const asked = withParameters(operation, route.path, path);
    // Without this check, a picture would be painted although no example is shown.
    const example = SHOWN.test(route.answer.type) ? await exampleOf(await ask(path)) : undefined;
    paths[route.path] = { ...item, get: withAnswer(asked, route.answer.type, example) };
  }
  return { ...description, paths };
}

async function exampleOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (response.status !== 200 || !SHOWN.test(type)) return undefined;
  const text = await response.text();
  if (text.length > MAX_CHARACTERS) return undefined;
  return type.startsWith('application/json') ? JSON.parse(text) : text;
}

/** Adds to each parameter the value that it has in the example request. */
function withParameters({ parameters, ...rest }: Operation, path: string, asked: string): Operation {
  if (parameters === undefined) return rest;
  const [address = '', query] = asked.split('?');
  const values = new URLSearchParams(query);
  const filled = parameters.map((parameter): Parameter => {
    const example = parameter.in === 'path' ? parameterOf(path, address) : values.get(parameter.name);
    return example === null ? parameter : { ...parameter, example: typed(parameter, example) };
  });
  return { ...rest, parameters: filled };
}

/** The value in the type of its schema; in an address it is text. */
function typed({ schema }: Parameter, text: string): unknown {
  if (schema.type === 'array') return text.split(',');
  return schema.type === 'integer' ? Number(text) : text;
}

function withAnswer({ responses, ...rest }: Operation, type: string, example: unknown): Operation {
  const ok = responses['200'];
  const content = ok?.content?.[type];
  if (example === undefined || ok === undefined || content === undefined) return { ...rest, responses };
  return {
    ...rest,
    responses: { ...responses, '200': { ...ok, content: { [type]: { ...content, example } } } },
  };
}
