export {
  type DriftSettings,
  type FeatureTraitsByName,
  defaultDriftSettings,
  minuteMs,
} from './drift-settings.js';
export { type OpenSession, type SessionUnit } from './session-unit.js';
export { type SessionEvent, addToSession, closeIdleSession } from './sessionize.js';
export { type DriftState, newDriftState, readDriftState, writeDriftState } from './drift-state.js';
export { foldMinutes } from './fold-minutes.js';
export { type DriftAlarm } from './explain-alarm.js';
export { wilsonBounds } from './statistics.js';
export { simulateModel, usualTraffic } from './simulated-model.js';
export { changeOrigin, withOrigin } from './explain-segments.js';
