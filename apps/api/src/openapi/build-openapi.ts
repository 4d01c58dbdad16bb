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
      description: 'Incidents, findings and models of fine-tuned LLMs.',
    },
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
      [status]: { description: summary, ...contentOf(route.document) },
      ...Object.fromEntries(
        problemsOf(route).map((problem) => [
          problem,
          { $ref: `#/components/responses/${later.has(problem) ? 'Later' : 'Problem'}` },
        ]),
      ),
    },
  };
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

function contentOf({ response, events, html }: RouteDocument): { content?: object } {
  if (html === true) return { content: { 'text/html': { schema: { type: 'string' } } } };
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
