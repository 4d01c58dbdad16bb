import { type Type, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { type RouteDocument, routeDocumentKey } from './documented.js';

/** A handler of a controller with its path and description. */
export interface Route {
  /** `get`, `post` … */
  readonly method: string;
  /** As OpenAPI writes it, `/v1/incidents/{id}`. */
  readonly path: string;
  readonly document: RouteDocument;
}

/** Every route of the controllers. Throws where one has no description: nothing is served that nobody wrote down. */
export function routesOf(controllers: readonly Type[]): readonly Route[] {
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
      const template = path.replace(/:(\w+)/g, '{$1}');
      return [{ method: (RequestMethod[method] ?? '').toLowerCase(), path: template, document }];
    });
  });
}

function pathOf(metadata: unknown): string {
  const path = typeof metadata === 'string' ? metadata.replace(/^\/|\/$/g, '') : '';
  return path === '' ? '' : `/${path}`;
}
