import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

export const client = createClient<paths>({ baseUrl: globalThis.location.origin });

/** The body that a route answers. */
export type Ok<Path extends keyof paths, Type extends string = 'application/json'> = paths[Path] extends {
  get: { responses: { 200: { content: { [Key in Type]: infer Body } } } };
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
export type IncidentContext = Ok<'/v1/incidents/{id}/context'>;
export type Rule = Ok<'/v1/rules'>['items'][number];
export type Detector = Ok<'/v1/detectors'>['items'][number];
export type Status = Ok<'/v1/status'>;
export type ModelSeries = Ok<'/v1/models/{key}/series'>;

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

/** The body of an answer; throws the problem that it is instead. */
export function bodyOf<Body>({ data, error, response }: Answer<Body>): Body {
  if (data !== undefined) return data;
  throw new ApiProblem(response.status, error?.detail ?? error?.title ?? `HTTP ${response.status}`);
}

/** Throws the problem that an answer without a body is. */
export function mustBeDone({ error, response }: Answer<unknown>): void {
  if (!response.ok) bodyOf({ error, response });
}

/** True where trying again is of no use: the login is not let in, or not allowed to. */
export function isRefusal(error: Error | null): boolean {
  return error instanceof ApiProblem && (error.status === 401 || error.status === 403);
}

/** For `refetchInterval`: every so often, and not after a refusal, since each one is a row of the audit log. */
export function every(ms: number) {
  return ({ state }: { readonly state: { readonly error: Error | null } }): number | false =>
    isRefusal(state.error) ? false : ms;
}

export async function fetchDetectors(): Promise<readonly Detector[]> {
  return bodyOf(await client.GET('/v1/detectors')).items;
}

export async function fetchIncident(id: string): Promise<IncidentDetail> {
  return bodyOf<IncidentDetail>(await client.GET('/v1/incidents/{id}', { params: { path: { id } } }));
}

export async function fetchIncidentContext(id: string): Promise<IncidentContext> {
  return bodyOf<IncidentContext>(
    await client.GET('/v1/incidents/{id}/context', { params: { path: { id } } }),
  );
}

/** What is stored of an interaction, masked, as JSON text. */
export async function fetchStoredEvidence(id: string): Promise<string> {
  return bodyOf(await client.GET('/v1/evidence/{id}', { params: { path: { id } } })).body;
}

export async function fetchRules(): Promise<readonly Rule[]> {
  return bodyOf(await client.GET('/v1/rules')).items;
}

export async function fetchStatus(): Promise<Status> {
  return bodyOf<Status>(await client.GET('/v1/status'));
}

/** Where traces are looked at, with `{traceId}` in it; null: nowhere. */
export async function fetchTraceUrl(): Promise<string | null> {
  return bodyOf(await client.GET('/v1/console-settings')).traceUrl;
}

export async function fetchModelSeries(key: number, hours: number): Promise<ModelSeries> {
  const params = { path: { key }, query: { hours } };
  return bodyOf<ModelSeries>(await client.GET('/v1/models/{key}/series', { params }));
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

/** So many summaries are listed at most: those of a year and more. */
export const mostSummaries = 100;

export async function fetchSummaries(): Promise<readonly SummaryItem[]> {
  return bodyOf(await client.GET('/v1/summaries', { params: { query: { limit: mostSummaries } } })).items;
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
