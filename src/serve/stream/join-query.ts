// serve: the query of both streams: the currencies, and the position after which a client resumes.
import type { Code } from '../../rates/fixing.ts';
import { jsonSchemaOf } from '../../rates/json-schema.ts';
import { codesParameter, querySchema, textParameter } from '../http/query/parameters.ts';

/** Longer than any position, and than any list of codes. */
const MAX_VALUE = 1_024;
const RESUME = 'resume after this position';

/**
 * A bad value does not refuse the stream: unknown codes are answered with a message, and a malformed position with the
 * snapshot.
 */
export const joinQuery = (known: readonly Code[]) =>
  querySchema({
    codes: textParameter(jsonSchemaOf(codesParameter(known)), MAX_VALUE),
    epoch: textParameter(
      { description: `With seq: ${RESUME}`, type: 'string', pattern: '^[a-z0-9]{8,16}$' },
      MAX_VALUE,
    ),
    seq: textParameter({ description: `With epoch: ${RESUME}`, type: 'integer', minimum: 0 }, MAX_VALUE),
  });
