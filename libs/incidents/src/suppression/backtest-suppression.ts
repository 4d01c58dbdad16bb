import { type Labels, severities } from '#contracts';
import { type Matcher, matchesAll } from '../routing/matchers.js';

/** A rule that hides findings until it expires. */
export interface Suppression {
  readonly suppressionId: string;
  readonly matchers: readonly Matcher[];
}

/** Findings that are alike as far as matchers see. */
export interface FindingGroup {
  readonly labels: Labels;
  readonly findings: number;
  readonly incidents: number;
  readonly example: string;
}

/** What a suppression would have hidden. */
export interface Backtest {
  readonly findings: number;
  readonly hidden: number;
  readonly hiddenIncidents: number;
  readonly hiddenCritical: number;
  /** The largest of what is hidden, ten at most. */
  readonly groups: readonly FindingGroup[];
}

const mostGroups = 10;

/** What matchers would have hidden of past findings. */
export function backtestSuppression(matchers: readonly Matcher[], groups: readonly FindingGroup[]): Backtest {
  const hidden = groups.filter(({ labels }) => matchesAll(matchers, labels));
  const sum = (of: readonly FindingGroup[], count: 'findings' | 'incidents'): number =>
    of.reduce((total, group) => total + group[count], 0);
  return {
    findings: sum(groups, 'findings'),
    hidden: sum(hidden, 'findings'),
    hiddenIncidents: sum(hidden, 'incidents'),
    hiddenCritical: sum(
      hidden.filter(({ labels }) => labels['severity'] === 'critical'),
      'findings',
    ),
    groups: hidden.toSorted((a, b) => b.findings - a.findings).slice(0, mostGroups),
  };
}

/**
 * True where matchers could hide a critical finding, whether there was one yet or not: then a second person must agree.
 * Whoever adds `severity!="critical"` needs nobody.
 */
export function mayHideCritical(matchers: readonly Matcher[]): boolean {
  return matchesAll(
    matchers.filter(({ label }) => label === 'severity'),
    { severity: severities.at(-1)! },
  );
}

/** True where matchers say nothing of what they are about: they would match an incident of which nothing is known. */
export function matchesAnything(matchers: readonly Matcher[]): boolean {
  return matchesAll(matchers, {});
}

/** The first suppression that hides a finding with these labels; undefined: it is shown. */
export function findSuppression(
  labels: Labels,
  suppressions: readonly Suppression[],
): Suppression | undefined {
  return suppressions.find(({ matchers }) => matchesAll(matchers, labels));
}
