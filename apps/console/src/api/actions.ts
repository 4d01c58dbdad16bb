import type { IncidentFilters } from '../incidents/incident-filters.js';
import type { paths } from './schema.js';
import { type Ok, bodyOf, client, mustBeDone } from './client.js';

export type BulkJob = Ok<'/v1/bulk-jobs/{id}'>;
type BulkRequest = paths['/v1/bulk-jobs']['post']['requestBody']['content']['application/json'];
export type IncidentAction = BulkRequest['action'];
export type Verdict = Extract<IncidentAction, { kind: 'close' }>['verdict'];

/** With which incidents: some, or all that match. */
export type Targets =
  { readonly ids: readonly string[] } | { readonly filter: IncidentFilters; readonly count: number };

/** Does one thing with many incidents; a few are done when it answers. */
export async function startJob(action: IncidentAction, targets: Targets): Promise<BulkJob> {
  const body = 'ids' in targets ? { action, ids: [...targets.ids] } : { action, filter: targets.filter };
  return bodyOf<BulkJob>(await client.POST('/v1/bulk-jobs', { body }));
}

export async function fetchJob(id: string): Promise<BulkJob> {
  return bodyOf<BulkJob>(await client.GET('/v1/bulk-jobs/{id}', { params: { path: { id } } }));
}

export async function undoJob(id: string): Promise<BulkJob> {
  return bodyOf<BulkJob>(await client.POST('/v1/bulk-jobs/{id}/undo', { params: { path: { id } } }));
}

/** Takes an incident out of the one that it was merged into. */
export async function unmergeIncident(id: string): Promise<void> {
  mustBeDone(await client.POST('/v1/incidents/{id}/unmerge', { params: { path: { id } } }));
}
