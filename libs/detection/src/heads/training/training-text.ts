import { makeViews } from '../../views/make-views.js';
import type { View } from '../../views/view.js';
import type { RuleSet } from '../../rules/compile-rules.js';
import { countFlaggingRules } from '../../rules/flagging-rules.js';
import { matchRules } from '../../rules/match-rules.js';
import type { CalibratedSide } from '../calibration.js';
import type { HeadName } from '../head-names.js';
import type { HeadInput } from '../heads.js';

/** One text to train on or to calibrate with. */
export interface TrainingText {
  readonly text: string;
  /** `benign`, or what kind of attack it is. */
  readonly category: string;
  readonly isAttack: boolean;
  /** Where it comes from: sources are held out whole. */
  readonly source: string;
  readonly side: CalibratedSide;
  /** Texts that were made together: attacks and the same documents without one. */
  readonly collection: string;
}

const headOfCategory: Readonly<Record<string, HeadName>> = {
  prompt_injection: 'injection',
  indirect_injection: 'injection',
  jailbreak: 'jailbreak',
  system_prompt_extraction: 'extraction',
  training_data_extraction: 'extraction',
  harmful_request: 'harm',
};
/** Long texts repeat themselves, and training reads each of them some twenty times. */
const readCharacters = 3_000;

/** The head that a text is an example for; `benign` is one against all heads. Undefined: for none. */
export function roleOf({ category, isAttack }: TrainingText): HeadName | 'benign' | undefined {
  return isAttack ? headOfCategory[category] : 'benign';
}

/** What the heads read of a text, as a scan would make it. */
export function headInputOf({ text, side }: TrainingText, rules: RuleSet): HeadInput {
  const views = makeViews(text.slice(0, readCharacters));
  const matches = matchRules(rules, views, side === 'user' ? 'user' : 'retrieved');
  return { views, side, ruleHits: countFlaggingRules(matches.map(({ rule }) => rule)) };
}

/** The text of the normalised view. */
export function normalisedText(views: readonly View[]): string {
  return views.find(({ name }) => name === 'normalised')?.text ?? '';
}
