import type { paths } from './schema.js';
import { type Ok, bodyOf, client } from './client.js';

type RoutingAnswer = Ok<'/v1/routing'>;
export type RoutingCheck =
  paths['/v1/routing/check']['post']['responses'][200]['content']['application/json'];

/** What alerting goes by, the newest version that was stored, and the `ETag` that a change of it wants. */
export interface Routing extends RoutingAnswer {
  readonly etag: string;
}

export async function fetchRouting(): Promise<Routing> {
  const answer = await client.GET('/v1/routing');
  return { ...bodyOf<RoutingAnswer>(answer), etag: answer.response.headers.get('etag') ?? '*' };
}

/** Stores a new version; throws a problem of status 412 where somebody stored another one since. */
export async function storeRouting(yaml: string, etag: string): Promise<Routing> {
  const answer = await client.PUT('/v1/routing', {
    params: { header: { 'If-Match': etag } },
    body: { yaml },
  });
  return { ...bodyOf<RoutingAnswer>(answer), etag: answer.response.headers.get('etag') ?? '*' };
}

/** What is wrong with a routing, or where an incident with these labels would go. */
export async function checkRouting(
  yaml: string,
  labels: Readonly<Record<string, string>>,
): Promise<RoutingCheck> {
  return bodyOf<RoutingCheck>(await client.POST('/v1/routing/check', { body: { yaml, labels } }));
}
