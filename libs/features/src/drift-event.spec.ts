import type { Interaction, Signal } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { featureCatalogue } from './catalogue.js';
import { driftEvent } from './drift-event.js';

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

const extractFeatures = (...of: Parameters<typeof driftEvent>) => driftEvent(...of).features;

describe('the features of an interaction', () => {
  it('gives every feature of a complete interaction', () => {
    expect(extractFeatures(interaction, signal)).toMatchObject({
      refusal: false,
      attack: false,
      response_length: 22,
      response_words: 5,
      response_question: true,
      prompt_language: '?',
      response_script: 'latin',
      latency_ms: 640,
      new_pii: false,
      new_secret: false,
      masked_in_messages: 0,
      masked_in_response: 0,
      turns: 1,
    });
  });

  it('has forty scalars and more, each with a label of its own', () => {
    const labels = Object.values(featureCatalogue).map(({ label }) => label);
    expect(labels.length).toBeGreaterThanOrEqual(40);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('watches the attributes it is told to, as far as they are values', () => {
    const attributes = JSON.stringify({ quality: 0.7, route: 'eu\u0000', nested: {}, other: 1 });
    const values = extractFeatures({ ...interaction, attributes }, signal, [
      'quality',
      'route',
      'nested',
      'constructor',
    ]);
    const watched = Object.entries(values).filter(([name]) => name.startsWith('attributes.'));
    expect(watched).toEqual([
      ['attributes.quality', 0.7],
      ['attributes.route', 'eu'],
    ]);
  });

  it('leaves out what does not apply', () => {
    const { response: _response, latencyMs: _latencyMs, ...withoutAnswer } = interaction;
    const values = extractFeatures(withoutAnswer, {
      ...signal,
      response: { verdict: null, refusalScore: 0 },
    });
    expect(values).toMatchObject({ attack: false });
    const ofAnswers = ['refusal', 'latency_ms', 'new_pii', 'attack_worked'];
    const names = Object.keys(values).filter((name) => name.startsWith('response_'));
    expect([...names, ...ofAnswers.filter((name) => name in values)]).toEqual([]);
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
