// serve: the JSON objects of answers in the documentation, each as a table of its fields.
import type { Child } from 'hono/jsx';
import type { JsonSchema } from '../../../rates/json-schema.ts';

const REFERENCE = '#/components/schemas/';

/** All JSON objects, each with its fields. */
export function objects(schemas: Readonly<Record<string, JsonSchema>>) {
  return Object.entries(schemas).map(([name, schema]) => (
    <section id={`schema-${name}`} class="object">
      <h3>{name}</h3>
      {schema.description !== undefined && <p>{String(schema.description)}</p>}
      <dl>{fieldsOf(schema).map(field)}</dl>
    </section>
  ));
}

/** The fields of a schema, including those of its `allOf` parts. */
function fieldsOf({ properties = {}, allOf = [] }: JsonSchema): [string, JsonSchema][] {
  const parts = (allOf as JsonSchema[]).flatMap(fieldsOf);
  return [...parts, ...Object.entries(properties as Record<string, JsonSchema>)];
}

function field([name, schema]: [string, JsonSchema]) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {typeOf(schema)} {schema.description !== undefined && String(schema.description)}
      </dd>
    </>
  );
}

/** A schema in a few words, linked to the object that it refers to. */
export function typeOf(schema: JsonSchema): Child {
  const { $ref, anyOf, items, type, enum: values, const: only, format } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.replace(REFERENCE, '');
    return <a href={`#schema-${name}`}>{name}</a>;
  }
  if (Array.isArray(anyOf)) {
    return (anyOf as JsonSchema[]).map((it, at) => [at === 0 ? '' : ' or ', typeOf(it)]);
  }
  if (items !== undefined) return ['list of ', typeOf(items as JsonSchema)];
  if (only !== undefined) return <code>{JSON.stringify(only)}</code>;
  if (Array.isArray(values)) return <code>{values.map((it) => JSON.stringify(it)).join(' | ')}</code>;
  return <small>{[type, format].flat().filter(Boolean).join(', ')}</small>;
}
