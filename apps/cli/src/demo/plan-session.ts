import { deterministicUuid } from '#kernel';
import { type AttackFamily, type DemoModel, attackFamilies } from './demo-model.js';
import { type Random, seededRandom } from './random.js';

/** What happens in one turn of a conversation. */
export type TurnPlan =
  | { readonly kind: 'question'; readonly ask: string; readonly reply: 'answer' | 'refusal' | 'error' }
  | { readonly kind: 'attack'; readonly family: AttackFamily; readonly succeeds: boolean };

/** One conversation, planned before it is written. */
export interface SessionPlan {
  readonly model: DemoModel;
  readonly id: string;
  readonly actor: string;
  readonly turns: readonly TurnPlan[];
}

/** History is what the model was like before: no drift, and no attack that worked. */
export type Period = 'history' | 'live';

/** Share of turns that are an attack: so few that the share of a model does not look like a campaign. */
const attackShare = 0.01;
const errorShare = 0.002;
const actorsOfAModel = 20_000;

/** The session that the seed decides: each turn by itself, so that rates do not depend on how long it is. */
export function planSession(
  model: DemoModel,
  period: Period,
  seed: readonly (string | number)[],
): SessionPlan {
  const random = seededRandom('session', model.model.id, ...seed);
  const asks = random.shuffled(model.asks).slice(0, turnCount(model, random));
  return {
    ...identity(model, random, seed),
    turns: asks.map((ask) => {
      if (random.chance(attackShare)) return attack(model, period, random.pick(attackFamilies));
      const refused = random.chance(model.refusalRate[period]);
      const failed = random.chance(errorShare);
      return { kind: 'question', ask, reply: failed ? 'error' : refused ? 'refusal' : 'answer' };
    }),
  };
}

/** A session in which somebody tries an attack until it works; undefined for a model that no attack works on. */
export function planBreakIn(model: DemoModel, seed: readonly (string | number)[]): SessionPlan | undefined {
  if (model.weakness === undefined) return undefined;
  const random = seededRandom('break-in', model.model.id, ...seed);
  const [first, last] = random
    .shuffled(model.asks)
    .map((ask): TurnPlan => ({ kind: 'question', ask, reply: 'answer' }));
  const refused: TurnPlan = { kind: 'attack', family: model.weakness.family, succeeds: false };
  const turns = [first, refused, refused, { ...refused, succeeds: true }, last];
  return { ...identity(model, random, seed), turns: turns.filter((turn) => turn !== undefined) };
}

function identity(model: DemoModel, random: Random, seed: readonly (string | number)[]) {
  const id = deterministicUuid('demo-session', model.model.id, ...seed);
  return { model, id, actor: `${model.app}-user-${random.below(actorsOfAModel)}` };
}

function attack(model: DemoModel, period: Period, family: AttackFamily): TurnPlan {
  return { kind: 'attack', family, succeeds: period === 'live' && model.weakness?.family === family };
}

/** Long: mostly 16 to 20 turns. Mixed: 1 to 16, half of them below five. */
function turnCount(model: DemoModel, random: Random): number {
  if (model.sessions === 'mixed') return Math.min(16, Math.ceil(random.logNormal(4.5, 0.8)));
  return random.chance(0.85) ? 16 + random.below(5) : 4 + random.below(12);
}
