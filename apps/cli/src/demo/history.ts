import { demoModels } from './demo-models.js';
import type { DemoModel } from './demo-model.js';
import { type SessionPlan, planSession } from './plan-session.js';
import { type Random, seededRandom } from './random.js';

/** Turn `index` of a session and when it happened. */
export interface TimedTurn {
  readonly atMs: number;
  readonly session: SessionPlan;
  readonly index: number;
}

const dayMs = 24 * 3600 * 1000;
const historyDays = 21;
const interactionsADay = 300;
/** Between two turns of a conversation. */
const gapMs = { min: 12_000, max: 70_000 };

/** Three weeks of quiet traffic of every model that end at `endMs`, oldest first. */
export function planHistory(seed: number, endMs: number): readonly TimedTurn[] {
  const turns = demoModels.flatMap((model) => [...historyOf(model, seed, endMs)]);
  return turns.sort((a, b) => a.atMs - b.atMs);
}

function* historyOf(model: DemoModel, seed: number, endMs: number): Generator<TimedTurn> {
  const random = seededRandom('history', model.model.id, seed);
  for (let number = 0, planned = 0; planned < historyDays * interactionsADay; number++) {
    const session = planSession(model, 'history', ['history', seed, endMs, number]);
    planned += session.turns.length;
    let atMs = sessionStartMs(random, endMs);
    for (const index of session.turns.keys()) {
      if (atMs < endMs) yield { atMs, session, index };
      atMs += Math.round(random.between(gapMs.min, gapMs.max));
    }
  }
}

/** More by day than by night (UTC): a mild daily cycle of how much is asked, not of what. */
function sessionStartMs(random: Random, endMs: number): number {
  for (;;) {
    const atMs = endMs - Math.round(random.between(0, historyDays * dayMs));
    const dayShare = (atMs % dayMs) / dayMs;
    if (random.chance(0.75 - 0.25 * Math.cos(2 * Math.PI * dayShare))) return atMs;
  }
}
