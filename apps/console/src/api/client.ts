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
export type Revealed =
  paths['/v1/evidence/{id}/reveal']['post']['responses'][200]['content']['application/json'];
export type Delivery = IncidentDetail['deliveries'][number];
export type StoppedTopic = Ok<'/v1/stopped-topics'>['items'][number];
export type DeadLetterGroup = Ok<'/v1/dead-letter-groups'>['items'][number];
export type DeadLetterPage = Ok<'/v1/dead-letters'>;
export type DeadLetter = DeadLetterPage['items'][number];
export type SummaryItem = Ok<'/v1/summaries'>['items'][number];
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

export async function fetchStoppedTopics(): Promise<readonly StoppedTopic[]> {
  return bodyOf(await client.GET('/v1/stopped-topics')).items;
}

export async function fetchDeadLetterGroups(): Promise<readonly DeadLetterGroup[]> {
  return bodyOf(await client.GET('/v1/dead-letter-groups')).items;
}

/** The summaries of a year and more. */
export async function fetchSummaries(): Promise<readonly SummaryItem[]> {
  return bodyOf(await client.GET('/v1/summaries', { params: { query: { limit: 100 } } })).items;
}

/** What the list of dead letters may be narrowed to. */
export interface DeadLetterFilters {
  readonly state: 'waiting' | 'redriven' | 'all';
  readonly cause: Pick<DeadLetterGroup, 'topic' | 'stage' | 'code'> | undefined;
}

export async function fetchDeadLetters(
  { state, cause }: DeadLetterFilters,
  cursor: string | undefined,
): Promise<DeadLetterPage> {
  const query = { state, ...cause, ...(cursor !== undefined && { cursor }) };
  return bodyOf<DeadLetterPage>(await client.GET('/v1/dead-letters', { params: { query } }));
}

/** The original of a masked interaction; who asks and why goes to the audit log. */
export async function revealOriginal(id: string, reason: string): Promise<Revealed> {
  const answer = await client.POST('/v1/evidence/{id}/reveal', {
    params: { path: { id } },
    body: { reason },
  });
  return bodyOf<Revealed>(answer);
}
