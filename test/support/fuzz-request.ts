import fc from 'fast-check';
import { type JsonSchema, valuesOf } from './schema-arbitrary.js';

/** An operation of an OpenAPI description, as far as requests follow from it. */
export interface Operation {
  readonly parameters: readonly { name: string; in: 'path' | 'query' | 'header'; schema: JsonSchema }[];
  readonly requestBody?: { content: { 'application/json': { schema: JsonSchema } } };
  readonly responses: Readonly<Record<string, object>>;
}

/** A request: what `fetch` takes, but for who sends it. */
export interface FuzzRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Body {
  readonly text?: string;
  readonly type?: string;
}

const nasty = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  "'; DROP TABLE incidents; --",
  '%',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  '-1',
  '0',
  '1e309',
  'NaN',
  '9223372036854775808',
  '<script>alert(1)</script>',
  'a'.repeat(2000),
];
const malformedPaths = ['%00', '%E0%A4%A', '%2e%2e%2f', 'a%0d%0aset-cookie:x=1'];
const types = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-7',
  'x',
];

/** Requests to an operation: what its schemas allow, near misses, and what nobody in their right mind sends. */
export function requestsTo(
  template: string,
  operation: Operation,
  knownIds: readonly string[],
): fc.Arbitrary<FuzzRequest> {
  const { parameters, requestBody } = operation;
  const texts = (schema: JsonSchema) =>
    fc.oneof(
      { weight: 3, arbitrary: valuesOf(schema).map(String) },
      { weight: 1, arbitrary: fc.constantFrom(...nasty) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
    );
  const of = (where: string) => parameters.filter((parameter) => parameter.in === where);
  const values = (where: string, value: (schema: JsonSchema) => fc.Arbitrary<string>, required: boolean) =>
    fc.record(Object.fromEntries(of(where).map(({ name, schema }) => [name, value(schema)])), {
      requiredKeys: required ? undefined : [],
    }) as fc.Arbitrary<Record<string, string>>;
  const segments = (schema: JsonSchema) =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...knownIds) },
      { weight: 2, arbitrary: texts(schema).map((text) => encodeURIComponent(text.toWellFormed()) || 'x') },
      { weight: 1, arbitrary: fc.constantFrom(...malformedPaths) },
    );
  return fc
    .record({
      path: values('path', segments, true),
      query: values('query', texts, false),
      headers: values('header', headerValues, false),
      body:
        requestBody === undefined
          ? fc.constant<Body>({})
          : bodies(requestBody.content['application/json'].schema),
    })
    .map(({ path, query, headers, body }) => ({
      path: addressOf(template, path, query),
      headers: { ...headers, ...(body.type !== undefined && { 'content-type': body.type }) },
      ...(body.text !== undefined && { body: body.text }),
    }));
}

function addressOf(template: string, path: Record<string, string>, query: Record<string, string>): string {
  const filled = template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => path[name] ?? 'x');
  const search = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`,
  );
  return search.length === 0 ? filled : `${filled}?${search.join('&')}`;
}

function headerValues(): fc.Arbitrary<string> {
  return fc.constantFrom('"1"', '"2"', 'W/"1"', '*', 'a-key', 'another-key', '', 'k'.repeat(300), "';--");
}

function bodies(schema: JsonSchema): fc.Arbitrary<Body> {
  const json = (values: fc.Arbitrary<unknown>) => values.map((value) => JSON.stringify(value) ?? '');
  const mutated = valuesOf(schema).chain((value) =>
    fc.tuple(fc.constant(value), fc.jsonValue(), fc.constantFrom(...nasty)).map(([object, other, text]) => {
      if (typeof object !== 'object' || object === null) return other;
      const names = Object.keys(object);
      return { ...object, ...(names[0] !== undefined && { [names[0]]: other }), [text]: text };
    }),
  );
  const raw = fc.constantFrom('', '{', '[]', 'null', '"x"', '{"a":'.repeat(2000), `"${'x'.repeat(200_000)}"`);
  return fc.record({
    text: fc.oneof(
      { weight: 4, arbitrary: json(valuesOf(schema)) },
      { weight: 3, arbitrary: json(mutated) },
      { weight: 1, arbitrary: json(fc.jsonValue()) },
      { weight: 1, arbitrary: raw },
    ),
    type: fc.oneof(
      { weight: 8, arbitrary: fc.constant('application/json') },
      { weight: 1, arbitrary: fc.constantFrom(...types) },
    ),
  });
}
