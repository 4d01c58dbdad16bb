export {
  type DriftSettings,
  type FeatureTraitsByName,
  dayMs,
  defaultDriftSettings,
  minuteMs,
} from './drift-settings.js';
export { type OpenSession, type SessionUnit } from './session-unit.js';
export { type SessionEvent, addToSession, closeIdleSession } from './sessionize.js';
export { type DriftState, baselineLabel, newDriftState, watchingVolume } from './drift-state.js';
export { readDriftState, writeDriftState } from './state-text.js';
export { type PlannedChange, promoteBaseline, resetBaseline, withPlannedChange } from './baseline-orders.js';
export { whatCanBeSeen } from './what-can-be-seen.js';
export { type Recovery } from './watch-minute.js';
export { foldMinutes } from './fold-minutes.js';
export { type DriftAlarm } from './explain-alarm.js';
export { simulateModel, usualTraffic } from './simulated-model.js';
export { changeOrigin, withOrigin } from './explain-segments.js';
export { withWords } from './explain-vocabulary.js';
export { succeed } from './succeed-version.js';
export { unitsOfMinute, watchVersion } from './watch-version.js';
export { versionAlpha } from './version-watch.js';
export { changeShape, sessionsAround, withShape } from './change-shape.js';
