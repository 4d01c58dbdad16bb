import type { DemoModel } from './demo-model.js';
import { demoModels } from './demo-models.js';
import type { TimedTurn } from './history.js';
import { type SessionPlan, planBreakIn, planSession } from './plan-session.js';
import { seededRandom } from './random.js';

export interface LiveOptions {
  readonly seed: number;
  readonly startMs: number;
  /** Interactions a second of all models together. */
  readonly rate: number;
}

/** A conversation under way. */
interface Conversation {
  readonly session: SessionPlan;
  readonly index: number;
  readonly nextMs: number;
  /** Mean time between two turns. */
  readonly gapMs: number;
  /** Whether another conversation takes its place when it ends. */
  readonly continues: boolean;
}

/** Soon after the start somebody breaks into each weak model, so that there is something to see. */
const firstBreakInMs = 10_000;
const betweenBreakInsMs = 40_000;
const breakInGapMs = 4_000;

/** Endless traffic in time order: the drift from the first second on, attacks, and a few break-ins. */
export function* liveTraffic(options: LiveOptions): Generator<TimedTurn, never> {
  const random = seededRandom('live', options.seed, options.startMs);
  let started = 0;
  const newSession = (model: DemoModel): SessionPlan =>
    planSession(model, 'live', ['live', options.seed, options.startMs, started++]);
  const open = (model: DemoModel): Conversation => {
    const gapMs = (model.live.sessionsAtOnce * 1000) / (options.rate * model.live.share);
    const nextMs = options.startMs + random.between(0, gapMs);
    return { session: newSession(model), index: 0, nextMs, gapMs, continues: true };
  };
  const conversations = [
    ...demoModels.flatMap((model) => Array.from({ length: model.live.sessionsAtOnce }, () => open(model))),
    ...breakIns(options),
  ];
  for (;;) {
    const [at, current] = earliest(conversations);
    const { session, index, nextMs, gapMs } = current;
    yield { atMs: Math.round(nextMs), session, index };
    const next = { ...current, nextMs: nextMs + gapMs * random.between(0.5, 1.5) };
    if (index + 1 < session.turns.length) conversations[at] = { ...next, index: index + 1 };
    else if (current.continues) conversations[at] = { ...next, session: newSession(session.model), index: 0 };
    else conversations.splice(at, 1);
  }
}

function breakIns({ seed, startMs }: LiveOptions): Conversation[] {
  return demoModels
    .map((model) => planBreakIn(model, ['live', seed, startMs]))
    .filter((session) => session !== undefined)
    .map((session, number) => ({
      session,
      index: 0,
      nextMs: startMs + firstBreakInMs + number * betweenBreakInsMs,
      gapMs: breakInGapMs,
      continues: false,
    }));
}

/** The conversation whose next turn comes first, and where it stands in the list. */
function earliest(conversations: readonly Conversation[]): readonly [number, Conversation] {
  const [first] = [...conversations.entries()].sort(([, a], [, b]) => a.nextMs - b.nextMs);
  if (first === undefined) throw new RangeError('no conversation');
  return first;
}
