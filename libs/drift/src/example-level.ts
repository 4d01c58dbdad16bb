import { type ScoreLevel, sessionWeights } from './estimate-level.js';
import { unitCap } from './session-unit.js';

/** A level of two in a hundred, known from 90,000 events in sessions of four, with nothing special about it: for tests. */
export const exampleLevel: ScoreLevel = {
  p: 0.02,
  se: 0.0005,
  icc: 0,
  wander: 0,
  crowding: 1,
  isCrowdingKnown: true,
  season: undefined,
  weights: sessionWeights(0),
  sizes: Array.from({ length: unitCap + 1 }, (_, n) => n),
  events: 90_000,
  usual: { sessionsPerDay: 1_600, eventsPerSession: 4 },
};
