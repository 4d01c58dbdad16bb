import type { Signal } from '#contracts';
import { corpusRunWords } from './corpus-index.js';
import { leakRunWords } from './system-prompt-run.js';

type Attack = Pick<Signal['attack'], 'score' | 'flagged' | 'promptFamily' | 'severity' | 'families'>;

/** The evidence with leaks counted: a leak is an attack by itself, whatever the wording that brought it about. */
export function leakEvidence(attack: Attack, leaks: Signal['leaks']): Attack {
  const families = [
    ...(leaks.systemPromptRunWords >= leakRunWords ? ['system-prompt-leak'] : []),
    ...(leaks.trainingDataRunWords >= corpusRunWords ? ['training-data-leak'] : []),
  ];
  if (families.length === 0) return attack;
  const leaked = Object.fromEntries(families.map((family) => [family, 1]));
  return {
    ...attack,
    flagged: true,
    score: 1,
    severity: 'critical',
    families: { ...leaked, ...attack.families },
  };
}
