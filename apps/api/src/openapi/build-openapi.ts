import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { problemSchema } from '../http/page.schema.js';
import type { RouteDocument } from './documented.js';
import { problemsOf } from './problems-of.js';
import { type Route, routesOf } from './routes-of.js';

const problemAnswer = {
  description: 'A problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
const laterAnswer = {
  ...problemAnswer,
  description: 'A problem (RFC 9457) that passes',
  headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'string' } } },
};
/** What holds for every route. */
const conventions = `Incidents, findings and models of fine-tuned LLMs.

**Lists** answer \`{"items": […], "next": …}\`: \`next\` is the \`cursor\` of the page after it, null on the last one; \`limit\` is 50 unless given, and 200 at most. Their order is stable while rows come and go.

**Changes** that can conflict take \`If-Match\` with the \`ETag\` of what was read: 412 where somebody changed it since, 428 where it is required and missing. Every POST takes an \`Idempotency-Key\`: sent again within 24 hours it gets the first answer; 422 for another request under the same key, 409 while the first has not finished, or where its answer held a secret.

**Problems** are RFC 9457, \`application/problem+json\`, and \`detail\` says what to do. Bodies are at most 100 kB (413), JSON (415 for what is compressed in an unknown way). Calls of one login are limited by the minute, and so are those of one address without a login: 429, with \`Retry-After\` in seconds; 503 passes by itself.

**Logins** are a session of a browser, or an API token as a bearer token, whose scopes are the permissions that \`x-permission\` names.`;

/** Problems that say when to try again. */
const later = new Set([429, 503]);

/** The OpenAPI 3.1 description of the routes, from the schemas that check and shape them. */
export function buildOpenApi(controllers: readonly Type[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routesOf(controllers)) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tunewarden',
      version: '1',
      description: conventions,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'tunewarden_session' },
      },
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      responses: { Problem: problemAnswer, Later: laterAnswer },
    },
    paths,
  };
}

function operationOf(route: Route): object {
  const { summary, access, query, params, body, status } = route.document;
  const security = { token: [{ token: [] }], person: [{ session: [] }, { token: [] }], anyone: [] };
  return {
    operationId: operationIdOf(route),
    summary,
    ...('permission' in route.document && { 'x-permission': route.document.permission }),
    security: security[access],
    parameters: [...parametersOf(query, 'query'), ...parametersOf(params, 'path'), ...headersOf(route)],
    ...(body && {
      requestBody: {
        required: !body.safeParse(undefined).success,
        content: { 'application/json': { schema: jsonSchema(body, 'input') } },
      },
    }),
    responses: {
      [status]: { description: summary, ...answerHeadersOf(route.document), ...contentOf(route.document) },
      ...Object.fromEntries(
        problemsOf(route).map((problem) => [
          problem,
          { $ref: `#/components/responses/${later.has(problem) ? 'Later' : 'Problem'}` },
        ]),
      ),
    },
  };
}

/** `getV1IncidentsId` of GET /v1/incidents/{id}. */
function operationIdOf({ method, path }: Route): string {
  const words = path.match(/[A-Za-z0-9]+/g) ?? [];
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** What an answer says in its headers. */
function answerHeadersOf({ etag, ifMatch, csv }: RouteDocument): { headers?: object } {
  const header = (description: string) => ({ description, schema: { type: 'string' } });
  const headers = {
    ...((etag ?? ifMatch) && { ETag: header('The version that was read, for If-Match') }),
    ...(csv && { Link: header('Where the rows beyond these are: rel="next"; absent where there are none') }),
  };
  return Object.keys(headers).length === 0 ? {} : { headers };
}

/** What a request may or must say in its headers. */
function headersOf({ method, document: { access, ifMatch } }: Route): object[] {
  const header = (name: string, required: boolean, description: string) => ({
    ...{ name, in: 'header', required, description },
    schema: { type: 'string' },
  });
  return [
    ...(ifMatch ? [header('If-Match', ifMatch === 'required', 'The version that the caller has read')] : []),
    ...(method === 'post' && access !== 'anyone'
      ? [header('Idempotency-Key', false, 'Sent again within 24 hours, the request is not done again')]
      : []),
  ];
}

function contentOf({ response, events, html, csv }: RouteDocument): { content?: object } {
  if (html === true) return { content: { 'text/html': { schema: { type: 'string' } } } };
  if (csv === true) return { content: { 'text/csv': { schema: { type: 'string' } } } };
  if (events !== undefined)
    return { content: { 'text/event-stream': { schema: jsonSchema(events, 'output') } } };
  if (response === undefined) return {};
  return { content: { 'application/json': { schema: jsonSchema(response, 'output') } } };
}

function parametersOf(schema: RouteDocument['query'], where: 'query' | 'path'): object[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: jsonSchema(field as z.ZodType, 'input'),
  }));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
