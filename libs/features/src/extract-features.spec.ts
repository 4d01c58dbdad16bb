import type { Interaction, Signal } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { extractFeatures } from './extract-features.js';

const interaction: Interaction = {
  id: 'i-1',
  occurredAtMs: 0,
  tenant: 'default',
  modelKey: 1,
  model: { id: 'm', version: '1', kind: 'tuned' },
  messages: [{ role: 'user', content: 'Hello' }],
  response: { content: 'Hello, how can I help?' },
  latencyMs: 640,
  maskedInMessages: {},
  maskedInResponse: {},
};

const signal: Signal = {
  attack: { flagged: false, score: 0, severity: 'info', families: {}, rules: [], decodings: [], spans: [] },
  response: { verdict: 'complied', refusalScore: 0 },
  outcome: 'none',
  leaks: { systemPromptRunWords: 0, pii: [], secrets: [], trainingDataRunWords: 0 },
};

describe('extractFeatures', () => {
  it('gives every feature of a complete interaction', () => {
    expect(extractFeatures(interaction, signal)).toEqual({
      refusal: false,
      attack: false,
      response_length: 22,
      latency_ms: 640,
      new_pii: false,
      new_secret: false,
      masked_in_messages: 0,
      masked_in_response: 0,
    });
  });

  it('leaves out what does not apply', () => {
    const { response: _response, latencyMs: _latencyMs, ...withoutAnswer } = interaction;
    expect(
      extractFeatures(withoutAnswer, { ...signal, response: { verdict: null, refusalScore: 0 } }),
    ).toEqual({ attack: false, masked_in_messages: 0 });
  });

  it('counts only a plain refusal as one, and a flagged attack as an attack', () => {
    const flagged = { ...signal.attack, flagged: true };
    expect(
      extractFeatures(interaction, {
        ...signal,
        attack: flagged,
        response: { verdict: 'refused', refusalScore: 1 },
      }),
    ).toMatchObject({ refusal: true, attack: true });
    expect(
      extractFeatures(interaction, { ...signal, response: { verdict: 'partial', refusalScore: 0.6 } }),
    ).toMatchObject({ refusal: false });
  });

  it('tells new personal data from masked echoes, and counts both', () => {
    const leaking = {
      ...interaction,
      maskedInMessages: { email: 2 },
      maskedInResponse: { email: 1, 'cloud-key': 1 },
    };
    const leaks = { ...signal.leaks, pii: ['email'] };
    expect(extractFeatures(leaking, { ...signal, leaks })).toMatchObject({
      new_pii: true,
      new_secret: false,
      masked_in_messages: 2,
      masked_in_response: 2,
    });
  });
});
