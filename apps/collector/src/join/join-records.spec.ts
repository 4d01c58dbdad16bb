import { type Interaction, headerNames, nativeInteractionSchema, sealingContext } from '#contracts';
import type { KafkaRecord } from '#kafka';
import { openKeyStore, unseal } from '#keys';
import { describe, expect, it } from '@jest/globals';
import { Vault } from '../vault.js';
import { joinRecords } from './join-records.js';

const keys = openKeyStore({ VAULT_KEY: '05'.repeat(32) });
const vault = new Vault(keys, new Set(['acme']));
const noVault = new Vault(keys, new Set());

function part(kind: 'span' | 'event', offset: string, content: string): KafkaRecord {
  const source = { topic: 'otlp', partition: 2, offset, index: 0 };
  const interaction: Interaction = {
    id: `trace-${kind}`,
    occurredAtMs: 0,
    tenant: 'acme',
    modelKey: 1,
    model: { id: 'm', version: '1', kind: 'tuned' },
    messages: kind === 'event' ? [{ role: 'user', content: 'masked' }] : [],
    maskedInMessages: {},
    maskedInResponse: {},
  };
  const native = nativeInteractionSchema.parse({
    occurred_at: '2026-11-24T10:00:00Z',
    tenant: 'acme',
    model: { id: 'm' },
    messages: [{ role: 'user', content }],
  });
  const headers = {
    [headerNames.part]: kind,
    [headerNames.sourceTopic]: source.topic,
    [headerNames.sourcePartition]: String(source.partition),
    [headerNames.sourceOffset]: offset,
  };
  return {
    offset: BigInt(offset),
    key: Buffer.from('trace'),
    value: Buffer.from(JSON.stringify(interaction)),
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
      [headerNames.sealed]: vault.seal([native], 'acme', source)!,
    },
    timestampMs: 0,
  };
}

const parts = [part('event', '4', 'first'), part('span', '9', 'of the span'), part('event', '5', 'second')];
const headersOf = (of: Vault) => {
  const joined = joinRecords(parts, 'parts/0/9/0', of);
  return joined.kind === 'interaction' ? joined.record.headers! : {};
};

describe('what a span and its log events add up to', () => {
  it('leads back to the span, with the originals of all of them sealed together', () => {
    const headers = headersOf(vault);
    expect(String(headers[headerNames.sourceOffset])).toBe('9');
    expect(headers).not.toHaveProperty(headerNames.part);
    const context = sealingContext('acme', { topic: 'otlp', partition: 2, offset: '9', index: 0 });
    const sealed = headers[headerNames.sealed] as Buffer;
    const originals = JSON.parse(unseal(sealed, context, keys.all('acme', 'vault'))) as {
      messages: { content: string }[];
    }[];
    expect(originals.map(({ messages }) => messages[0]?.content)).toEqual(['of the span', 'first', 'second']);
  });

  it('takes no original along whose tenant has no vault any more', () => {
    expect(headersOf(noVault)).not.toHaveProperty(headerNames.sealed);
  });
});
