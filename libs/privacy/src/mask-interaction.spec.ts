import { interactionSchema, nativeInteractionSchema } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { maskInteraction } from './mask-interaction.js';
import { allMaskers } from './maskers/all-maskers.js';

const secret = 'ada@example.com';
const native = nativeInteractionSchema.parse({
  id: `i-${secret}`,
  occurred_at: '2026-11-24T10:00:00Z',
  model: { id: 'm', version: '1' },
  app: `app of ${secret}`,
  environment: `stage of ${secret}`,
  session: `session of ${secret}`,
  actor: { id: secret, kind: 'user', ip: '10.0.0.1' },
  system: `You serve ${secret}`,
  messages: [
    { role: 'user', content: `I am ${secret}` },
    { role: 'tool', parts: [{ type: 'text', text: `found ${secret}` }, { type: 'image' }] },
  ],
  response: { content: `Hello ${secret}`, tool_calls: [{ to: secret }] },
  error: `no route to ${secret}`,
  attributes: { owner: secret },
  someUnknownKey: { deep: [secret] },
  prompt_template: `t ${secret}`,
});
const context = {
  fallbackId: 'f',
  modelKey: 3,
  occurredAtMs: 1,
  key: Buffer.alloc(32, 5),
  maskers: allMaskers,
};

describe('maskInteraction', () => {
  it('leaves nothing of a secret in any field', () => {
    expect(JSON.stringify(maskInteraction(native, context))).not.toMatch(/ada|example\.com/);
  });

  it('counts what was masked in the messages and, apart, in the response', () => {
    const masked = maskInteraction(native, context);
    expect(masked.maskedInMessages).toEqual({ email: 3 });
    expect(masked.maskedInResponse).toEqual({ email: 1 });
  });

  it('keeps unknown keys, names what is no text, and tells tool output by its place', () => {
    const { attributes, messages } = maskInteraction(native, context);
    expect(attributes).toMatch(/someUnknownKey.*⟦email:/);
    expect(messages[1]).toMatchObject({ role: 'tool', where: 'tool' });
    expect(messages[1]?.content).toMatch(/^found ⟦email:[0-9a-f]{12}⟧\n\[image\]$/);
  });

  it('keeps of a network address its hash alone, which is not the one of an actor of that name', () => {
    const masked = maskInteraction({ ...native, actor: { ip: '10.0.0.1' } }, context);
    expect(masked.address).toMatch(/^address:[0-9a-f]{16}$/);
    expect(masked.actor).toMatch(/^actor:[0-9a-f]{16}$/);
    expect(masked.address?.slice('address:'.length)).not.toBe(masked.actor?.slice('actor:'.length));
    expect(JSON.stringify(masked)).not.toContain('10.0.0.1');
    expect(maskInteraction({ ...native, actor: { id: 'u' } }, context).address).toBeUndefined();
  });

  it('gives what the analyzer takes, also where tokens are longer than the door lets a name be', () => {
    const longest = `${'x '.repeat(96)}a@b.com`;
    const guardrail = [{ policy: longest, verdict: longest }];
    const logged = nativeInteractionSchema.parse({ ...native, guardrail });
    const masked = maskInteraction(logged, context);
    expect(masked.guardrail![0]!.policy.length).toBeGreaterThan(200);
    expect(interactionSchema.parse(masked).guardrail).toEqual(masked.guardrail);
  });

  it('has an id, and no actor, for a log without them', () => {
    const { id, actor, ...rest } = native;
    expect([id, actor]).toBeDefined();
    const masked = maskInteraction(rest, context);
    expect([masked.id, masked.actor]).toEqual(['f', undefined]);
  });

  it('masks JSON by its values: escapes hide nothing, keys announce, numbers count', () => {
    const call = {
      function: {
        name: 'save',
        arguments: '{"to":"ada\\u0040example.com","dateOfBirth":"1980-03-12","card":4111111111111111}',
      },
    };
    const { response, attributes } = maskInteraction(
      {
        ...native,
        response: { content: 'ok', tool_calls: [call] },
        attributes: { password: 'hunter2!', [secret]: 1, note: `at\n${secret}` },
      },
      context,
    );
    expect(response?.toolCalls?.[0]).toMatch(
      /^save\(\{"to":"⟦email:[^"]*","dateOfBirth":"⟦date-of-birth:[^"]*","card":"⟦card:[^"]*"\}\)$/,
    );
    expect(attributes).toMatch(/"password":"⟦secret:/);
    expect(attributes).not.toMatch(/hunter2|ada|example\.com/);
  });
});
