import { type Type, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { z } from 'zod';
import { problemSchema } from '../http/page.schema.js';
import { type RouteDocument, routeDocumentKey } from './documented.js';

/** A handler of a controller with its path and description. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly document: RouteDocument;
}

/** Every route of the controllers. Throws where one has no description: nothing is served that nobody wrote down. */
function routesOf(controllers: readonly Type[]): readonly Route[] {
  return controllers.flatMap((controller) => {
    const prefix = pathOf(Reflect.getMetadata(PATH_METADATA, controller));
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (typeof handler !== 'function') return [];
      const method: unknown = Reflect.getMetadata(METHOD_METADATA, handler);
      if (typeof method !== 'number') return [];
      const document = Reflect.getMetadata(routeDocumentKey, handler) as RouteDocument | undefined;
      if (document === undefined) throw new Error(`${controller.name}.${name} has no @Documented`);
      const path = prefix + pathOf(Reflect.getMetadata(PATH_METADATA, handler));
      return [{ method: (RequestMethod[method] ?? '').toLowerCase(), path, document }];
    });
  });
}

/** The OpenAPI 3.1 description of the routes, from the schemas that check and shape them. */
export function buildOpenApi(controllers: readonly Type[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const { method, path, document } of routesOf(controllers)) {
    const template = path.replace(/:(\w+)/g, '{$1}');
    paths[template] = { ...paths[template], [method]: operationOf(document) };
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
    },
    paths,
  };
}

function pathOf(metadata: unknown): string {
  const path = typeof metadata === 'string' ? metadata.replace(/^\/|\/$/g, '') : '';
  return path === '' ? '' : `/${path}`;
}

function operationOf(route: RouteDocument): object {
  const { summary, access, ifMatch, query, params, body, status } = route;
  const security = { token: [{ token: [] }], person: [{ session: [] }, { token: [] }], anyone: [] };
  return {
    summary,
    security: security[access],
    parameters: [
      ...parametersOf(query, 'query'),
      ...parametersOf(params, 'path'),
      ...(ifMatch === true ? [ifMatchHeader] : []),
    ],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } },
    }),
    responses: {
      [status]: { description: summary, ...contentOf(route) },
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: jsonSchema(problemSchema, 'output') } },
      },
    },
  };
}

const ifMatchHeader = {
  name: 'if-match',
  in: 'header',
  required: false,
  description: 'The version that was read; 412 where somebody changed it since',
  schema: { type: 'string' },
};

function contentOf({ response, events }: RouteDocument): { content?: object } {
  if (events !== undefined)
    return { content: { 'text/event-stream': { schema: jsonSchema(events, 'output') } } };
  if (response === undefined) return {};
  return { content: { 'application/json': { schema: jsonSchema(response, 'output') } } };
}

function parametersOf(schema: z.ZodObject | undefined, where: 'query' | 'path'): object[] {
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
