import type { SessionUnit } from './session-unit.js';

/** A session of nothing but these rates, which counts in the minute in which it began: for tests. */
export function exampleUnit(key: number, atMs: number, rates: SessionUnit['rates']): SessionUnit {
  return { key: String(key), firstAtMs: atMs, emittedMinuteMs: atMs, rates, numbers: {}, categories: {} };
}
