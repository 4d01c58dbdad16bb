import { nativeInteractionSchema } from '#contracts';
import { scanInteraction } from '#detection';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadDetector } from '../rules/load-detector.js';
import { scanRowSchema } from '../scan/scan-row.js';
import { demoModels } from './demo-models.js';
import { type SessionPlan, type TurnPlan, planBreakIn, planSession } from './plan-session.js';
import { writeTurn } from './write-turn.js';

const sessions = demoModels.flatMap((model) => [
  ...[planBreakIn(model, ['test'])].filter((session) => session !== undefined),
  ...Array.from({ length: 100 }, (_, number) => planSession(model, 'live', ['test', number])),
]);
const turns = sessions.flatMap((session) =>
  session.turns.map((turn, index) => ({ session, turn, written: writeTurn(session, index, 1.7e12) })),
);

describe('a written turn', () => {
  it('is a valid native interaction with an id of its own', () => {
    const invalid = turns.filter(({ written }) => !nativeInteractionSchema.safeParse(written).success);
    expect(invalid).toEqual([]);
    expect(new Set(turns.map(({ written }) => written.id)).size).toBe(turns.length);
  });

  it('has no slot left open', () => {
    expect(turns.filter(({ written }) => /\{[a-z]+\}/.test(JSON.stringify(written)))).toEqual([]);
  });

  it('is the same each time', () => {
    expect(sessions.map((session) => writeTurn(session, 0, 0))).toEqual(
      sessions.map((session) => writeTurn(session, 0, 0)),
    );
  });

  it('asks nothing twice in a session', () => {
    const repeats = sessions.filter((session) => {
      const questions = promptsOf(session, 'question');
      return new Set(questions).size < questions.length;
    });
    expect(repeats).toEqual([]);
  });
});

describe('the shipped rules', () => {
  let rules: Awaited<ReturnType<typeof loadDetector>>;
  beforeAll(async () => {
    rules = await loadDetector();
  });

  it('see in each turn what was planned: attacks, refusals, and attacks that worked', () => {
    const seen = turns.map(({ turn, session, written }) => {
      const { attack, response, outcome } = scanInteraction(scanRowSchema.parse(written).input, rules);
      return {
        ...expectation(turn),
        model: session.model.model.id,
        is: [attack.flagged, response.verdict, outcome],
      };
    });
    expect(seen.filter(({ is, want }) => !want.includes(is.join(' ')))).toEqual([]);
  });
});

function promptsOf(session: SessionPlan, kind: TurnPlan['kind']): string[] {
  return session.turns.flatMap((turn, index) =>
    turn.kind === kind ? [writeTurn(session, index, 0).messages.at(-1)?.content ?? ''] : [],
  );
}

/** `flagged verdict outcome` as detection may say it. */
function expectation(turn: TurnPlan): { readonly want: readonly string[] } {
  if (turn.kind === 'attack') {
    return {
      want: turn.succeeds ? ['true complied complied', 'true complied leaked'] : ['true refused refused'],
    };
  }
  const verdicts = { answer: 'complied', refusal: 'refused', error: '' };
  return { want: [`false ${verdicts[turn.reply]} none`] };
}
