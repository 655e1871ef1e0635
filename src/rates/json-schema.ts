// rates: the wire's schemas as JSON Schema 2020-12, by name, for the descriptions of the API.
import { z } from 'zod';
import * as wire from './schema.ts';

/** A JSON schema as OpenAPI and AsyncAPI contain it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Names under `components.schemas`. They are public: generators make class names of them. */
const COMPONENTS = {
  SourceRef: wire.SourceRef,
  Change: wire.Change,
  Cross: wire.Cross,
  Rate: wire.Rate,
  Snapshot: wire.Snapshot,
  HistoryRow: wire.HistoryRow,
  History: wire.History,
  Conversion: wire.Conversion,
  Held: wire.HeldRow,
  SourceReport: wire.SourceReport,
  Sources: wire.Sources,
  Badge: wire.Badge,
  Problem: wire.Problem,
};
/** The name of a schema in the descriptions. */
export type ComponentName = keyof typeof COMPONENTS;

type Messages = typeof wire.ServerMessages & typeof wire.ClientMessages;

/** Named schemas, which refer to each other as in an OpenAPI or AsyncAPI document. */
export interface JsonSchemas {
  components: Record<ComponentName, JsonSchema>;
  /** Payloads of the stream by type. */
  messages: Record<keyof Messages, JsonSchema>;
}

/** `io: 'input'` allows unknown fields, as a reader has to. */
export function jsonSchemas(): JsonSchemas {
  const registry = z.registry<{ id: string }>();
  const messages: Messages = { ...wire.ServerMessages, ...wire.ClientMessages };
  for (const [name, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id: name });
  for (const [type, schema] of Object.entries(messages)) registry.add(schema, { id: `message ${type}` });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/components/schemas/${id}` });
  const named = (id: string) => bare(schemas[id] ?? {});
  const record = <T extends object>(of: T, prefix = '') =>
    Object.fromEntries(Object.keys(of).map((name) => [name, named(prefix + name)])) as Record<
      keyof T,
      JsonSchema
    >;
  return { components: record(COMPONENTS), messages: record(messages, 'message ') };
}

/** One schema alone: of a parameter after it was read (`integer`), not of the text in the address. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return bare(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
}

/** In a whole document `$schema` is present once, at its start, and `$id` would be wrong. */
function bare({ $schema: _dialect, $id: _name, ...schema }: object & { $schema?: unknown; $id?: unknown }) {
  return schema as JsonSchema;
}
