import type { Signal } from '#contracts';
import { scoreOfRarity } from '../attack-evidence.js';
import { decideOutcome } from '../decide-outcome.js';
import { answersTheAsk } from '../response/answers-the-ask.js';
import type { ScanInput } from '../scan-input.js';

/** The family of what only a further scorer found. */
const furtherFamily = 'unseen-wording';
/** As one ordinary text in twenty scores or higher, though not flagged: only then is a further scorer asked. */
const greyFrom = 0.4;

/** True where a further scorer may change what is said: not flagged, and not quite ordinary either. */
export function isGrey({ attack }: Signal): boolean {
  return !attack.flagged && attack.score >= greyFrom;
}

/**
 * The signal with a further scorer's evidence: how rare a text is among ordinary ones, in powers of ten. It counts as a
 * head does, and the higher of both is the score. It never lowers one.
 */
export function withFurtherScore(
  signal: Signal,
  { rarity, flagThreshold, input }: { rarity: number; flagThreshold: number; input: ScanInput },
): Signal {
  const score = Number(scoreOfRarity(rarity).toFixed(4));
  if (score <= signal.attack.score) return signal;
  const families = Object.entries({ ...signal.attack.families, [furtherFamily]: score });
  const attack: Signal['attack'] = {
    ...signal.attack,
    score,
    flagged: signal.attack.flagged || score >= flagThreshold,
    ...(score >= flagThreshold ? { promptFamily: furtherFamily } : {}),
    severity: score >= flagThreshold && signal.attack.severity === 'info' ? 'medium' : signal.attack.severity,
    families: Object.fromEntries(families.sort(([, a], [, b]) => b - a)),
  };
  const response = { ...signal.response, isOnGoal: answersTheAsk(input) };
  return { ...signal, attack, outcome: decideOutcome(attack, response, signal.leaks) };
}
