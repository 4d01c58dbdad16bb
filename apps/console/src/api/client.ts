import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

const client = createClient<paths>({ baseUrl: globalThis.location.origin });

type Ok<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;

export type IncidentPage = Ok<'/v1/incidents'>;
export type IncidentSummary = IncidentPage['items'][number];
export type IncidentDetail = Ok<'/v1/incidents/{id}'>;
export type Evidence = IncidentDetail['evidence'][number];
export type Delivery = IncidentDetail['deliveries'][number];
export type Model = Ok<'/v1/models'>['items'][number];

/** An answer of the API that is a problem; `status` tells which. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

interface Answer<Body> {
  readonly data?: Body;
  readonly error?: { readonly title: string; readonly detail?: string };
  readonly response: Response;
}

function bodyOf<Body>({ data, error, response }: Answer<Body>): Body {
  if (data !== undefined) return data;
  throw new ApiProblem(response.status, error?.detail ?? error?.title ?? `HTTP ${response.status}`);
}

/** What the list may be narrowed to. */
export interface IncidentFilters {
  readonly status: 'unresolved' | 'resolved' | 'all';
  readonly kind: 'attack' | 'drift' | undefined;
}

export async function fetchIncidents({ status, kind }: IncidentFilters): Promise<IncidentPage> {
  const query = { limit: 200, status, ...(kind !== undefined && { kind }) };
  return bodyOf<IncidentPage>(await client.GET('/v1/incidents', { params: { query } }));
}

export async function fetchIncident(id: string): Promise<IncidentDetail> {
  return bodyOf<IncidentDetail>(await client.GET('/v1/incidents/{id}', { params: { path: { id } } }));
}

export async function fetchModels(): Promise<readonly Model[]> {
  return bodyOf(await client.GET('/v1/models', { params: { query: { limit: 200 } } })).items;
}
