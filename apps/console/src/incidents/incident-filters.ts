import type { Ok } from '../api/client.js';

/** What the list may be narrowed to, named as in the API and in the address. */
export const filterFields = [
  'status',
  'kind',
  'severity',
  'model',
  'version',
  'family',
  'outcome',
  'tenant',
  'assignee',
  'actor',
  'session',
  'channel',
  'delivery',
  'q',
] as const;
export type FilterField = (typeof filterFields)[number];

type Known = {
  readonly status: 'unresolved' | 'open' | 'acknowledged' | 'resolved' | 'all';
  readonly kind: 'attack' | 'drift' | 'coverage';
  readonly outcome: 'none' | 'refused' | 'partial' | 'complied' | 'leaked';
  readonly channel: 'slack' | 'pagerduty' | 'webhook';
  readonly delivery: 'pending' | 'delivered' | 'failed' | 'skipped';
};

/** A filter as the API takes it; a field that is not there narrows nothing. */
export type IncidentFilters = Partial<Known & Readonly<Record<Exclude<FilterField, keyof Known>, string>>>;

const closed: { readonly [Field in keyof Known]: readonly Known[Field][] } = {
  status: ['unresolved', 'open', 'acknowledged', 'resolved', 'all'],
  kind: ['attack', 'drift', 'coverage'],
  outcome: ['none', 'refused', 'partial', 'complied', 'leaked'],
  channel: ['slack', 'pagerduty', 'webhook'],
  delivery: ['pending', 'delivered', 'failed', 'skipped'],
};
const severities = ['critical', 'high', 'medium', 'low', 'info'];

/** The filter that an address names; what the API would refuse is left out. */
export function filtersOf(search: URLSearchParams): IncidentFilters {
  const entries = filterFields.flatMap((field) => {
    const value = search.get(field)?.trim();
    return value !== undefined && isTaken(field, value) ? [[field, value] as const] : [];
  });
  return Object.fromEntries(entries);
}

function isTaken(field: FilterField, value: string): boolean {
  if (value === '' || value.length > 200) return false;
  if (field === 'severity') return value.split(',').every((one) => severities.includes(one));
  const values: readonly string[] | undefined = (closed as Partial<Record<string, readonly string[]>>)[field];
  return values === undefined || values.includes(value);
}

export type GroupField = keyof Ok<'/v1/incident-groups'>['groups'][number]['values'];

/** In the order of the menu. The API's description has the names: one too few or too many does not compile. */
const groupable: Readonly<Record<GroupField, true>> = {
  ...{ severity: true, status: true, kind: true, family: true },
  ...{ outcome: true, model: true, version: true, tenant: true },
};
export const groupFields = Object.keys(groupable) as readonly GroupField[];

/** The fields that an address groups by, three at most. */
export function groupingOf(search: URLSearchParams): readonly GroupField[] {
  const named = (search.get('by') ?? '').split(',');
  return groupFields.filter((field) => named.includes(field)).slice(0, 3);
}

/** `search` with fields set, or removed where the value is undefined; the rest of it stays. */
export function withFields(
  search: URLSearchParams,
  fields: Readonly<Record<string, string | undefined>>,
): string {
  const next = new URLSearchParams(search);
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) next.delete(field);
    else next.set(field, value);
  }
  const text = next.toString();
  return text === '' ? '' : `?${text}`;
}

/** A severity list with one severity more or less; undefined where none is left. */
export function toggledSeverity(list: string | undefined, severity: string): string | undefined {
  const now = list?.split(',') ?? [];
  const next = severities.filter((one) => (one === severity) !== now.includes(one));
  return next.length === 0 ? undefined : next.join(',');
}
