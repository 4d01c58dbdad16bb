import { type MatchedLabels, matcherOf } from './matchers.js';

/** What is to be kept quiet: of which tenant, and what it has in common. */
export interface QuietTarget {
  readonly tenant: string;
  readonly labels: MatchedLabels;
}

const offered = ['model', 'family'] as const;

/** The matchers that a form begins with: the same family at the same model, where there are such. */
export function firstMatchers({ labels }: QuietTarget): string {
  const lines = offered.flatMap((label) => {
    const value = labels[label];
    return value === undefined ? [] : [matcherOf(label, value)];
  });
  return lines.join('\n');
}
