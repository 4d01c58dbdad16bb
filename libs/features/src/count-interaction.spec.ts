import { describe, expect, it } from '@jest/globals';
import type { Interaction, Signal } from '#contracts';
import { addCounts, countInteraction } from './count-interaction.js';
import { retrySignature, sessionDigest } from './session-of.js';

const interaction: Interaction = {
  id: 'i-1',
  occurredAtMs: 0,
  tenant: 'default',
  modelKey: 1,
  model: { id: 'm', version: '1', kind: 'tuned' },
  messages: [{ role: 'user', content: 'hello' }],
  response: { content: 'no' },
  latencyMs: 20,
  maskedInMessages: {},
  maskedInResponse: {},
};
const signal: Signal = {
  attack: { flagged: true, score: 1, severity: 'high', families: {}, rules: [], decodings: [], spans: [] },
  response: { verdict: 'refused', refusalScore: 1 },
  outcome: 'refused',
  leaks: { systemPromptRunWords: 0, pii: [], secrets: [], trainingDataRunWords: 0 },
};

describe('countInteraction', () => {
  it('counts an attack that was refused, and adds up', () => {
    const once = countInteraction(interaction, signal, false);
    expect(once).toMatchObject({ interactions: 1, attacks: 1, refusals: 1, refused: 1, complied: 0 });
    const twice = addCounts(once, countInteraction(interaction, signal, true));
    expect(twice).toMatchObject({
      interactions: 2,
      attacks: 2,
      duplicates: 1,
      latencyMs: 40,
      latencyCount: 2,
    });
  });
});

describe('session and signature', () => {
  it('takes the session, else the actor, else the interaction itself', () => {
    const { id, ...rest } = interaction;
    const of = (more: Partial<Interaction>) => sessionDigest({ id, ...rest, ...more });
    expect(of({ session: 's', actor: 'a' })).toBe(of({ session: 's', actor: 'b' }));
    expect(of({ actor: 'a' })).not.toBe(of({ actor: 'b' }));
    expect(of({})).not.toBe(sessionDigest({ ...interaction, id: 'i-2' }));
  });

  it('is the same for an exact retry and another for other words', () => {
    const again = { ...interaction, id: 'i-2' };
    expect(retrySignature(again)).toBe(retrySignature(interaction));
    const other = { ...again, messages: [{ role: 'user' as const, content: 'hello!' }] };
    expect(retrySignature(other)).not.toBe(retrySignature(interaction));
  });
});
