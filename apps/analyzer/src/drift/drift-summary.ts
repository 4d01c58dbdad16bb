import { type DriftState, baselineLabel, whatCanBeSeen } from '#drift';

/** What the API and the console show of a model's detector. */
export function summaryOf(state: DriftState) {
  const { phase, startMs, units, tests, unseen, settings, settledAtMs } = state;
  return {
    phase,
    baseline: baselineLabel(state),
    sessions: units,
    baselineFromMs: startMs,
    baselineUntilMs: startMs === null ? null : (settledAtMs ?? startMs + settings.baselineMs),
    arlMinutes: settings.arlMinutes,
    seen: whatCanBeSeen(state),
    tests: tests
      .filter(({ mix }) => mix === undefined)
      .map(({ clock, feature, score, direction, p, m, icc, wander }) => ({
        clock,
        feature,
        score,
        direction,
        p,
        m,
        icc,
        wander,
      })),
    unseen,
  };
}
