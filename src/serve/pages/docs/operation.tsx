// serve: one path in the documentation: its parameters, answers, example requests and the current answer.
import type { JsonSchema } from '../../../rates/json-schema.ts';
import type { Operation, Parameter } from '../../description/openapi.ts';
import { PROBLEMS } from '../../http/problem.ts';
import { code, readable, snippets } from './code.tsx';
import { addressFor, kindOf, snippetsFor, withBase } from './requests.ts';
import { typeOf } from './schema.tsx';

export function operation(path: string, get: Operation, base: string) {
  const { operationId, summary, parameters = [], responses } = get;
  const [type, content] = Object.entries(responses['200']?.content ?? {})[0] ?? ['', undefined];
  return (
    <article id={operationId}>
      <div>
        <h3>
          <a href={`#${operationId}`}>
            <span class="method">GET</span> {path}
          </a>
        </h3>
        <p>{summary}</p>
        {parameters.length > 0 && <dl>{parameters.map(parameterRow)}</dl>}
        <p class="statuses">
          {Object.entries(responses).map(([status, it]) => statusOf(status, it.description))}
        </p>
        {content && (
          <p>
            {responses['200']?.description}: <code>{type}</code> {typeOf(content.schema)}
          </p>
        )}
      </div>
      <div class="asked">
        {snippets(snippetsFor(addressFor(path, get, base), kindOf(type)), operationId)}
        {content?.example !== undefined && (
          <>
            <h4>This service answers</h4>
            {code(withBase(base, readable(content.example)), `the answer of ${path}`)}
          </>
        )}
      </div>
    </article>
  );
}

function parameterRow({ name, description, required, schema }: Parameter) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {description}
        {required && ' (required)'} <small>{boundsOf(schema)}</small>
      </dd>
    </>
  );
}

/** The allowed values, where the schema limits them. */
function boundsOf({ minimum, maximum, enum: values }: JsonSchema): string {
  if (Array.isArray(values)) return values.map((value) => (value === '' ? 'empty' : value)).join(', ');
  return minimum === undefined || maximum === undefined ? '' : `${minimum} to ${maximum}`;
}

/** A status, linked to the description of its problem. */
function statusOf(status: string, description: string) {
  const problem = Object.entries(PROBLEMS).find(([known]) => known === status)?.[1];
  if (problem === undefined) return <span title={description}>{status}</span>;
  return (
    <a href={`#problem-${problem.name}`} title={description}>
      {status}
    </a>
  );
}
