import type { Targets } from '../api/actions.js';
import { type MatchedLabels, commonLabels, matchedLabels } from '../quiet/matchers.js';
import type { QuietTarget } from '../quiet/quiet-target.js';

type Known = Parameters<typeof commonLabels>[0][number] & { readonly id: string; readonly tenant: string };

/**
 * What is kept quiet where these incidents are meant: what the chosen ones have in common, or what the filter asks
 * for, since not all that match need be known. Undefined where they are of several tenants.
 */
export function quietTargetOf(targets: Targets, known: readonly Known[]): QuietTarget | undefined {
  const chosen = 'ids' in targets ? known.filter(({ id }) => targets.ids.includes(id)) : known;
  const tenants = new Set(chosen.map(({ tenant }) => tenant));
  const [tenant] =
    'filter' in targets && targets.filter.tenant !== undefined ? [targets.filter.tenant] : tenants;
  if (tenant === undefined || tenants.size > 1) return undefined;
  return { tenant, labels: 'ids' in targets ? commonLabels(chosen) : labelsOfFilter(targets.filter) };
}

function labelsOfFilter(filter: Readonly<Partial<Record<string, string>>>): MatchedLabels {
  return Object.fromEntries(
    matchedLabels.flatMap((label) => {
      const value = filter[label];
      // Several severities stand in one text, with commas.
      return value === undefined || (label === 'severity' && value.includes(',')) ? [] : [[label, value]];
    }),
  );
}
