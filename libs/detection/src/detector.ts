import type { Heads } from './heads/heads.js';
import type { CorpusIndex } from './leaks/corpus-index.js';
import type { RuleSet } from './rules/compile-rules.js';

/** What a scan looks with. Without heads only rules find attacks; without an index of the tuning corpus its leaks stay unseen. */
export interface Detector {
  readonly rules: RuleSet;
  readonly heads?: Heads | undefined;
  readonly corpus?: CorpusIndex | undefined;
  /** From which score on an interaction is flagged; the shipped threshold where a model has none of its own. */
  readonly flagThreshold?: number | undefined;
}
