import { type Rule, atlasTechniques, owaspRisks } from '#detection';

/** One ATLAS technique or OWASP risk and the rules that look for it. */
export interface CoverageLine {
  readonly taxonomy: 'ATLAS' | 'OWASP';
  readonly id: string;
  readonly name: string;
  /** Rule ids; empty where no rule covers it. */
  readonly rules: readonly string[];
}

/** Every known technique and risk with the rules that claim it, uncovered ones included. */
export function rulesCoverage(rules: readonly Rule[]): readonly CoverageLine[] {
  const line = (taxonomy: CoverageLine['taxonomy'], id: string, name: string): CoverageLine => ({
    taxonomy,
    id,
    name,
    rules: rules.filter((rule) => rule.atlas.includes(id) || rule.owasp.includes(id)).map((rule) => rule.id),
  });
  return [
    ...Object.entries(atlasTechniques).map(([id, name]) => line('ATLAS', id, name)),
    ...Object.entries(owaspRisks).map(([id, name]) => line('OWASP', id, name)),
  ];
}
