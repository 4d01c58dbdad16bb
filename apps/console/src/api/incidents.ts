import type { IncidentFilters } from '../incidents/incident-filters.js';
import { type IncidentPage, type Ok, bodyOf, client, mustBeDone } from './client.js';

export type IncidentGroups = Ok<'/v1/incident-groups'>;
export type SavedView = Ok<'/v1/saved-views'>['items'][number];

const pageSize = 100;

/** One page of the incidents that match. */
export async function fetchIncidentPage(
  filters: IncidentFilters,
  cursor: string | undefined,
): Promise<IncidentPage> {
  const query = { ...filters, limit: pageSize, ...(cursor !== undefined && { cursor }) };
  return bodyOf<IncidentPage>(await client.GET('/v1/incidents', { params: { query } }));
}

/** How many match, as a whole and by fields. */
export async function fetchIncidentGroups(
  filters: IncidentFilters,
  by: readonly string[] = [],
): Promise<IncidentGroups> {
  const query = { ...filters, ...(by.length > 0 && { by: by.join(',') }) };
  return bodyOf<IncidentGroups>(await client.GET('/v1/incident-groups', { params: { query } }));
}

export async function fetchSavedViews(): Promise<readonly SavedView[]> {
  return bodyOf(await client.GET('/v1/saved-views')).items;
}

export async function saveView(name: string, query: string): Promise<SavedView> {
  return bodyOf<SavedView>(await client.POST('/v1/saved-views', { body: { name, query } }));
}

export async function removeView(id: string): Promise<void> {
  mustBeDone(await client.DELETE('/v1/saved-views/{id}', { params: { path: { id } } }));
}
