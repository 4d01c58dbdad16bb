import type { NativeInteraction } from '#contracts';
import { deterministicUuid } from '#kernel';
import { attackPrompts, attackRefusals, poisonedDocument } from './attack-prompts.js';
import type { DemoModel, Phrases } from './demo-model.js';
import { type Fill, openFill } from './fill-template.js';
import type { SessionPlan, TurnPlan } from './plan-session.js';
import { type Random, seededRandom } from './random.js';
import { syntheticEntities } from './synthetic-entities.js';

interface Exchange {
  readonly prompt: string;
  /** Retrieved text that came with the prompt. */
  readonly document?: string;
  /** undefined: the model failed. */
  readonly response?: string;
}

const documentShare = 0.1;
/** Characters of a token, about. */
const tokenCharacters = 4;

/** The log entry of turn `index` of a session that happened at `atMs`: the same for the same arguments. */
export function writeTurn(session: SessionPlan, index: number, atMs: number): NativeInteraction {
  const turn = session.turns[index];
  if (turn === undefined) throw new RangeError('the session has no such turn');
  const { model, id, actor } = session;
  const random = seededRandom('turn', id, index);
  const exchange =
    turn.kind === 'attack' ? attack(model, turn, index, random) : question(model, turn, random);
  const usage = usageOf(model, exchange);
  return {
    id: deterministicUuid('demo-interaction', id, index),
    occurred_at: new Date(atMs).toISOString(),
    model: model.model,
    tenant: 'default',
    app: model.app,
    environment: 'production',
    session: id,
    actor: { id: actor, kind: 'user', ip: addressOf(actor) },
    system: model.system,
    messages: messagesOf(exchange),
    ...(exchange.response === undefined
      ? { error: 'upstream_timeout' }
      : { response: { content: exchange.response, finish_reason: 'stop' } }),
    usage,
    latency_ms: latencyMs(model, usage.output_tokens, random),
    prompt_template: `${model.app}-${model.model.version}`,
    trace: { traceparent: `00-${random.hex(32)}-${random.hex(16)}-01` },
    attributes: { region: random.pick(['eu-central-1', 'eu-west-1']), stream: random.chance(0.7) },
  };
}

/** The address that an actor keeps, of a network for documentation; some share one, as in an office. */
function addressOf(actor: string): string {
  const random = seededRandom('address', actor);
  return `${random.pick(['198.51.100', '203.0.113'])}.${1 + random.below(254)}`;
}

function question(model: DemoModel, turn: TurnPlan & { kind: 'question' }, random: Random): Exchange {
  const fill = openFill({ ...syntheticEntities, ...model.slots }, random);
  const prompt = fill(turn.ask);
  const document = random.chance(documentShare) ? { document: random.pick(model.documents) } : {};
  if (turn.reply === 'error') return { prompt, ...document };
  const phrases = turn.reply === 'refusal' ? model.refusals : model.answers;
  return { prompt, ...document, response: say(phrases, fill, random) };
}

function attack(
  model: DemoModel,
  turn: TurnPlan & { kind: 'attack' },
  index: number,
  random: Random,
): Exchange {
  const goal = random.pick(model.attackGoals);
  const prompts = attackPrompts(turn.family, goal);
  const refusal = random.pick(attackRefusals[model.language]);
  const answer = model.weakness?.answer.replace('{system}', model.system);
  return {
    // By index, so that tries one after the other are put differently.
    prompt: prompts[index % prompts.length] ?? goal,
    ...(turn.family === 'indirect' ? { document: poisonedDocument.replace('{goal}', goal) } : {}),
    response: turn.succeeds ? (answer ?? refusal) : refusal,
  };
}

function say({ openings, bodies, closings }: Phrases, fill: Fill, random: Random): string {
  const middle = random.shuffled(bodies).slice(0, 1 + random.below(4));
  const end = random.chance(0.6) ? [random.pick(closings)] : [];
  return [random.pick(openings), ...middle, ...end].map(fill).join(' ');
}

function messagesOf({ prompt, document }: Exchange): NativeInteraction['messages'] {
  const asked = { role: 'user' as const, content: prompt, where: 'user' as const };
  if (document === undefined) return [asked];
  return [{ role: 'user', content: document, where: 'retrieved' }, asked];
}

function usageOf(model: DemoModel, { prompt, document = '', response = '' }: Exchange) {
  const tokens = (...texts: readonly string[]): number =>
    Math.ceil(texts.reduce((characters, text) => characters + text.length, 0) / tokenCharacters);
  return { input_tokens: tokens(model.system, prompt, document), output_tokens: tokens(response) };
}

function latencyMs({ latency }: DemoModel, outputTokens: number, random: Random): number {
  return Math.round(random.logNormal(latency.firstTokenMs + latency.perTokenMs * outputTokens, 0.25));
}
