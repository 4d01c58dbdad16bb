import type { paths } from './schema.js';
import { type Ok, bodyOf, client } from './client.js';

export type Silence = Ok<'/v1/silences'>['items'][number];
export type Suppression = Ok<'/v1/suppressions'>['items'][number];
export type Backtest =
  paths['/v1/suppressions/backtest']['post']['responses'][200]['content']['application/json'];

/** What is kept quiet: incidents of a tenant whose labels match. */
export interface Matched {
  readonly tenant: string;
  readonly matchers: readonly string[];
}

interface NewSilence extends Matched {
  readonly endsAt: string;
  readonly comment: string;
}

interface NewSuppression {
  readonly backtestId: string;
  readonly expiresAt: string;
  readonly reason: string;
}

export async function fetchSilences(state: 'unexpired' | 'all'): Promise<readonly Silence[]> {
  return bodyOf(await client.GET('/v1/silences', { params: { query: { state } } })).items;
}

export async function createSilence({ matchers, ...rest }: NewSilence): Promise<Silence> {
  const body = { ...rest, matchers: [...matchers] };
  return bodyOf<Silence>(await client.POST('/v1/silences', { body }));
}

export async function expireSilence(id: string): Promise<Silence> {
  return bodyOf<Silence>(await client.POST('/v1/silences/{id}/expire', { params: { path: { id } } }));
}

export async function fetchSuppressions(): Promise<readonly Suppression[]> {
  return bodyOf(await client.GET('/v1/suppressions', { params: { query: { state: 'all' } } })).items;
}

/** What a suppression would have hidden of the last seven days. */
export async function backtest({ tenant, matchers }: Matched): Promise<Backtest> {
  const body = { tenant, matchers: [...matchers] };
  return bodyOf<Backtest>(await client.POST('/v1/suppressions/backtest', { body }));
}

export async function createSuppression(body: NewSuppression): Promise<Suppression> {
  return bodyOf<Suppression>(await client.POST('/v1/suppressions', { body }));
}

export async function approveSuppression(id: string): Promise<Suppression> {
  return bodyOf<Suppression>(
    await client.POST('/v1/suppressions/{id}/approve', { params: { path: { id } } }),
  );
}

export async function endSuppression(id: string): Promise<Suppression> {
  return bodyOf<Suppression>(await client.POST('/v1/suppressions/{id}/end', { params: { path: { id } } }));
}
