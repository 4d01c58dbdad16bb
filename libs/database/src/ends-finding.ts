/**
 * SQL: whether a row `r` of `drift_recoveries` ends the drift that a row `f` of `findings` states. It is of the same
 * test, and not of a change after it. What a version does otherwise than the one before is not ended by it.
 */
export const endsFinding = `f.kind = 'drift' AND f.model_key = r.model_key AND f.occurred_at <= r.change_at
  AND f.body ->> 'feature' = r.feature AND f.body ->> 'direction' = r.direction
  AND coalesce(f.body ->> 'score', r.score) = r.score AND f.body ->> 'against' IS NULL`;
