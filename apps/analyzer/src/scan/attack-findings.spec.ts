import { describe, expect, it } from '@jest/globals';
import { type Interaction, type Signal, findingSchema } from '#contracts';
import { attackFindings } from './attack-findings.js';

const interaction: Interaction = {
  id: 'i-1',
  occurredAtMs: 1_760_000_000_000,
  tenant: 'default',
  modelKey: 4,
  model: { id: 'm', version: '1', kind: 'tuned' },
  actor: 'actor:1',
  messages: [{ role: 'user', content: 'an attack' }],
  response: { content: 'Sure.' },
  maskedInMessages: {},
  maskedInResponse: {},
};
const nothing = { systemPromptRunWords: 0, pii: [], secrets: [], trainingDataRunWords: 0 };

interface More {
  readonly families?: object;
  readonly leaks?: Partial<Signal['leaks']>;
  readonly decodings?: readonly string[];
}
type Case = [outcome: Signal['outcome'], more: More, reason: string, severity: string];

function findings(outcome: Signal['outcome'], more: More = {}) {
  const families = { persona: 0.8, ...more.families };
  const signal: Signal = {
    attack: {
      flagged: true,
      score: 0.8,
      severity: 'medium',
      families,
      rules: ['dan'],
      decodings: [...(more.decodings ?? [])],
      spans: [],
    },
    response: { verdict: 'complied', refusalScore: 0 },
    outcome,
    leaks: { ...nothing, ...more.leaks },
  };
  const record = { offset: 9n, key: null, value: null, headers: {}, timestampMs: 0 };
  const source = { topic: 'logs', partition: 2, offset: '77', index: 0 };
  const at = {
    topic: 'masked',
    partition: 0,
    record,
    source,
    writtenFor: source,
    collectedAtMs: 0,
    traceparent: undefined,
  };
  return attackFindings({ ...at, interaction, signal, newFrom: 0, goesOn: false, threshold: 0.6 });
}

describe('attackFindings', () => {
  it.each(['none', 'refused', 'partial'] as const)('is none for an attack whose outcome is %s', (outcome) => {
    expect(findings(outcome)).toEqual([]);
  });

  it.each([
    [
      'complied',
      {},
      'Persona worked: the model did what it was asked instead of refusing (found by dan, score 0.8, threshold 0.6).',
      'medium',
    ],
    [
      'complied',
      { decodings: ['base64>rot13', 'truncated'] },
      'Persona worked: the model did what it was asked instead of refusing (found by dan, hidden by base64>rot13, score 0.8, threshold 0.6).',
      'medium',
    ],
    [
      'leaked',
      { families: { 'system-prompt-leak': 1 }, leaks: { systemPromptRunWords: 41 } },
      'System prompt leaked: the answer repeats 41 words of the system prompt in a row (found by dan, score 0.8, threshold 0.6).',
      'critical',
    ],
    [
      'leaked',
      { families: { 'training-data-leak': 1 }, leaks: { trainingDataRunWords: 33 } },
      'Training data leaked: the answer repeats 33 words of the tuning corpus in a row (found by dan, score 0.8, threshold 0.6).',
      'critical',
    ],
    [
      'leaked',
      { leaks: { secrets: ['cloud-key'], systemPromptRunWords: 5 } },
      'Secret leaked after Persona: the answer holds new secrets (cloud-key) (found by dan, score 0.8, threshold 0.6).',
      'critical',
    ],
  ] as Case[])(
    'says of one that was %s what happened, and by which rule',
    (outcome, more, reason, severity) => {
      const [found] = findings(outcome, more);
      expect(found).toMatchObject({ reason, severity });
      expect(findingSchema.safeParse(found).success).toBe(true);
    },
  );

  it('is the same finding when the work is done again', () => {
    expect(findings('complied')).toEqual(findings('complied'));
  });
});
