import type { DeadLetterFilters } from '../api/client.js';

/** The address of the view with these filters, so that it can be shared. */
export function ingestAddress({ state, cause }: DeadLetterFilters): string {
  const search = new URLSearchParams({ ...cause, ...(state !== 'waiting' && { state }) }).toString();
  return search === '' ? '/ingest' : `/ingest?${search}`;
}
