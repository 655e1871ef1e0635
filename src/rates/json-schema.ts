// rates: the wire's schemas as JSON Schema 2020-12, by name, for the descriptions of the API.
import { z } from 'zod';
import * as wire from './schema.ts';

/** A schema as the descriptions embed it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Names under `components.schemas`: generators make class names of them, so they are public. */
const COMPONENTS = {
  Position: wire.Position,
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
export type ComponentName = keyof typeof COMPONENTS;

type Messages = typeof wire.ServerMessages & typeof wire.ClientMessages;

/** Named schemas, which refer to each other as an OpenAPI or AsyncAPI document holds them. */
export interface JsonSchemas {
  components: Record<ComponentName, JsonSchema>;
  /** Payloads of the stream by type. */
  messages: Record<keyof Messages, JsonSchema>;
}

/** `io: 'input'` describes what a reader may meet: fields that it does not know are not forbidden. */
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

/** One schema by itself: of a parameter, as it is after reading (`integer`), not as the text that carries it. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return bare(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
}

/** Within a document these two are said once, at its head, or are wrong. */
function bare({ $schema: _dialect, $id: _name, ...schema }: object & { $schema?: unknown; $id?: unknown }) {
  return schema as JsonSchema;
}
