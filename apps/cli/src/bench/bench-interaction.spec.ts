import { nativeInteractionSchema } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { benchInteractionJson } from './bench-interaction.js';

describe('benchInteractionJson', () => {
  it.each([1_000, 2_400])('is a valid native interaction of exactly %d bytes', (sizeBytes) => {
    const json = benchInteractionJson({
      id: 'bench-1',
      modelId: 'bench',
      session: 's',
      occurredAtMs: 1_760_000_000_000,
      sizeBytes,
      attack: true,
    });
    expect(Buffer.byteLength(json)).toBe(sizeBytes);
    expect(nativeInteractionSchema.safeParse(JSON.parse(json)).success).toBe(true);
  });
});
