import { wilsonInterval } from '#kernel';
import type { Severity } from '#contracts';
import { type DriftAlarm, formatShare, sinceWords } from './explain-alarm.js';
import { unnamedTopic } from './fold-topics.js';
import type { AlarmFrame } from './raise-alarm.js';
import type { RisenTerms } from './watch-vocabulary.js';

/** One-sided 97.5 %, roughly: the beginning was chosen by its maximum. */
const errors = 2;
/** What stands in the sentence until somebody can name the words. */
const unnamed = 'words that were rare';

/** The alarm of terms that have risen. The words are numbers to the detector: `withWords` names them. */
export function explainRisenTerms(risen: RisenTerms, feature: string, frame: AlarmFrame): DriftAlarm {
  const { term, terms, p, hits, documents, sinceMs } = risen;
  const { atMs, settings, traits } = frame;
  const current = documents > 0 ? hits / documents : 0;
  const effectLow = documents > 0 ? wilsonInterval(current, documents, errors).low : 0;
  const changeAtMs = sinceMs || atMs;
  const label = traits[feature]?.label ?? feature;
  const change = `from ${formatShare(p)} to ${formatShare(current)} (at least ${formatShare(effectLow)})`;
  return {
    atMs,
    feature,
    score: `term:${term}`,
    direction: 'up',
    kind: 'category',
    clock: 'anchored',
    cause: feature,
    changeAtMs,
    baseline: p,
    current,
    effectLow,
    severity: severityOf(effectLow / risen.m),
    arlMinutes: settings.arlMinutes,
    explanation: `${label}: the share with ${unnamed} rose ${change} ${sinceWords(changeAtMs)}`,
    terms,
  };
}

/** The alarm with its words by name, the strongest first, where they are known. */
export function withWords(alarm: DriftAlarm, words: readonly string[]): DriftAlarm {
  if (alarm.terms === undefined || words.length === 0) return alarm;
  const named = words.map((word) => `"${word.replace(/[^\p{L}\p{M}\p{N}]/gu, '').slice(0, 40)}"`).join(', ');
  const explanation = alarm.explanation
    .replace(unnamed, () => named)
    .replace(`the share of ${unnamedTopic} `, () => `the share of the topic ${named} `);
  return { ...alarm, explanation };
}

function severityOf(beyondNull: number): Severity {
  if (beyondNull >= 3) return 'high';
  return beyondNull >= 1.5 ? 'medium' : 'low';
}
